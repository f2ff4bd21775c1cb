# SPDX-License-Identifier: GPL-2.0-or-later
"""The sections of the report for people: each yields its lines, if it has any."""

from collections import Counter

from captures import printable
from finding_table import finding_lines
from findings import NOBODY, needs_of
from grid import BELOW
from host_table import host_lines, known
from layout import count, first_of, flowed
from records import APART, CERTAIN, NONE, NOT_SHOWN, PERHAPS

# Of a list of names that are not looked at one by one, no more lines than this.
LINES = 3

# At the end of each of them so much is lost, for no item is broken.
LOST = 16

ROLES = ("client", "server")


def limits_section(kinds, complaints, room):
    """What the report does not know, first of all."""
    if unseen := dict.fromkeys(kind.unseen for kind, _ in kinds if kind.unseen):
        yield from flowed([f"Not looked at: {printable('; '.join(unseen))}"], room)
    if complaints:
        yield f"Not all was read: standard error says why, of {count(complaints, 'input')}"


def hosts_section(hosts, kinds, room):
    """Who needs SMB1, in all captures together."""
    needing = hosts.of(CERTAIN, PERHAPS)
    if not needing:
        yield "Nothing needs SMB1" + ("" if kinds else ": no SMB connection was captured")
        return
    yield how_many(needing)
    yield from host_lines(needing, room)


def how_many(needing):
    """How many hosts need SMB1, and how many perhaps do."""
    certain = {host.address for host in needing if host.need == CERTAIN}
    others = {host.address for host in needing} - certain
    if not certain:
        return f"Who perhaps needs SMB1: {count(len(others), 'host')}"
    more = f", perhaps {len(others):,} more" if others else ""
    return f"Who needs SMB1: {count(len(certain), 'host')}{more}"


def set_apart_section(hosts, room):
    """Who used SMB1 for what is by itself no need of it."""
    if apart := hosts.of(*APART):
        yield "Set apart: SMB1 seen, and by itself no need of it"
        yield from host_lines(apart, room)


def others_section(hosts, room):
    """Who spoke SMB2, and of whom nothing is known."""
    if fine := hosts.of(NONE):
        yield f"Spoke SMB2 and showed no need of SMB1: {by_role(fine)}"
        for role in ROLES:
            names = [known_as(host) for host in fine if host.role == role]
            if names:
                yield from listed(f"  {role}s: ", names, room)
    if unknown := hosts.of(NOT_SHOWN):
        yield from flowed([
            f"Not shown: {by_role(unknown)}, of which neither a need nor SMB2 was captured"], room)


def by_role(hosts):
    """For example `1 client, 2 servers`."""
    roles = Counter(host.role for host in hosts)
    return ", ".join(count(roles[role], role) for role in ROLES if roles[role])


def known_as(host):
    """The address of a host, and a name if it has one."""
    address = known(host.address)
    return f"{address} ({first_of([*host.names], 24)})" if host.names else address


def findings_section(found, captures, room):
    """What the connections say, one line for all of the same kind; those that
    are set apart by themselves."""
    names = [capture.name for capture in captures]
    needing = [finding for finding in found if finding.needs not in APART]
    apart = [finding for finding in found if finding.needs in APART]
    if not found:
        yield "No findings"
    if needing:
        yield "Findings"
        yield from finding_lines(needing, names, room)
    if needing and apart:
        yield ""
    if apart:
        yield "Findings that are set apart"
        yield from finding_lines(apart, names, room)


def datagrams_section(datagrams, room):
    """Mailslot datagrams and who sent them. They are no connections."""
    if datagrams:
        number = count(datagrams.total(), "mailslot datagram")
        senders = [f"{name} ({address})" if name else address
                   for (name, address), _ in datagrams.most_common()]
        yield from listed(f"{number}, no SMB1 sessions, from ", senders, room)


def captures_section(captures, kinds, hosts, found, room):
    """All of it in numbers, and which captures held nothing of it."""
    with_findings = set().union(*(finding.captures for finding in found))
    silent = [capture.name for capture in captures if not capture.connections]
    harmless = [capture.name for number, capture in enumerate(captures)
                if capture.connections and number not in with_findings]
    if harmless:
        yield from listed(f"{count(len(harmless), 'capture')} without findings: ", harmless, room)
    if silent:
        start = f"{count(len(silent), 'capture')} with no SMB negotiation: "
        yield from listed(start, silent, room)
    yield from flowed([*totals(captures, kinds, hosts)], room)


def totals(captures, kinds, hosts):
    """The parts of the last line."""
    with_need = apart = doubtful = 0
    without = Counter()
    for kind, seen in kinds:
        needs, _ = needs_of(kind, hosts)
        if not needs:
            without[printable(kind.verdict)] += seen.count
        elif needs in APART:
            apart += seen.count
        elif needs == NOBODY:
            doubtful += seen.count
        else:
            with_need += seen.count
    connections = count(sum(capture.connections for capture in captures), "connection")
    yield count(len(captures), "capture")
    yield f"{connections}: {with_need:,} with need of SMB1 or perhaps"
    if apart:
        yield f"{apart:,} set apart"
    if doubtful:
        yield f"{doubtful:,} doubtful"
    if without:
        tally = ", ".join(f"{number:,} {verdict}" for verdict, number in without.most_common())
        yield f"{without.total():,} that show none ({tally})"


def listed(start, items, room):
    """A list after its start, on a few lines, and how many more there are."""
    room -= len(BELOW)
    first, *lines = flowed([start + first_of(items, LINES * (room - LOST) - len(start))], room)
    yield first
    yield from (BELOW + line for line in lines)
