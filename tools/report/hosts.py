# SPDX-License-Identifier: GPL-2.0-or-later
"""The hosts: what all connections of all captures say of each of them."""

from collections import Counter, namedtuple
from operator import attrgetter

from addresses import by_number
from records import CERTAIN, FORGED, NONE, NOT_SHOWN, SHOWN, STRENGTH

# The one ground that an application may give which brings its own SMB1.
ITS_OFFER = "offers SMB1 only"

# What a kind tells of one end, and who and where the other one is.
End = namedtuple("End", "address need why name os vendor resolved peer")


def end_of(role, other):
    """A function that takes from a kind what it tells of the end in a role."""
    told = [f"{role}_{what}" for what in End._fields[:-1]]
    return attrgetter(*told, f"{other}_address")


ENDS = {"client": end_of("client", "server"), "server": end_of("server", "client")}


class Host:
    """A host in one role. Dictionaries are sets that keep their order."""

    def __init__(self, address, role):
        self.address = address
        self.role = role
        self.need = NOT_SHOWN
        self.grounds = Counter()  # by (need, why)
        self.verdicts = Counter()  # by (verdict, need)
        self.peers, self.users, self.refused, self.shares = {}, {}, {}, {}
        self.names, self.systems, self.vendors, self.resolved = {}, {}, {}, {}
        self.left_out = {}
        self.first = self.last = ""

    def take(self, kind, seen, end):
        """Connections of one more kind, and what they tell of this end."""
        need = end.need or NOT_SHOWN
        if STRENGTH[need] > STRENGTH[self.need]:
            self.need = need
        self.grounds[need, end.why] += seen.count
        self.verdicts[kind.verdict, need] += seen.count
        self.first = min(self.first or seen.first, seen.first)
        self.last = max(self.last, seen.last)
        self.peers[end.peer] = True
        self.learn(kind, end)

    def learn(self, kind, end):
        """Who it is, who used it and for what."""
        if end.name:
            self.names[end.name] = True
        if end.os and end.need != FORGED:
            self.systems[end.os] = True
        if end.vendor:
            self.vendors[end.vendor] = True
        if end.resolved:
            self.resolved[end.resolved] = True
        if kind.client_user:
            self.users[kind.client_user] = True
        for known, names in (
            (self.users, kind.client_users), (self.refused, kind.client_user_refused),
            (self.shares, kind.share), (self.left_out, kind.left_out),
        ):
            for name in names:
                known[name] = True

    @property
    def why(self):
        """The grounds for its need, those of most connections first."""
        grounds = [why for (need, why), _ in self.grounds.most_common() if need == self.need and why]
        if self.is_an_application(grounds):
            few, all_of_them = self.grounds[CERTAIN, ITS_OFFER], self.grounds.total()
            return (f"{ITS_OFFER} in {few:,} of {all_of_them:,} connections: "
                    "an application, not the system")
        return "; ".join(grounds)

    def is_an_application(self, grounds):
        """Does the client need SMB1 for its offer alone, and speaks SMB2, too?"""
        return grounds == [ITS_OFFER] and self.role == "client" and any(
            need == NONE for need, _ in self.grounds)


class Hosts:
    """The hosts of all connections, and what their datagrams tell."""

    def __init__(self, kinds, datagrams):
        self.hosts = {}  # by (address, role)
        for kind, seen in kinds:
            for role, ends in ENDS.items():
                self.take(kind, seen, role, End._make((*ends(kind),)))
        self.senders = {}
        for name, address in datagrams:
            if name:
                self.senders.setdefault(address, {})[name] = True
        for host in self.hosts.values():
            self.identify(host)

    def take(self, kind, seen, role, end):
        """What connections of one kind tell of one of their ends."""
        key = end.address, role
        if not (host := self.hosts.get(key)):
            host = self.hosts[key] = Host(*key)
        host.take(kind, seen, end)

    def identify(self, host):
        """Who a host is, also by what it tells elsewhere: who is refused never
        comes to tell it on the same connection. What it says of itself goes
        before its datagrams, and these before what others call it."""
        other = self.hosts.get((host.address, PEER[host.role]), host)
        said = host.names or other.names
        host.names = said or self.senders.get(host.address) or host.resolved or other.resolved
        host.systems = host.systems or other.systems
        host.vendors = host.vendors or other.vendors

    def of(self, *needs):
        """The hosts of these needs: the strongest first, then the busiest."""
        return sorted((host for host in self.hosts.values() if host.need in needs), key=rank)

    @property
    def show_need(self):
        """Does one of them need SMB1, or perhaps?"""
        return any(host.need in SHOWN for host in self.hosts.values())


PEER = {"client": "server", "server": "client"}


def rank(host):
    """Where a host stands in the list."""
    return (-STRENGTH[host.need], -host.grounds.total(), by_number(host.address), host.role)
