# SPDX-License-Identifier: GPL-2.0-or-later
"""What several of these tests need."""

import os
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def public_folder():
    """A folder that the unprivileged user can enter and write to, too."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o777)
        yield Path(folder)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, to see what is left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder
