# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of cost share."""

import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
for folder in (TESTS, TESTS / "bench", TESTS / "fuzz"):
    sys.path.append(str(folder))
