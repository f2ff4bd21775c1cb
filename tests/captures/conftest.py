# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of captures share."""

import functools
import pathlib
import sys

import pytest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))
sys.path.insert(1, str(TESTS.parent / "test-captures"))


def pytest_addoption(parser):
    """`--each`: slower, and right when one capture upsets all others."""
    parser.addoption("--each", action="store_true",
                     help="read every capture by itself, not joined to others")


@pytest.fixture(name="written", scope="session")
def _written(tmp_path_factory):
    """Write a capture that is too large to keep, from a builder as in
    test-captures/cases, where an ordinary user can read it."""
    from tcp import Capture                     # needs scapy

    @functools.lru_cache(maxsize=None)
    def write(build):
        folder = tmp_path_factory.mktemp(build.__name__)
        folder.chmod(0o755)
        path = folder / "capture.pcap"
        capture = Capture(49152)
        build(capture)
        capture.write(str(path))
        path.chmod(0o644)
        return path

    return write
