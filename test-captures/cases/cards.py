# SPDX-License-Identifier: GPL-2.0-or-later
"""Network cards, which tell who made a host, unless others stand behind them."""

from outcome import case, close, offer, story
from smb import WINDOWS_XP, XP, negotiate
from tcp import Connection, Host, SERVER, SERVER6

# Of a maker that Wireshark knows; the loopback interface has none.
MAKER, LOOPBACK = "00:0c:29:00:00:%02x", "00:00:00:00:00:00"
# What stands behind each card. A host may have an address of each kind, a router has many.
BEHIND = (
    (MAKER % 1, ("192.0.2.11", "2001:db8::11")),
    (MAKER % 2, ("192.0.2.12", "192.0.2.13")),
    (MAKER % 3, ("192.0.2.14", "2001:db8::14", "2001:db8::15")),
    (MAKER % 4, ("192.0.2.16",)),
    (MAKER % 5, ("192.0.2.17",)),
    (MAKER % 6, ("192.0.2.18",)),
    (MAKER % 7, ("192.0.2.19",)),
    (LOOPBACK, ("192.0.2.20",)),
)
CLIENTS = tuple(Host(address, card) for card, addresses in BEHIND for address in addresses)
MADE = Host("198.51.100.21", MAKER % 8)


def _server_of(client):
    return SERVER6 if ":" in client.address else SERVER


def _stories():
    for number, client in enumerate(CLIENTS, 1):
        yield story(offer(number, "SMB1 only", "smb1_only", needs="client"),
                    client=client.address, server=_server_of(client).address)
    end = len(CLIENTS)
    yield story(offer(end + 1, "SMB1 only", "smb1_only", needs="client"),
                close(end + 2, "SMB1 refused by reset", "smb1_refused"),
                client=CLIENTS[0].address, server=MADE.address)


@case(*_stories())
def cards(capture):
    """Cards of one host, of a host with IPv4 and IPv6, of routers, and none; then a
    server's."""
    for client in CLIENTS:
        Connection(capture, client=client, server=_server_of(client)).client.send(
            negotiate(XP, WINDOWS_XP))
    connection = Connection(capture, client=CLIENTS[0], server=MADE)
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()
