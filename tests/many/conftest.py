# SPDX-License-Identifier: GPL-2.0-or-later
"""What several of these tests need: captures and a checkout that every account can read."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "commands"))

from command import CAPTURES, ROOT  # noqa: E402 # pylint: disable=wrong-import-position

# Of all kinds: findings, nothing to tell, datagrams, captures that are damaged or none.
NAMES = (
    "abandoned-after-echo", "office", "red-herring", "smb2-pure", "udp-138-mailslot",
    "live-six-used",
)


@pytest.fixture(name="shared")
def fixture_shared():
    """A folder that every account can read and write to, with captures."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        put_captures(folder / "captures")
        yield folder


def put_captures(folder):
    """Captures that can be read, of the names above, and some that cannot."""
    folder.mkdir(mode=0o755)
    for name in NAMES:
        shutil.copy(CAPTURES / f"{name}.pcap", folder)
    whole = (CAPTURES / "red-herring.pcap").read_bytes()
    (folder / "cut short.pcap").write_bytes(whole[:-3])
    (folder / "diary.pcap").write_text("Dear diary\n")
    (folder / "empty.pcap").write_bytes(b"")
    for path in folder.iterdir():
        path.chmod(0o644)


@pytest.fixture(name="checkout", scope="session")
def fixture_checkout():
    """What tools/audit needs of this checkout, built, where every account can read it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "tools", folder / "tools")
        shutil.copy(ROOT / "CMakeLists.txt", folder)
        (folder / "build").mkdir()
        shutil.copytree(ROOT / "build/plugins", folder / "build/plugins")
        shutil.copy(ROOT / "build/smb1audit-cut", folder / "build")
        make_readable(folder)
        yield folder


def make_readable(folder):
    """By everyone."""
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    os.chmod(folder, 0o755)
