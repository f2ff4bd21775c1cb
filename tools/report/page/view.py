# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page shows, in the order and in the words in which it does; how it looks is the
template's business. Lists end somewhere, and say so."""

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from addresses import by_number, filter_between, quoted
from finding_table import ASKED_BY, CERTAINLY, offered
from findings import BOTH, MARKS, NOBODY, UNKNOWN
from host_table import known
from layout import NO_BREAK, count, cut
from records import APART, CERTAIN, NONE, NOT_SHOWN, PERHAPS, SHOWN
from version import version

from page.campaign_view import campaign_view, on_period
from page.plot import of_bars
from page.remedies import remedy_for

# Rows of the tables that are read one by one, and of the others.
ROWS, FEWER = 1000, 200

# Of names in a cell so many are read at once, and so many more on demand.
AT_ONCE, ON_DEMAND = 5, 45

# Characters of a name or a reason.
LONGEST = 240

# Of a list of dialects.
LONGEST_OFFER = 400

# What is said of both ends where the judgement is about neither alone.
WHO = {
    "client": "the client", "server": "the server", BOTH: "client and server",
    UNKNOWN: "one of the two", NOBODY: "nobody",
}

WHY_APART = {
    MARKS["scanner"]: "a scanner or exploit tool",
    MARKS["browser"]: "nothing but the Computer Browser's work",
}


class Rows(NamedTuple):
    """Rows of a table, and how many there would be."""

    rows: list
    number: int


class Some(NamedTuple):
    """A list in a cell: what is read at once, what is behind it, how many more there are,
    and whether its record did not keep all."""

    first: list
    then: list
    more: int
    unfinished: bool


class Named(NamedTuple):
    """A host in a cell: its address, its name, and a number to sort it by."""

    address: str
    name: str
    order: int


def rows(items, make, most=ROWS):
    """As many as there may be, each made a row."""
    return Rows([make(item) for item in islice(items, most)], len(items))


def some(items, unfinished=False):
    """A list of texts for a cell."""
    texts = [short(text) for text in islice(items, AT_ONCE + ON_DEMAND)]
    return Some(texts[:AT_ONCE], texts[AT_ONCE:], len(items) - len(texts), unfinished)


def short(text):
    """A text that comes from the network and may be long."""
    return cut(text, LONGEST)


def time(text):
    """A time of a record to the second."""
    return text[:19].replace("T", " ")


