# SPDX-License-Identifier: GPL-2.0-or-later
"""What these tests share."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
