# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of captures share."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))


def pytest_addoption(parser):
    """`--each`: slower, and right when one capture upsets all others."""
    parser.addoption("--each", action="store_true",
                     help="read every capture by itself, not joined to others")
