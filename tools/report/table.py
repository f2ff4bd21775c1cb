# SPDX-License-Identifier: GPL-2.0-or-later
"""The report for people: the hosts, then for each capture what matters."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from captures import printable
from hosts import Hosts, address_of, by_number
from layout import GAP, aligned, and_more, first_of, fits, shortened, width, without_empty, wrapped
from records import apart, matters, needed_by

# A name gets no more room than this.
LONGEST_NAME = 24

# Captures without findings are listed only if they are no more than this.
LISTED = 10


@dataclass(slots=True)
class Capture:
    """What is shown of a capture, and what else it holds, counted."""

    name: str
    findings: list = field(default_factory=list)
    harmless: Counter = field(default_factory=Counter)  # by verdict
    datagrams: int = 0

    @property
    def silent(self):
        """Does it hold no connection at all?"""
        return not self.findings and not self.harmless


class Table:
    """Takes what the captures hold; prints when all is known."""

    def __init__(self, report):
        self.print = partial(print, file=report)
        self.captures = []
        self.hosts = Hosts()
        self.datagrams = Counter()  # by (name, address)
        self.connections = self.needing = self.apart = 0

    def begin(self, path):
        """The records to come are those of this capture."""
        self.captures.append(Capture(printable(path)))

    def take(self, record):
        """One more connection."""
        capture = self.captures[-1]
        self.hosts.take(record)
        self.connections += 1
        self.needing += bool(needed_by(record))
        self.apart += bool(apart(record))
        if matters(record):
            capture.findings.append(finding(record))
        else:
            capture.harmless[record["verdict"]] += 1

    def end(self, datagrams, whole):
        """All records of a capture were taken; one of which nothing could be
        read is none."""
        capture = self.captures[-1]
        capture.datagrams = len(datagrams)
        self.datagrams.update(datagrams)
        if capture.silent and not datagrams and not whole:
            self.captures.pop()

    def finish(self):
        """All captures were read: print, unless there was none."""
        if not self.captures:
            return
        self.print_hosts(self.hosts.in_need(self.datagrams))
        self.print_findings()
        self.print_datagrams()
        self.print_total()

    def print_hosts(self, hosts):
        """Who needs SMB1, in all captures together, and who only seems to."""
        needing = [host for host in hosts if host.counted]
        seeming = [host for host in hosts if not host.counted]
        if needing:
            self.print("Who needs SMB1", *host_lines(needing, "NEEDS SMB1"), "", sep="\n")
        else:
            self.print("Nothing needs SMB1\n")
        if seeming:
            self.print("Set apart: SMB1 seen, and by itself no need of it")
            self.print(*host_lines(seeming, "BECAUSE"), "", sep="\n")

    def print_findings(self):
        """For each capture the connections that matter, one a line."""
        rows = [("FRAME", "NEEDS SMB1", "VERDICT", "CLIENT", "SERVER", ["DIALECTS"])]
        rows += [row for capture in self.captures for row in capture.findings]
        heading, *lines = aligned(rows, shortened)
        self.print("Findings", *[heading] if lines else [], sep="\n")
        listed, others = self.split()
        rest = iter(lines)
        for capture in listed:
            self.print_capture(capture, list(islice(rest, len(capture.findings))))
        if others:
            self.print(f"{len(others)} captures without findings: {remainder(others)}")
        self.print()

    def split(self):
        """The captures to list, and those without findings if they are many."""
        others = [capture for capture in self.captures if not capture.findings]
        if len(others) <= LISTED:
            return self.captures, []
        return [capture for capture in self.captures if capture.findings], others

    def print_capture(self, capture, shown):
        """The findings of a capture and what it holds besides."""
        rest = remainder([capture])
        if not shown:
            self.print(f"{capture.name}: {rest}")
            return
        self.print(capture.name, *shown, sep="\n")
        if rest:
            self.print(f"  {rest}")

    def print_datagrams(self):
        """Mailslot datagrams and who sent them. They are no connections."""
        if not self.datagrams:
            return
        number = count(self.datagrams.total(), "mailslot datagram")
        start = f"{number} (UDP 138), no SMB1 sessions, from "
        senders = [f"{name} ({address})" if name else address
                   for (name, address), _ in self.datagrams.most_common()]
        room = max(width() - len(start), LONGEST_NAME)
        self.print(start + first_of(senders, room), end="\n\n")

    def print_total(self):
        """The last line: all of it in numbers."""
        self.print(
            f"{count(len(self.captures), 'capture')}, "
            f"{count(self.connections, 'connection')}, {self.needing} with need of SMB1"
            + (f", {self.apart} of them set apart" if self.apart else "")
        )


def host_lines(hosts, heading):
    """The lines of a table of hosts. With whom a host spoke stands in a column
    if there is room for it, else below."""
    rows = [("HOST", "NAME", "ROLE", heading, "WITH", ["CONNECTIONS"])]
    rows += [host_row(host) for host in hosts]
    if beside := fits(without_empty(rows)):
        rows = without_empty(rows)
    else:
        rows = without_empty([(*row[:4], row[5]) for row in rows])
    first, *lines = aligned(rows, wrapped)
    yield first
    for host, line in zip(hosts, lines):
        yield line
        yield from details(host, beside)


def host_row(host):
    """The cells of a host's line."""
    name = first_of(host.names, LONGEST_NAME) if host.names else ""
    return (host.address, name, host.role, host.needs, peers(host), tally(outcomes(host)))


