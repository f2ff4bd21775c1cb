# SPDX-License-Identifier: GPL-2.0-or-later
"""What all tests share."""

import os
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _reachable(tmp_path_factory):
    """tshark, which is an ordinary user, can enter the folders in which tests, which are
    perhaps root's, make theirs."""
    top = Path(tempfile.gettempdir()).resolve()
    folder = tmp_path_factory.getbasetemp().resolve()
    for each in (folder, *folder.parents):
        if each != top and top in each.parents and each.stat().st_uid == os.geteuid():
            each.chmod(0o755)


@pytest.fixture(scope="module")
def folder():
    """One for a module, in which an ordinary user can read and write."""
    with tempfile.TemporaryDirectory(prefix="smb1audit-", dir="/tmp") as name:
        os.chmod(name, 0o777)
        yield Path(name)
