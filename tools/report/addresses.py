# SPDX-License-Identifier: GPL-2.0-or-later
"""Addresses: their order, and a display filter for what passes between two."""

import socket
from functools import cache

VERSIONS = (("ip.addr", socket.AF_INET), ("ipv6.addr", socket.AF_INET6))


@cache
def by_number(address):
    """Sort addresses by their numbers, and what is none after them."""
    for place, (_, version) in enumerate(VERSIONS):
        if number := number_of(address, version):
            return place, number
    return len(VERSIONS), (address or "").encode("utf-8", "surrogatepass")


@cache
def number_of(address, version):
    """The bytes of an address; None if it is none of this version of IP."""
    try:
        return socket.inet_pton(version, address or "")
    except (OSError, ValueError):
        return None


def filter_between(client, server, frame):
    """A display filter for the frames of SMB1 Audit between two hosts; for one
    frame where they are not known."""
    if not client or not server:
        return f"smb1audit && frame.number == {frame}"
    for field, version in VERSIONS:
        if number_of(client, version) and number_of(server, version):
            both = dict.fromkeys((client, server))
            return " && ".join(["smb1audit", *(f"{field} == {address}" for address in both)])
    return (f"smb1audit.client.address == {quoted(client)} && "
            f"smb1audit.server.address == {quoted(server)}")


def quoted(text):
    """Text as a string of a display filter."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