def details(host, beside):
    """What is known of a host besides, one line each, below its line."""
    known = {
        "with": [] if beside else sorted(host.peers, key=by_number),
        "OS": host.systems,
        "users": host.users,
        "shares": host.shares,
    }
    for heading, items in known.items():
        if items:
            start = f"{GAP * 3}{heading}: "
            yield start + first_of(items, width() - len(start))


def peers(host):
    """With whom a host spoke: the first of them and how many more."""
    first, *others = sorted(host.peers, key=by_number)
    return first + and_more(len(others))


def outcomes(host):
    """A host's verdicts, counted. Where some of its connections are set apart
    and others are not, it is said of those."""
    counted = Counter()
    for (verdict, why), number in host.verdicts.items():
        counted[f"{verdict} ({why})" if why and host.counted else verdict] += number
    return counted


def tally(verdicts):
    """Counted verdicts, for example `3 SMB1 in use`, `1 SMB1 selected`."""
    return [f"{number} {name}" for name, number in verdicts.most_common()]


def finding(record):
    """The cells of a connection's line."""
    return (
        str(record["frame"]),
        in_need(record),
        record["verdict"],
        address_of(record, "client"),
        address_of(record, "server"),
        offered(record),
    )


def in_need(record):
    """Who needs SMB1, and why perhaps not, for example `client (scanner)`."""
    who, why = needed_by(record) or "nobody", apart(record)
    return f"{who} ({why})" if why else who


def offered(record):
    """The dialects on offer, and what is with it if nobody can be named."""
    offer = record.get("offer")
    if not offer:
        return ["(not captured)"]
    dialects = [dialect or '""' for dialect in record.get("offer_dialect", ())]
    certain = needed_by(record) in ("client", "server")
    return dialects if certain else [*dialects, f"({offer})"]


def remainder(captures):
    """What captures hold besides their findings."""
    held = []
    harmless = sum((capture.harmless for capture in captures), Counter())
    if harmless:
        held.append(f"no need of SMB1: {', '.join(tally(harmless))}")
    if silent := sum(capture.silent for capture in captures):
        held.append(f"{silent} with no SMB negotiation" if harmless else "no SMB negotiation")
    if datagrams := sum(capture.datagrams for capture in captures):
        held.append(count(datagrams, "mailslot datagram"))
    return "; ".join(held)


def count(number, noun):
    """For example `1 capture`, `2 captures`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
