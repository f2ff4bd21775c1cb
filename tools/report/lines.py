# SPDX-License-Identifier: GPL-2.0-or-later
"""The report as csv and json: the plugin's records, one a line, with the
capture of each."""

import csv
import json
import re
from functools import lru_cache

from captures import CAPTURE, printable
from need import Need
from records import COLUMNS, TIMES

# Without it, Excel takes UTF-8 for what Windows has otherwise.
BYTE_ORDER_MARK = "\ufeff"

# What makes a cell a formula, or two of it, in one spreadsheet or another.
FORMULA = re.compile(r"\s*[=+\-@;\t\r\uff1d\uff0b\uff0d\uff20]|[\t\r]")


class Csv:
    """One line per connection (RFC 4180), after the line of headings."""

    parse = staticmethod(json.JSONDecoder(strict=False).decode)

    def __init__(self, report):
        self.lines = csv.writer(report)
        report.write(BYTE_ORDER_MARK)
        self.lines.writerow([CAPTURE, *COLUMNS])
        self.capture = ""
        self.needed = Need()

    def begin(self, path):
        """The records to come are those of this capture."""
        self.capture = cell(path)

    def take(self, record):
        """One more connection."""
        self.needed.take(record)
        for name in TIMES:
            if name in record:
                record[name] = spreadsheet_time(record[name])
        cells = [cell(record[name]) if name in record else "" for name in COLUMNS]
        self.lines.writerow([self.capture, *cells])

    def end(self, *_):
        """All records of a capture were taken."""

    def cover(self, told):
        """How much there was of the captures that were taken last."""

    def finish(self, *_):
        """All captures were read."""


def spreadsheet_time(text):
    """A time that spreadsheets take for one: to the millisecond, UTC."""
    return text.replace("T", " ")[:len("2020-01-01 12:00:00.000")].removesuffix("Z")


def cell(value):
    """A value as a spreadsheet may have it."""
    if value is True:
        return "true"
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        # No name may have a bar in it. One that does is not taken for two.
        value = "|".join([item.replace("|", r"\x7c") for item in value])
    return text_cell(value)


@lru_cache(maxsize=10_000)
def text_cell(text):
    """Text that shifts no column and that no spreadsheet runs."""
    return f"'{printable(text)}" if FORMULA.match(text) else printable(text)


class Json:
    """One object a line per connection, without what is not known: as the
    plugin made it, unless a terminal cannot have that."""

    @staticmethod
    def parse(line):
        """The text of a record, made anew where it is not printable or its end
        is missing. Raises JSONDecodeError where it is none."""
        start, end, rest = line.rpartition("}")
        if rest in ("\n", "\r\n") and start.isprintable():
            return start + end
        return json.dumps(json.loads(line, strict=False))

    def __init__(self, report):
        self.report = report
        self.start = ""
        self.needed = Need()

    def begin(self, path):
        """The records to come are those of this capture."""
        self.start = json.dumps({CAPTURE: printable(path)}).removesuffix("}") + ", "

    def take(self, line):
        """One more connection, as text."""
        self.needed.take_line(line)
        self.report.write(f"{self.start}{line[1:]}\n")

    def end(self, *_):
        """All records of a capture were taken."""

    def cover(self, told):
        """How much there was of the captures that were taken last."""

    def finish(self, *_):
        """All captures were read."""
