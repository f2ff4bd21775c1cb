# SPDX-License-Identifier: GPL-2.0-or-later
"""The servers that a scenario can name: Samba's configurations and our own peers."""
from . import peer_servers, samba

OVER_IPV6 = " over IPv6"


def addresses():
    """server -> address, as the table of scenarios names servers."""
    names = {name: address for name, (address, _) in peer_servers.BEHAVIOURS.items()}
    for name, (every_address, *_) in samba.CONFIGURATIONS.items():
        for address in every_address:
            names[name + (OVER_IPV6 if ":" in address else "")] = address
    return names


def ends():
    """Every address:port that is listened on once all servers are up."""
    return samba.ends() + peer_servers.ends()
