# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the configuration profile share."""
import pathlib
import sys

import pytest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / name) for name in ("profile", "captures", "gui", "")]

from scratch import Scratch                     # noqa: E402


def pytest_configure(config):
    """PyGObject warns of its own use of Python."""
    config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning:gi.*")


@pytest.fixture
def scratch():
    """An ordinary user's home folder, empty."""
    with Scratch() as made:
        yield made


@pytest.fixture(scope="session")
def installed():
    """One that has the profile.  Nobody changes it."""
    with Scratch() as made:
        done = made.profile("install")
        assert done.status == 0, done.complaints
        yield made
