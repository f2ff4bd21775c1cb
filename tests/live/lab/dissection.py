# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading while the capture goes on, in the format that tests/tshark.py reads files in."""
import os

import tshark

#: tools/unprivileged adds a home folder without preferences.
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "WIRESHARK_PLUGIN_DIR": str(tshark.PLUGINS)}


def live(columns):
    """The command line that prints these columns of what comes in: a line per frame, at once."""
    fields = [word for column in columns for word in ("-e", column)]
    return [tshark.UNPRIVILEGED, "tshark", "-n", "-l", "-i", "-", "-T", "fields",
            "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=" + tshark.SEPARATOR,
            *fields]


def row(line, columns):
    """column -> list of values, from a line that tshark printed."""
    cells = line.rstrip("\n").split("\t")
    return {column: cell.split(tshark.SEPARATOR) if cell else []
            for column, cell in zip(columns, cells)}


def first(values):
    """The first value in a column; empty where there is none."""
    return values[0] if values else ""
