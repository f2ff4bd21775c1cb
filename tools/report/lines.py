# SPDX-License-Identifier: GPL-2.0-or-later
"""The report as csv and json: the plugin's records, one a line, with the
capture of each."""

import csv
import json

from captures import printable
from records import COLUMNS

CAPTURE = "capture"

# A spreadsheet takes a cell that starts so for a formula.
FORMULA = ("=", "+", "-", "@")


class Csv:
    """One line per connection (RFC 4180), after the line of headings."""

    def __init__(self, report):
        self.lines = csv.writer(report)
        self.lines.writerow([CAPTURE, *COLUMNS])
        self.capture = ""

    def begin(self, path):
        """The records to come are those of this capture."""
        self.capture = cell(path)

    def take(self, record):
        """One more connection."""
        cells = [cell(record[name]) if name in record else "" for name in COLUMNS]
        self.lines.writerow([self.capture, *cells])

    def end(self, *_):
        """All records of a capture were taken."""

    def finish(self):
        """All captures were read."""


def cell(value):
    """A value as text that shifts no column and that no spreadsheet runs."""
    if value is True:
        return "true"
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        # No name may have a bar in it. One that does is not taken for two.
        value = "|".join([item.replace("|", r"\x7c") for item in value])
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class Json(Csv):
    """One object a line per connection, without what is not known."""

    def __init__(self, report):
        self.report = report
        self.capture = ""

    def begin(self, path):
        self.capture = printable(path)

    def take(self, record):
        self.report.write(json.dumps({CAPTURE: self.capture} | record) + "\n")
