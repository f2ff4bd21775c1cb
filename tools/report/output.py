# SPDX-License-Identifier: GPL-2.0-or-later
"""The report in its formats. Each takes {path: Capture}."""

import csv
import json
import sys
from collections import Counter

from captures import printable
from connections import IDENTITY, MARKS
from hosts import by_number, hosts_in_need
from layout import GAP, aligned, and_more, first_of, fits, shortened, width, without_empty, wrapped

# These have several values, a list in json; in csv this parts them.
SEVERAL = {"dialects": ", ", "shares": "|"}

# No share may have a bar in its name. One that does is not taken for two.
ESCAPED = {"shares": str.maketrans({"|": r"\x7c"})}


def value_of(name):
    """A function that gives this column of a connection."""
    if name in SEVERAL:
        return lambda c: Several(c.values.get(name, ()), SEVERAL[name], ESCAPED.get(name, {}))
    return lambda c: c.text(name)


class Several(list):
    """Values that must stay apart in one cell."""

    def __init__(self, values, separator, escaped):
        super().__init__(values)
        self.separator = separator
        self.escaped = escaped

    def __str__(self):
        return self.separator.join(value.translate(self.escaped) for value in self)


# The columns of csv and json: heading, value of a connection. New ones go to
# the end.
COLUMNS = (
    ("capture", lambda c: printable(c.capture)),
    ("frame", lambda c: c.frame),
    ("time", lambda c: iso_8601(c.time)),
    ("needs_smb1", lambda c: c.needs_smb1),
    ("verdict", lambda c: c.text("verdict")),
    ("client", lambda c: c.text("client")),
    ("server", lambda c: c.text("server")),
    ("offer", lambda c: c.text("offer")),
    ("selected", lambda c: c.text("selected")),
    ("dialects", value_of("dialects")),
    ("summary", lambda c: c.text("summary")),
    *((name, value_of(name)) for name, _ in IDENTITY),
    *((name, value_of(name)) for name in MARKS),
)

# In the table a name gets no more room than this.
LONGEST_NAME = 24

# A spreadsheet takes a cell that starts so for a formula.
FORMULA = ("=", "+", "-", "@")


def print_csv(captures):
    """One line per connection (RFC 4180)."""
    lines = csv.writer(sys.stdout)
    lines.writerow(heading for heading, _ in COLUMNS)
    for connection in all_connections(captures):
        lines.writerow(cell(value(connection)) for _, value in COLUMNS)


def iso_8601(time):
    """A time in UTC, to the millisecond."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cell(value):
    """A value as text that no spreadsheet runs."""
    text = printable(str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def print_json(captures):
    """One object a line per connection, without what is not known."""
    for connection in all_connections(captures):
        record = {heading: value(connection) for heading, value in COLUMNS}
        known = {heading: value for heading, value in record.items() if value}
        print(json.dumps(known))


def all_connections(captures):
    """The connections of all captures in one list."""
    return [c for capture in captures.values() for c in capture.connections]


def print_table(captures):
    """For people: the hosts, then the connections that matter."""
    if not captures:
        return
    connections = all_connections(captures)
    datagrams = sum((c.datagrams for c in captures.values()), Counter())
    print_hosts(hosts_in_need(connections, datagrams))
    print_findings(captures)
    print_datagrams(datagrams)
    print_total(captures, connections)


def print_hosts(hosts):
    """Who needs SMB1, in all captures together, and who only seems to."""
    needing = [host for host in hosts if host.counted]
    seeming = [host for host in hosts if not host.counted]
    if needing:
        print("Who needs SMB1", *host_lines(needing, "NEEDS SMB1"), "", sep="\n")
    else:
        print("Nothing needs SMB1\n")
    if seeming:
        print("Set apart: SMB1 seen, and by itself no need of it")
        print(*host_lines(seeming, "BECAUSE"), "", sep="\n")


def host_lines(hosts, heading):
    """The lines of a table of hosts. With whom a host spoke stands in a column
    if there is room for it, else below."""
    rows = [("HOST", "NAME", "ROLE", heading, "WITH", ["CONNECTIONS"])]
    rows += [host_row(host) for host in hosts]
    if beside := fits(without_empty(rows)):
        rows = without_empty(rows)
    else:
        rows = without_empty([(*row[:4], row[5]) for row in rows])
    first, *lines = aligned(rows, wrapped)
    yield first
    for host, line in zip(hosts, lines):
        yield line
        yield from details(host, beside)


def host_row(host):
    """The cells of a host's line."""
    name = first_of(host.names, LONGEST_NAME) if host.names else ""
    return (host.address, name, host.role, host.needs, peers(host), tally(outcomes(host)))


