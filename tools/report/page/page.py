# SPDX-License-Identifier: GPL-2.0-or-later
"""The report as a page: it judges as the table does, and shows more."""

from page.history import History
from page.rendering import render
from page.sessions import Sessions
from page.view import View
from table import Table


class Page(Table):
    """Takes what the captures hold; writes the page when all is known.

    `campaign` is None, or the Changes of a store of many captures: see campaign.py.
    """

    def __init__(self, report):
        super().__init__(report)
        self.history = History()
        self.sessions = Sessions()
        self.joined = self.one_sided = 0  # connections without an offer; those with an answer
        self.stretch = []  # the captures that are being read as one

    def begin(self, path):
        """The records to come are those of this capture."""
        super().begin(path)
        self.captures[-1].coverage = {}
        self.stretch.append(self.captures[-1])

    def take(self, record):
        """One more connection."""
        super().take(record)
        self.history.take(record)
        self.sessions.take(record, len(self.captures) - 1)
        if "offer" not in record:
            self.joined += "answer_frame" not in record
            self.one_sided += "answer_frame" in record

    def cover(self, told):
        """How much there was of the captures that were taken last. A source that does not
        know has no such method."""
        for capture, coverage in zip(self.stretch, getattr(told, "coverage", list)()):
            capture.coverage = coverage
        self.stretch = []

    def show(self, judged, complaints=0, gaps=0, said=()):
        """Write it, also where no capture could be read: it says so."""
        view = View(self, judged, complaints, gaps, said)
        self.report.writelines(render(view))
