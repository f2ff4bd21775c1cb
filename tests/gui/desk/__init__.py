# SPDX-License-Identifier: GPL-2.0-or-later
"""A desk for Wireshark: a screen that nobody looks at, its widgets by name, and what it says.

How programs are run without privileges (tests/tshark.py) is shared with the other tests.
"""
import pathlib
import sys

#: The root of the source tree.
TREE = pathlib.Path(__file__).resolve().parents[3]

sys.path.insert(0, str(TREE / "tests"))
