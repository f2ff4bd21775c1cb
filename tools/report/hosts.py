# SPDX-License-Identifier: GPL-2.0-or-later
"""The hosts that need SMB1, and what is known of them, over all captures."""

from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address

# Whom to list for whom the plugin says needs SMB1. Unknown: one of the two.
ROLES = {
    "client": ("client",),
    "server": ("server",),
    "unknown": ("client", "server"),
}

# Why a host only seems to need SMB1, from why its connections are set apart.
REASONS = {"scanner": "scanner", "browser": "Computer Browser only"}


@dataclass
class Host:
    """A host in one role. What is a dictionary is a set in order of arrival."""

    address: str
    role: str
    certain: bool = False
    verdicts: Counter = field(default_factory=Counter)  # by (verdict, apart)
    peers: set = field(default_factory=set)
    counted: bool = False
    names: dict = field(default_factory=dict)
    systems: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    shares: dict = field(default_factory=dict)

    def take(self, connection):
        """One more connection that could not do without SMB1."""
        self.verdicts[connection.text("verdict"), connection.apart] += 1
        self.peers.add(connection.text(peer_of(self.role)))
        if not connection.apart:
            self.counted = True
            self.certain |= connection.needs_smb1 == self.role
        self.users |= in_order(connection.values.get("client_user"))
        self.shares |= in_order(connection.values.get("shares"))

    @property
    def needs(self):
        """Does it need SMB1, or why does it only seem to?"""
        if self.counted:
            return "yes" if self.certain else "perhaps"
        return ", ".join(sorted({REASONS[apart] for _, apart in self.verdicts}))


@dataclass
class Known:
    """What is known of one address in one role, whatever it needs."""

    names: dict = field(default_factory=dict)
    systems: dict = field(default_factory=dict)

    def take(self, connection, role):
        """One more connection of this host."""
        self.names |= in_order(connection.values.get(f"{role}_name"))
        self.systems |= in_order(system(connection, role))


def in_order(values):
    """Values as a set that keeps their order."""
    return dict.fromkeys(values or ())


def system(connection, role):
    """A host's operating system, with its SMB software if that is known."""
    found = connection.text(f"{role}_os")
    software = connection.text(f"{role}_lanman")
    if found and software and found != software:
        return [f"{found} ({software})"]
    return [found or software] if found or software else []


def hosts_in_need(connections, datagrams):
    """Hosts that need SMB1, the certain ones first, then the busiest; after
    them those that are set apart. The datagrams may give them names."""
    hosts = {}
    for connection in connections:
        for role in ROLES.get(connection.needs_smb1, ()):
            address = connection.text(role)
            hosts.setdefault((address, role), Host(address, role)).take(connection)
    identify(hosts.values(), connections, datagrams)
    return sorted(hosts.values(), key=rank)


def identify(hosts, connections, datagrams):
    """Give the hosts names and systems from all that was captured: who is
    refused never comes to tell them on the same connection."""
    known = {}
    for connection in connections:
        for role in ("client", "server"):
            key = connection.text(role), role
            known.setdefault(key, Known()).take(connection, role)
    senders = {}
    for name, address in datagrams:
        senders.setdefault(address, {})[name] = None
    nobody = Known()
    for host in hosts:
        same = known.get((host.address, host.role), nobody)
        other = known.get((host.address, peer_of(host.role)), nobody)
        host.names = same.names or other.names or senders.get(host.address, {})
        host.systems = same.systems or other.systems


def peer_of(role):
    """The other role."""
    return "client" if role == "server" else "server"


def rank(host):
    """Where a host stands in the list."""
    return (
        not host.counted,
        not host.certain,
        -host.verdicts.total(),
        by_number(host.address),
    )


def by_number(address):
    """Sort addresses by their numbers, and what is none after them."""
    try:
        number = ip_address(address.partition("%")[0])
        return number.version, int(number), ""
    except ValueError:
        return 9, 0, address
