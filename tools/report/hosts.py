# SPDX-License-Identifier: GPL-2.0-or-later
"""The hosts that need SMB1, and what is known of them, over all captures."""

from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address

from records import apart, needed_by

# Whom to list for whom the plugin says needs SMB1. Unknown: one of the two.
ROLES = {
    "client": ("client",),
    "server": ("server",),
    "unknown": ("client", "server"),
}

# Why a host only seems to need SMB1, from why its connections are set apart.
REASONS = {"scanner": "scanner", "browser": "Computer Browser only"}


@dataclass(slots=True)
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

    def take(self, record):
        """One more connection that could not do without SMB1."""
        why = apart(record)
        self.verdicts[record["verdict"], why] += 1
        self.peers.add(address_of(record, peer_of(self.role)))
        if not why:
            self.counted = True
            self.certain |= needed_by(record) == self.role
        self.users |= in_order(record.get("client_user"))
        self.shares |= in_order(*record.get("share", ()))

    @property
    def needs(self):
        """Does it need SMB1, or why does it only seem to?"""
        if self.counted:
            return "yes" if self.certain else "perhaps"
        return ", ".join(sorted({REASONS[why] for _, why in self.verdicts}))


@dataclass(slots=True)
class Known:
    """What is known of one address in one role, whatever it needs."""

    names: dict = field(default_factory=dict)
    systems: dict = field(default_factory=dict)


def in_order(*values):
    """What is known of these values as a set that keeps their order."""
    return dict.fromkeys(filter(None, values))


def address_of(record, role):
    """The address of a connection's client or server, empty where unknown."""
    return record.get(f"{role}_address", "")


def system(record, role):
    """A host's operating system, with its SMB software if that is known."""
    found = record.get(f"{role}_os")
    software = record.get(f"{role}_lanman")
    if found and software and found != software:
        return f"{found} ({software})"
    return found or software


class Hosts:
    """The hosts of all captures, as connection after connection comes."""

    def __init__(self):
        self.hosts = {}  # by (address, role)
        self.known = {}  # likewise, whatever they need

    def take(self, record):
        """One more connection."""
        for role in ("client", "server"):
            names = in_order(record.get(f"{role}_name"))
            systems = in_order(system(record, role))
            if names or systems:
                known = self.known.setdefault((address_of(record, role), role), Known())
                known.names |= names
                known.systems |= systems
        for role in ROLES.get(needed_by(record), ()):
            key = address_of(record, role), role
            self.hosts.setdefault(key, Host(*key)).take(record)

    def in_need(self, datagrams):
        """Hosts that need SMB1, the certain ones first, then the busiest; after
        them those that are set apart. The datagrams may give them names."""
        senders = {}
        for name, address in datagrams:
            senders.setdefault(address, {}).update(in_order(name))
        for host in self.hosts.values():
            self.identify(host, senders)
        return sorted(self.hosts.values(), key=rank)

    def identify(self, host, senders):
        """Give a host names and systems from all that was captured: who is
        refused never comes to tell them on the same connection."""
        nobody = Known()
        same = self.known.get((host.address, host.role), nobody)
        other = self.known.get((host.address, peer_of(host.role)), nobody)
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
