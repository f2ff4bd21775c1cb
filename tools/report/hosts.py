# SPDX-License-Identifier: GPL-2.0-or-later
"""The hosts: what all connections of all captures say of each of them."""

from collections import Counter
from functools import cached_property
from operator import attrgetter

from addresses import by_number
from layout import count
from records import CERTAIN, GROUNDS, NONE, NOT_SHOWN, SHOWN, SOFTWARE, STRENGTH

# What a kind tells of one of its ends, with what it tells of the other one.
TOLD = ("address", "need", "why", "name", "os", "lanman", "vendor", "resolved")
PEER = {"client": "server", "server": "client"}
ENDS = {
    role: attrgetter(*(f"{role}_{what}" for what in TOLD), f"{peer}_address")
    for role, peer in PEER.items()
}


class Identity:
    """Who stands behind an address, in whatever role: who is refused never comes
    to tell it on the same connection. Dictionaries are sets that keep their order."""

    def __init__(self):
        self.names, self.systems, self.vendors, self.resolved = {}, {}, {}, {}
        self.sender = ""  # the name that its datagrams tell
        self.stack = ""  # the software that its first offer looks like

    def take(self, end):
        """What connections of one more kind tell."""
        _, _, _, name, _, _, vendor, resolved, _ = end
        if name:
            self.names[name] = True
        if vendor:
            self.vendors[vendor] = True
        if resolved:
            self.resolved[resolved] = True

    def take_system(self, system, lanman):
        """A Samba calls itself a Windows, too."""
        if lanman and lanman.startswith("Samba") and not system.startswith("Samba"):
            system = f"{system} ({lanman})"
        self.systems[system] = True

    def known_as(self):
        """What it says of itself goes before its datagrams, and these before what
        others call it."""
        return self.names or ({self.sender: True} if self.sender else self.resolved)

    def runs(self):
        """Its systems; what it looks like as a client if none is told."""
        return self.systems or ({f"looks like {self.stack}": True} if self.stack else {})


class Host:
    """A host in one role."""

    def __init__(self, address, role, identity):
        self.address = address
        self.role = role
        self.identity = identity
        self.connections = Counter()  # by (verdict, need, why)
        self.peers, self.users, self.refused, self.shares = {}, {}, {}, {}
        self.left_out = {}
        self.first = self.last = ""

    def take(self, kind, seen, end):
        """Connections of one more kind, and what they tell of this end."""
        _, need, why, _, system, lanman, _, _, peer = end
        self.connections[kind.verdict, need or NOT_SHOWN, why] += seen.count
        if not self.first or seen.first < self.first:
            self.first = seen.first
        if seen.last > self.last:
            self.last = seen.last
        self.peers[peer] = True
        self.identity.take(end)
        is_client = self.role == "client"
        if system and not (kind.scanner and is_client):  # which makes it up
            self.identity.take_system(system, lanman)
        if is_client and kind.offer_stack and not self.identity.stack:
            self.identity.stack = kind.offer_stack
        self.take_use(kind)

    def take_use(self, kind):
        """Who used it, and for what. A user is who logged on."""
        for known, names in (
            (self.users, kind.client_users), (self.refused, kind.client_user_refused),
            (self.shares, kind.share), (self.left_out, kind.left_out),
        ):
            for name in names:
                known[name] = True

    @property
    def names(self):
        """What it is called."""
        return self.identity.known_as()

    @property
    def systems(self):
        """What it runs."""
        return self.identity.runs()

    @property
    def vendors(self):
        """Who made its network cards."""
        return self.identity.vendors

    @property
    def number(self):
        """How many connections it had."""
        return self.connections.total()

    @cached_property
    def spoke_smb2(self):
        """Was it seen to, in this role?"""
        return any(need == NONE for _, need, _ in self.connections)

    @cached_property
    def ground(self):
        """Its need, the strongest that its connections say, and the ground for it. Who
        was seen to speak SMB2 has it, whatever its software is called."""
        told = [(need, why) for _, need, why in self.connections
                if not (self.spoke_smb2 and why and why.startswith(SOFTWARE))]
        return min(told or [(NOT_SHOWN, None)], key=preference)

    @property
    def need(self):
        """Its need, in the plugin's words."""
        return self.ground[0]

    @property
    def why(self):
        """The ground. Who speaks SMB2 at other times has an application that does not."""
        need, ground = self.ground
        if need != CERTAIN or not self.spoke_smb2:
            return ground or ""
        such = sum(number for (_, *told), number in self.connections.items()
                   if tuple(told) == self.ground)
        application = ": an application, not the system" if self.role == "client" else ""
        return f"{ground} in {such:,} of {count(self.number, 'connection')}{application}"


def preference(told):
    """Of needs and their grounds, the one to tell comes first."""
    need, why = told
    places = (place for place, ground in enumerate(GROUNDS) if (why or "").startswith(ground))
    return -STRENGTH[need], next(places, len(GROUNDS))


class Hosts:
    """The hosts of all connections, and what their datagrams tell."""

    def __init__(self, kinds, datagrams):
        self.hosts = {}  # by (address, role)
        self.identities = {}  # by address
        for kind, seen in kinds:
            for role, ends in ENDS.items():
                self.take(kind, seen, role, ends(kind))
        for name, address in datagrams:
            if (identity := self.identities.get(address)) and not identity.sender:
                identity.sender = name

    def take(self, kind, seen, role, end):
        """What connections of one kind tell of one of their ends."""
        key = address, _ = end[0], role
        if not (host := self.hosts.get(key)):
            if not (identity := self.identities.get(address)):
                identity = self.identities[address] = Identity()
            host = self.hosts[key] = Host(*key, identity)
        host.take(kind, seen, end)

    def outdo(self, kind):
        """Is a server's software the ground of a kind, which its SMB2 belies?"""
        if not (kind.server_why or "").startswith(SOFTWARE):
            return False
        return self.hosts[kind.server_address, "server"].spoke_smb2

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
