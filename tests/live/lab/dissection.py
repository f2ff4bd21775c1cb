# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading while the capture goes on, in the format that tests/tshark.py reads files in."""
import os

import tshark

#: tools/unprivileged adds a home folder without preferences.
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "WIRESHARK_PLUGIN_DIR": str(tshark.PLUGINS)}


def live(columns):
    """The command line that prints these columns of what comes in: a line per frame, at once."""
    return [tshark.UNPRIVILEGED, "tshark", "-n", "-l", "-i", "-", *tshark.columns(columns)]


def first(values):
    """The first value in a column; empty where there is none."""
    return values[0] if values else ""
