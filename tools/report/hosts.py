# SPDX-License-Identifier: GPL-2.0-or-later
"""The hosts: what all connections of all captures say of each of them."""

from collections import Counter
from operator import attrgetter

from addresses import by_number
from layout import count
from records import CERTAIN, NONE, NOT_SHOWN, SHOWN, STRENGTH

# The one ground that an application may give which brings its own SMB1.
ITS_OFFER = "offers SMB1 only"

# What a kind tells of one of its ends, with what it tells of the other one.
TOLD = ("address", "need", "why", "name", "os", "vendor", "resolved")
PEER = {"client": "server", "server": "client"}
ENDS = {
    role: attrgetter(*(f"{role}_{what}" for what in TOLD), f"{peer}_address")
    for role, peer in PEER.items()
}


class Host:
    """A host in one role. Dictionaries are sets that keep their order."""

    def __init__(self, address, role):
        self.address = address
        self.role = role
        self.need = NOT_SHOWN
        self.connections = Counter()  # by (verdict, need, why)
        self.peers, self.users, self.refused, self.shares = {}, {}, {}, {}
        self.names, self.systems, self.vendors, self.resolved = {}, {}, {}, {}
        self.left_out = {}
        self.first = self.last = ""

    def take(self, kind, seen, end):
        """Connections of one more kind, and what they tell of this end."""
        _, need, why, name, system, vendor, resolved, peer = end
        need = need or NOT_SHOWN
        if STRENGTH[need] > STRENGTH[self.need]:
            self.need = need
        self.connections[kind.verdict, need, why] += seen.count
        if not self.first or seen.first < self.first:
            self.first = seen.first
        if seen.last > self.last:
            self.last = seen.last
        self.peers[peer] = True
        if name:
            self.names[name] = True
        if system and not (kind.scanner and self.role == "client"):  # which makes it up
            self.systems[system] = True
        if vendor:
            self.vendors[vendor] = True
        if resolved:
            self.resolved[resolved] = True
        self.take_use(kind)

    def take_use(self, kind):
        """Who used it, and for what."""
        if kind.client_user:
            self.users[kind.client_user] = True
        for known, names in (
            (self.users, kind.client_users), (self.refused, kind.client_user_refused),
            (self.shares, kind.share), (self.left_out, kind.left_out),
        ):
            for name in names:
                known[name] = True

    @property
    def number(self):
        """How many connections it had."""
        return self.connections.total()

    @property
    def why(self):
        """The grounds for its need, those of most connections first."""
        grounds = Counter()
        for (_, need, why), number in self.connections.items():
            if why and need == self.need:
                grounds[why] += number
        if self.is_an_application(grounds):
            return (f"{ITS_OFFER} in {grounds[ITS_OFFER]:,} of {count(self.number, 'connection')}: "
                    "an application, not the system")
        return "; ".join(why for why, _ in grounds.most_common())

    def is_an_application(self, grounds):
        """Does the client need SMB1 for its offer alone, and speaks SMB2, too?"""
        return (self.role == "client" and self.need == CERTAIN and [*grounds] == [ITS_OFFER]
                and any(need == NONE for _, need, _ in self.connections))


class Hosts:
    """The hosts of all connections, and what their datagrams tell."""

    def __init__(self, kinds, datagrams):
        self.hosts = {}  # by (address, role)
        for kind, seen in kinds:
            for role, ends in ENDS.items():
                self.take(kind, seen, role, ends(kind))
        self.senders = {}
        for name, address in datagrams:
            if name:
                self.senders.setdefault(address, {})[name] = True
        for host in self.hosts.values():
            self.identify(host)

    def take(self, kind, seen, role, end):
        """What connections of one kind tell of one of their ends."""
        key = end[0], role
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


def rank(host):
    """Where a host stands in the list."""
    return (-STRENGTH[host.need], -host.number, by_number(host.address), host.role)
