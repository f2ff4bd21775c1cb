# SPDX-License-Identifier: GPL-2.0-or-later
"""What these tests share."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import wine  # noqa: E402  (its folder is known by now)


@pytest.fixture(name="machine", scope="session")
def fixture_machine():
    """With the zip of the release that tshark.exe has, as its user has it."""
    wine.make_zips()
    machine = wine.Machine(wine.RELEASE)
    yield machine
    machine.stop()
