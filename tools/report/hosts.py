# SPDX-License-Identifier: GPL-2.0-or-later
"""The hosts that need SMB1, over all captures."""

from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address

# Whom to list for whom the plugin says needs SMB1. Unknown: one of the two.
ROLES = {
    "client": ("client",),
    "server": ("server",),
    "unknown": ("client", "server"),
}


@dataclass
class Host:
    """A host in one role."""

    address: str
    role: str
    certain: bool = False
    verdicts: Counter = field(default_factory=Counter)
    peers: set = field(default_factory=set)


def hosts_in_need(connections):
    """Hosts that need SMB1, the certain ones first, then the busiest."""
    hosts = {}
    for connection in connections:
        for role in ROLES.get(connection.needs_smb1, ()):
            address = connection.text(role)
            host = hosts.setdefault((address, role), Host(address, role))
            host.certain |= connection.needs_smb1 == role
            host.verdicts[connection.text("verdict")] += 1
            host.peers.add(connection.text(peer_of(role)))
    return sorted(hosts.values(), key=rank)


def peer_of(role):
    """The other role."""
    return "client" if role == "server" else "server"


def rank(host):
    """Where a host stands in the list."""
    return not host.certain, -host.verdicts.total(), by_number(host.address)


def by_number(address):
    """Sort addresses by their numbers, and what is none after them."""
    try:
        number = ip_address(address.partition("%")[0])
        return number.version, int(number), ""
    except ValueError:
        return 9, 0, address
