# SPDX-License-Identifier: GPL-2.0-or-later
"""Modules beside the tests."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
