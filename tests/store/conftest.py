# SPDX-License-Identifier: GPL-2.0-or-later
"""What several of these tests need."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "commands"), str(HERE.parent / "html")]

from command import CAPTURES, TOOLS  # noqa: E402 # pylint: disable=wrong-import-position

sys.path.insert(2, str(TOOLS / "report"))

# Of all kinds: findings, nothing to tell, datagrams.
NAMES = ("office", "red-herring", "smb2-pure", "udp-138-mailslot", "live-six-used")


@pytest.fixture(name="shared")
def fixture_shared():
    """A folder that every account can read and write to, with a folder of captures."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "captures").mkdir()
        for each in NAMES:
            shutil.copy(CAPTURES / f"{each}.pcap", folder / "captures")
        for path in (folder / "captures").iterdir():
            os.chmod(path, 0o644)
        yield folder
