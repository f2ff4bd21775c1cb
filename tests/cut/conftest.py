# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the cut share."""

import os
import pathlib
import sys
import tempfile

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from reading import CUT  # noqa: E402  (its folder is known by now)


def pytest_collection_modifyitems(items):
    """Without the headers of libwiretap there is no cut to test."""
    if CUT.exists():
        return
    here = pathlib.Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"no {CUT}"))


@pytest.fixture
def folder():
    """A folder that tshark's user can enter, too."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        os.chmod(name, 0o755)
        yield pathlib.Path(name)
