# SPDX-License-Identifier: GPL-2.0-or-later
"""Which files of the checkout are what."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDERS = ("plugin", "packaging", "tests", "tools", "test-captures", ".ci")
SHELL = re.compile(rb"#!.*\b(sh|bash)$|# SPDX.*\n# shellcheck shell=", re.M)
PYTHON = re.compile(rb"#!.*\bpython3$")


def _all():
    found = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*"))]
    return [file for file in [ROOT / "packet-smb1audit.c", *found]
            if file.is_file() and "__pycache__" not in file.parts]


def _first_lines(file):
    with file.open("rb") as opened:
        return opened.read(200)


def plugin(*suffixes):
    """What is built into the plugin: .c, .h or both."""
    return [file for file in _all() if file.suffix in suffixes and
            (file.parent == ROOT or "plugin" == file.relative_to(ROOT).parts[0])]


def cut():
    """What tools/audit has beside it."""
    return sorted((ROOT / "tools" / "cut").glob("*.c"))


def python():
    """Modules and commands."""
    return [file for file in _all()
            if file.suffix == ".py" or PYTHON.match(_first_lines(file))]


def shell():
    """Commands, and what they source."""
    return [file for file in _all() if file.suffix in ("", ".sh") and
            SHELL.match(_first_lines(file))]


def texts():
    """What somebody wrote, programs and documents alike."""
    return [ROOT / "README.md", *sorted((ROOT / "doc").glob("*.md")),
            *(file for file in _all() if file.parent.name != "baseline" and
              file.suffix in (".c", ".h", ".py", ".sh", ".md", ".txt"))]
