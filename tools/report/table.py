# SPDX-License-Identifier: GPL-2.0-or-later
"""The report for people: who needs SMB1, the findings, and what else there was."""

from collections import Counter
from json import JSONDecoder

from captures import printable
from change_table import changes_section, period_section
from findings import findings
from hosts import Hosts
from kinds import Kinds
from layout import width
from sections import (
    captures_section, datagrams_section, findings_section, hosts_section, limits_section,
    others_section, set_apart_section,
)


class Capture:
    """What is told of a capture as a whole."""

    def __init__(self, name):
        self.name = name
        self.connections = 0


class Table:
    """Takes what the captures hold; prints when all is known."""

    parse = staticmethod(JSONDecoder(strict=False).decode)

    def __init__(self, report):
        self.report = report
        self.captures = []
        self.kinds = Kinds()
        self.datagrams = Counter()  # by (name, address)
        self.needed = False
        self.campaign = None  # what changed, where the report is on a store

    def begin(self, path):
        """The records to come are those of this capture."""
        self.captures.append(Capture(printable(path)))

    def take(self, record):
        """One more connection."""
        capture = self.captures[-1]
        capture.connections += 1
        self.kinds.take(record, len(self.captures) - 1)

    def end(self, datagrams, whole):
        """All records of a capture were taken; one of which nothing could be
        read is none."""
        self.datagrams.update(datagrams)
        if not self.captures[-1].connections and not datagrams and not whole:
            self.captures.pop()

    def cover(self, told):
        """How much there was of the captures that were taken last."""

    def finish(self, complaints=0, gaps=0, said=()):
        """All captures were read that can be: judge, and show it. What was complained of
        was said in these lines."""
        kinds = [*self.kinds]
        hosts = Hosts(kinds, self.datagrams)
        self.needed = hosts.show_need
        self.show((kinds, hosts, findings(kinds, hosts)), complaints, gaps, said)

    def show(self, judged, complaints, gaps, _):
        """Print, unless no capture could be read."""
        (kinds, hosts, found), room = judged, width()
        period = period_section(self.campaign, self.captures, room)
        if not self.captures:
            self.print(period)
            return
        self.print(
            period,
            limits_section(kinds, complaints, gaps, room),
            hosts_section(hosts, kinds, room),
            changes_section(self.campaign, room),
            set_apart_section(hosts, room),
            others_section(hosts, room),
            findings_section(found, self.captures, room),
            datagrams_section(self.datagrams, room),
            captures_section(self.captures, kinds, hosts, found, room),
        )

    def print(self, *sections):
        """Print what has lines, with an empty one between."""
        texts = ["".join(f"{line}\n" for line in section) for section in sections]
        self.report.write("\n".join(filter(None, texts)))
