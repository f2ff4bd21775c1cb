# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything the live tests stand on: two hosts on a cable, servers, clients and the capture.

How tshark is run (tests/tshark.py), messages and expected outcomes (modules of test-captures) are
shared with the other tests.
"""
import pathlib
import sys

#: The root of the source tree.
TREE = pathlib.Path(__file__).resolve().parents[3]

sys.path[:0] = [str(TREE / "test-captures"), str(TREE / "tests")]