def details(host, beside):
    """What is known of a host besides, one line each, below its line."""
    known = {
        "with": [] if beside else sorted(host.peers, key=by_number),
        "OS": host.systems,
        "users": host.users,
        "shares": host.shares,
    }
    for heading, items in known.items():
        if items:
            start = f"{GAP * 3}{heading}: "
            yield start + first_of(items, width() - len(start))


def peers(host):
    """With whom a host spoke: the first of them and how many more."""
    first, *others = sorted(host.peers, key=by_number)
    return first + and_more(len(others))


def outcomes(host):
    """A host's verdicts, counted. Where some of its connections are set apart
    and others are not, it is said of those."""
    counted = Counter()
    for (verdict, apart), number in host.verdicts.items():
        counted[f"{verdict} ({apart})" if apart and host.counted else verdict] += number
    return counted


def tally(verdicts):
    """Counted verdicts, for example `3 SMB1 in use`, `1 SMB1 selected`."""
    return [f"{number} {name}" for name, number in verdicts.most_common()]


def print_findings(captures):
    """For each capture the connections that matter, one a line."""
    rows = [("FRAME", "NEEDS SMB1", "VERDICT", "CLIENT", "SERVER", ["DIALECTS"])]
    rows += [finding(c) for c in all_connections(captures) if c.matters]
    heading, *lines = aligned(rows, shortened)
    print("Findings", *[heading] if lines else [], sep="\n")
    rest = iter(lines)
    for path, capture in captures.items():
        shown = [next(rest) for c in capture.connections if c.matters]
        print_capture(printable(path), shown, remainder(capture))
    print()


def print_capture(name, shown, rest):
    """The findings of a capture and what it holds besides."""
    if not shown:
        print(f"{name}: {rest}")
        return
    print(name, *shown, sep="\n")
    if rest:
        print(f"  {rest}")


def print_datagrams(datagrams):
    """Mailslot datagrams and who sent them. They are no connections."""
    if not datagrams:
        return
    start = f"{count(datagrams.total(), 'mailslot datagram')} (UDP 138), no SMB1 sessions, from "
    senders = [f"{name} ({address})" if name else address
               for (name, address), _ in datagrams.most_common()]
    print(start + first_of(senders, max(width() - len(start), LONGEST_NAME)), end="\n\n")


def print_total(captures, connections):
    """The last line: all of it in numbers."""
    needing = [c for c in connections if c.needs_smb1]
    apart = sum(bool(c.apart) for c in needing)
    print(
        f"{count(len(captures), 'capture')}, "
        f"{count(len(connections), 'connection')}, {len(needing)} with need of SMB1"
        + (f", {apart} of them set apart" if apart else "")
    )


def finding(connection):
    """The cells of a connection's line."""
    return (
        str(connection.frame),
        needed_by(connection),
        connection.text("verdict"),
        connection.text("client"),
        connection.text("server"),
        offered(connection),
    )


def needed_by(connection):
    """Who needs SMB1, and why perhaps not, for example `client (scanner)`."""
    who = connection.needs_smb1 or "nobody"
    return f"{who} ({connection.apart})" if connection.apart else who


def offered(connection):
    """The dialects on offer, and what is with it if nobody can be named."""
    offer = connection.text("offer")
    if not offer:
        return ["(not captured)"]
    dialects = [dialect or '""' for dialect in connection.values.get("dialects", [])]
    certain = connection.needs_smb1 in ("client", "server")
    return dialects if certain else [*dialects, f"({offer})"]


def remainder(capture):
    """What a capture holds besides its findings."""
    held = []
    harmless = Counter(c.text("verdict") for c in capture.connections if not c.matters)
    if harmless:
        held.append(f"no need of SMB1: {', '.join(tally(harmless))}")
    if not capture.connections:
        held.append("no SMB negotiation")
    if capture.datagrams:
        held.append(count(capture.datagrams.total(), "mailslot datagram"))
    return "; ".join(held)


def count(number, noun):
    """For example `1 capture`, `2 captures`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


FORMATS = {"table": print_table, "csv": print_csv, "json": print_json}
