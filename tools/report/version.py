# SPDX-License-Identifier: GPL-2.0-or-later
"""The version of SMB1 Audit whose report this is."""

import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "CMakeLists.txt"
# Beside what a package installs, which has no build.
INSTALLED = Path(__file__).resolve().parents[1] / "version"
VERSION = re.compile(r"^set\(SMB1AUDIT_VERSION (\d+(?:\.\d+)*)\)", re.MULTILINE)


@lru_cache(maxsize=None)
def version():
    """For example `1.0.0`: that of the plugin that is built of the same checkout, or is in the
    same package; empty where this folder is in neither."""
    with suppress(FileNotFoundError):
        return INSTALLED.read_text(encoding="utf-8").strip()
    with suppress(FileNotFoundError):
        return VERSION.search(BUILD.read_text(encoding="utf-8"))[1]
    return ""


def numbers(text):
    """A version's numbers, to compare. Raises ValueError where it has others."""
    return tuple(int(number) for number in text.split("."))
