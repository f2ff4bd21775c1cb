# SPDX-License-Identifier: GPL-2.0-or-later
"""What several of these tests need."""

import os
import tempfile
from pathlib import Path

import pytest
from command import TOOLS, as_told, report, stand_in, with_path


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


@pytest.fixture(name="reading", scope="session")
def fixture_reading():
    """A function that makes a report of what tshark might tell of captures, a
    list of items each: also what no capture makes the plugin say."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        stand_in(folder, "tshark", "exec cat")

        def read(*told, form="table", columns=None, others=()):
            names = []
            for number, items in enumerate([told, *others]):
                names.append(f"told{number or ''}.pcap")
                (folder / names[-1]).write_text(as_told(*items))
            terminal = {"COLUMNS": str(columns)} if columns else {}
            return report(form, *names, env=with_path(folder), terminal=terminal, cwd=folder)

        yield read


@pytest.fixture
def modules(monkeypatch):
    """The report's own modules can be imported."""
    monkeypatch.syspath_prepend(TOOLS / "report")