class View:
    """What the template asks for."""

    def __init__(self, page, judged, complaints, gaps, said):
        self.page = page
        self.kinds, self.hosts, self.found = judged
        self.complaints, self.gaps = complaints, gaps
        self.said = rows(said, str, FEWER)
        self.version = version()
        self.captures = page.captures
        self.needing = self.hosts.of(CERTAIN, PERHAPS)

    # -- the answer

    @cached_property
    def certain(self):
        """How many hosts need SMB1."""
        return len(self.certain_addresses)

    @cached_property
    def certain_addresses(self):
        """Those hosts."""
        return {host.address for host in self.needing if host.need == CERTAIN}

    @cached_property
    def perhaps(self):
        """How many more hosts perhaps do."""
        return len({host.address for host in self.needing} - self.certain_addresses)

    @property
    def word(self):
        """The answer in a word."""
        if self.certain:
            return "Yes"
        if self.perhaps:
            return "Perhaps"
        return "No" if self.kinds else "Unknown"

    @property
    def answer(self):
        """The answer in a sentence."""
        if not self.kinds:
            return "No SMB connection was captured: nothing can be said of who needs SMB1."
        if self.certain:
            more = f", and perhaps {self.perhaps:,} more" if self.perhaps else ""
            said = f"{count(self.certain, 'host')} {needs(self.certain)} SMB1{more}"
        elif self.perhaps:
            said = f"{count(self.perhaps, 'host')} perhaps {needs(self.perhaps)} SMB1"
        else:
            said = "Nothing that was captured needs SMB1"
        return (f"{said}, of {count(self.number_of_hosts, 'host')} in "
                f"{count(self.number_of_connections, 'SMB connection')}.")

    @property
    def roles(self):
        """How many of those hosts are what, in words."""
        numbers = Counter(host.role for host in self.needing)
        return " and ".join(count(numbers[role], role) for role in ("server", "client")
                            if numbers[role])

    # -- coverage

    @cached_property
    def number_of_hosts(self):
        """With an SMB connection."""
        return len(self.hosts.identities)

    @cached_property
    def number_of_connections(self):
        """With a verdict."""
        return sum(capture.connections for capture in self.captures)

    def times(self, name, of_kind, choose):
        """The first or last of all: of the captures, and where they tell none, of the
        connections."""
        told = [capture.coverage[name] for capture in self.captures if name in capture.coverage]
        seen = [getattr(seen, of_kind) for _, seen in self.kinds if getattr(seen, of_kind)]
        return time(choose(told or seen, default=""))

    @cached_property
    def first(self):
        """When the first packet was captured."""
        return self.times("time", "first", min)

    @cached_property
    def last(self):
        """When the last one was."""
        return self.times("last_time", "last", max)

    def total(self, name):
        """Of all captures that tell it."""
        return sum(capture.coverage.get(name, 0) for capture in self.captures)

    @property
    def untold(self):
        """How many captures do not tell how many packets they have."""
        return sum("frames" not in capture.coverage for capture in self.captures)

    @property
    def unseen(self):
        """What was not looked at."""
        return some(dict.fromkeys(kind.unseen for kind, _ in self.kinds if kind.unseen))

    @property
    def capture_rows(self):
        """The captures."""
        return rows(self.captures, lambda capture: {
            "name": short(capture.name), "connections": capture.connections,
            "first": time(capture.coverage.get("time", "")),
            "last": time(capture.coverage.get("last_time", "")),
            "frames": capture.coverage.get("frames"), "cut": capture.coverage.get("cut_frames"),
        }, FEWER)

    # -- over time

    @cached_property
    def plot(self):
        """Of connections over time; None where there is nothing to show."""
        bars, span = self.page.history.bars(self.hosts)
        return of_bars(bars, span) if bars else None

    # -- hosts

    @cached_property
    def order(self):
        """The place of an address among all."""
        ordered = sorted(self.hosts.identities, key=by_number)
        return {address: place for place, address in enumerate(ordered)}

    def named(self, address):
        """A host in a cell."""
        identity = self.hosts.identities.get(address)
        names = identity.known_as() if identity else {}
        return Named(short(known(address)), short(next(iter(names), "")),
                     self.order.get(address, 0))

    @property
    def hosts_to_act_on(self):
        """A row each, in each role."""
        return rows(self.needing, self.host_row)

    def host_row(self, host):
        """What is known of a host."""
        more = host.left_out
        refused = [name for name in host.refused if name not in host.users]
        return {
            "address": short(known(host.address)), "order": self.order[host.address],
            "names": some(host.names), "vendors": some(host.vendors), "role": host.role,
            "need": host.need, "why": short(host.why), "systems": some(host.systems),
            "users": some(host.users, "client_users" in more),
            "refused": some(refused, "client_user_refused" in more),
            "shares": some(host.shares, "share" in more),
            "peers": some([self.label(peer) for peer in sorted(host.peers, key=by_number)]),
            "first": time(host.first), "last": time(host.last), "number": host.number,
            "verdicts": tally(host), "remedy": remedy_for(host) if host.need in SHOWN else None,
            "apart": WHY_APART.get(host.need, ""),
        }

    def label(self, address):
        """A host in a list."""
        named = self.named(address)
        return f"{named.address} ({named.name})" if named.name else named.address

    # -- connections

    @cached_property
    def findings(self):
        """Client by server by verdict, but for those set apart."""
        return rows([finding for finding in self.found if finding.needs not in APART],
                    self.finding_row)

    def finding_row(self, finding):
        """Connections that say the same."""
        asked = ASKED_BY.get(finding.mark) if finding.needs in CERTAINLY else None
        return {
            "who": WHO.get(finding.needs, ""), "needs": finding.needs,
            "certain": finding.needs in CERTAINLY, "verdict": short(finding.verdict or ""),
            "why": short("; ".join(filter(None, (finding.why, asked)))),
            "apart": WHY_APART.get(finding.needs, ""),
            "client": self.named(finding.client), "server": self.named(finding.server),
            "offer": offered(finding, LONGEST_OFFER).replace(NO_BREAK, " "),
            "number": finding.count, "first": time(finding.first), "last": time(finding.last),
            "frame": finding.example[1], "capture": self.capture_name(finding.example[0]),
            "others": len(finding.captures) - 1, "filter": finding.filter,
        }

    def capture_name(self, place):
        """Of the capture with this number."""
        return short(self.captures[place].name)

    # -- sessions

    @property
    def logons(self):
        """Weak ones."""
        return self.session_rows(self.page.sessions.logons, "smb1audit.auth")

    @property
    def unsigned(self):
        """Sessions that cannot be signed."""
        return self.session_rows(self.page.sessions.unsigned, "smb1audit.signing")

    def session_rows(self, sessions, field):
        """The most frequent ones first."""
        ordered = sorted(sessions.values(), key=lambda each: (
            bool(each.mark), -each.seen.count, by_number(each.server), by_number(each.client)))
        return rows(ordered, lambda each: {
            "what": each.what, "mark": WHY_APART[MARKS[each.mark]] if each.mark else "",
            "client": self.named(each.client), "server": self.named(each.server),
            "users": some(each.users, each.more_users), "number": each.seen.count,
            "first": time(each.seen.first), "last": time(each.seen.last),
            "frame": each.seen.frame, "capture": self.capture_name(each.seen.capture),
            "filter": f"{field} == {quoted(each.what)} && "
                      + filter_between(each.client, each.server, each.seen.frame),
        })

    # -- what was set apart

    @cached_property
    def apart_hosts(self):
        """Scanners, and what only browsed."""
        return rows(self.hosts.of(*APART), self.host_row, FEWER)

    @cached_property
    def apart_findings(self):
        """Their connections."""
        return rows([finding for finding in self.found if finding.needs in APART],
                    self.finding_row, FEWER)

    @cached_property
    def baited(self):
        """Clients that reset a server which took their bait."""
        clients = {}
        for kind, seen in self.kinds:
            if kind.verdict == "Red herring reset":
                servers, number = clients.setdefault(kind.client_address, ({}, Counter()))
                servers[kind.server_address] = True
                number.update(number=seen.count)
        ordered = sorted(clients.items(), key=lambda item: (-item[1][1].total(), by_number(item[0])))
        return rows(ordered, lambda item: {
            "client": self.named(item[0]), "number": item[1][1].total(),
            "servers": some([self.label(each) for each in sorted(item[1][0], key=by_number)]),
            "otherwise": self.hosts.hosts[item[0], "client"].need in SHOWN,
        }, FEWER)

    @property
    def datagrams(self):
        """Who sent mailslot datagrams, and how many."""
        return rows(self.page.datagrams.most_common(), lambda item: {
            "name": short(item[0][0]), "address": short(item[0][1]),
            "order": self.order.get(item[0][1], 0), "number": item[1],
        }, FEWER)

    # -- all others

    @cached_property
    def harmless(self):
        """Hosts that spoke SMB2, by role."""
        fine = self.hosts.of(NONE)
        return [(role, some([self.label(host.address) for host in fine if host.role == role]))
                for role in ("server", "client") if any(host.role == role for host in fine)]

    @property
    def not_shown(self):
        """How many hosts, in a role, showed neither."""
        numbers = Counter(host.role for host in self.hosts.of(NOT_SHOWN))
        return " and ".join(count(numbers[role], role) for role in ("server", "client")
                            if numbers[role])

    # -- a campaign

    @cached_property
    def campaign(self):
        """What many captures tell, or None; see Page."""
        return campaign_view(self.page.campaign, lambda hosts: rows(hosts, self.campaign_row))

    @property
    def period(self):
        """The time that the page is on, in a sentence; empty where it is on all."""
        return on_period(self.page.campaign)

    def campaign_row(self, host):
        """A Change."""
        return {"host": Named(short(known(host.address)), short(host.name),
                              self.order.get(host.address, 0)),
                "role": host.role, "why": short(host.why), "first": time(host.first),
                "last": time(host.last), "seen": time(host.seen)}


def needs(number):
    """The verb."""
    return "needs" if number == 1 else "need"


def tally(host):
    """The verdicts of its connections, counted."""
    counts = Counter()
    for (verdict, _, _), number in host.connections.items():
        counts[short(verdict or "")] += number
    return some([f"{number:,} {verdict}" for verdict, number in counts.most_common()])
