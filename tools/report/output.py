# SPDX-License-Identifier: GPL-2.0-or-later
"""The report in its formats. Each takes {capture: connections}."""

import csv
import json
import sys
from collections import Counter

from captures import printable
from hosts import by_number, hosts_in_need
from layout import aligned, shortened, wrapped

# The columns of csv and json: heading, value of a connection.
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
    ("dialects", lambda c: c.values.get("dialects", [])),
    ("summary", lambda c: c.text("summary")),
)

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
    text = printable(", ".join(value) if isinstance(value, list) else str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def print_json(captures):
    """One object a line per connection, without what is not known."""
    for connection in all_connections(captures):
        record = {heading: value(connection) for heading, value in COLUMNS}
        known = {heading: value for heading, value in record.items() if value}
        print(json.dumps(known))


def all_connections(captures):
    """The connections of all captures in one list."""
    return [c for connections in captures.values() for c in connections]


def print_table(captures):
    """For people: the hosts, then the connections that matter."""
    if not captures:
        return
    connections = all_connections(captures)
    print_hosts(hosts_in_need(connections))
    print_findings(captures)
    needing = sum(bool(c.needs_smb1) for c in connections)
    print(
        f"{count(len(captures), 'capture')}, "
        f"{count(len(connections), 'connection')}, {needing} with need of SMB1"
    )


def print_hosts(hosts):
    """Who needs SMB1, in all captures together."""
    if not hosts:
        print("Nothing needs SMB1\n")
        return
    rows = [("HOST", "ROLE", "NEEDS SMB1", "WITH", ["CONNECTIONS"])]
    for host in hosts:
        needs = "yes" if host.certain else "perhaps"
        rows.append((host.address, host.role, needs, peers(host), tally(host.verdicts)))
    print("Who needs SMB1", *aligned(rows, wrapped), "", sep="\n")


def peers(host):
    """With whom a host spoke: the first of them and how many more."""
    first, *others = sorted(host.peers, key=by_number)
    return f"{first} and {len(others)} more" if others else first


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
    for capture, connections in captures.items():
        shown = [next(rest) for c in connections if c.matters]
        print_capture(printable(capture), shown, remainder(connections))
    print()


def print_capture(name, shown, rest):
    """The findings of a capture and what it holds besides."""
    if not shown:
        print(f"{name}: {rest}")
        return
    print(name, *shown, sep="\n")
    if rest:
        print(f"  {rest}")


def finding(connection):
    """The cells of a connection's line."""
    return (
        str(connection.frame),
        connection.needs_smb1 or "nobody",
        connection.text("verdict"),
        connection.text("client"),
        connection.text("server"),
        offered(connection),
    )


def offered(connection):
    """The dialects on offer, and what is with it if nobody can be named."""
    offer = connection.text("offer")
    if not offer:
        return ["(not captured)"]
    dialects = [dialect or '""' for dialect in connection.values.get("dialects", [])]
    certain = connection.needs_smb1 in ("client", "server")
    return dialects if certain else [*dialects, f"({offer})"]


def remainder(connections):
    """What a capture holds besides its findings."""
    if not connections:
        return "no SMB negotiation"
    verdicts = Counter(c.text("verdict") for c in connections if not c.matters)
    return f"no need of SMB1: {', '.join(tally(verdicts))}" if verdicts else ""


def count(number, noun):
    """For example `1 capture`, `2 captures`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


FORMATS = {"table": print_table, "csv": print_csv, "json": print_json}
