# SPDX-License-Identifier: GPL-2.0-or-later
"""What to do about a host that needs SMB1: the first row of remedies.tsv that fits it.

A row fits a host in its role (or `any`) if what it tells by, one of TOLD_BY, has the text in
it, whatever the case; an empty text is in all.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).resolve().with_name("remedies.tsv")

# Column `by`, and what of a Host it is.
TOLD_BY = {
    "need": lambda host: host.need,
    "why": lambda host: host.why,
    "software": lambda host: "; ".join(host.systems),
    "vendor": lambda host: "; ".join(host.vendors),
}


class Remedy(NamedTuple):
    """A row: what it fits, what to do, and where that is said."""

    role: str
    by: str
    text: str
    remedy: str
    source: str
    url: str

    def fits(self, host):
        """Is it one for this Host?"""
        return self.role in (host.role, "any") and (
            self.text.casefold() in TOLD_BY[self.by](host).casefold())


@cache
def remedies():
    """All rows, in order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        _, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Remedy(*row) for row in rows]


def remedy_for(host):
    """The first that fits. The last rows fit any host that needs SMB1, or perhaps."""
    return next(remedy for remedy in remedies() if remedy.fits(host))
