# SPDX-License-Identifier: GPL-2.0-or-later
"""Read what tshark -z smb1audit,... prints."""

import csv
import io
import json
import re
from dataclasses import dataclass

import tshark

# The columns of a record, in the order that was released. New ones go to the end.
COLUMNS = (
    "frame", "time", "last_frame", "last_time", "verdict", "needs_smb1",
    "client_address", "client_port", "server_address", "server_port",
    "offer", "offer_dialect", "offer_count", "offer_stack", "smb1_only",
    "selected", "selected_index", "selected_family", "summary",
    "offer_frame", "answer_frame", "close_frame",
    "client_name", "client_domain", "client_user", "client_os", "client_lanman",
    "server_name", "server_domain", "server_os", "server_lanman",
    "share", "signing", "auth", "browser", "scanner",
    "why", "client_user_refused", "client_users", "client_need", "client_why",
    "server_need", "server_why", "client_vendor", "server_vendor",
    "client_resolved", "server_resolved", "left_out", "unseen")
LISTS = ("offer_dialect", "share", "client_user_refused", "client_users", "left_out")
SECTIONS = ("Need SMB1", "Perhaps need SMB1", "Showed no need of SMB1",
            "Spoke no SMB2: need not shown")
HEADINGS = ["Host", "Role", "Needs SMB1", "Why", "Name", "OS", "Vendor", "Users",
            "Shares", "First seen (UTC)", "Last seen (UTC)", "Connections"]


def statistic(capture, name, **options):
    """What one statistic prints, as text."""
    output = tshark.read(capture, "-q", "-z", "smb1audit," + name, **options)
    return output.decode("utf-8")


def records(capture, display_filter="", **options):
    """The records of a capture, from JSON."""
    text = statistic(capture, "json" + display_filter, **options)
    return [json.loads(line) for line in text.splitlines()]


def cells(capture, **options):
    """The same from CSV: dictionaries of text."""
    text = statistic(capture, "csv", **options)
    return list(csv.DictReader(io.StringIO(text, newline="")))


@dataclass(frozen=True)
class Host:
    """A row of the hosts statistic; counts only what is not 0."""

    section: str
    address: str
    role: str
    needs: str
    why: str
    name: str
    system: str
    vendor: str
    users: str
    shares: str
    first: str
    last: str
    connections: int
    verdicts: tuple


def hosts(capture, display_filter="", **options):
    """The rows of the hosts statistic, in order."""
    text = statistic(capture, "hosts" + display_filter, **options)
    section, heading, rows = None, None, []
    for line in text.splitlines():
        if line in SECTIONS:
            section = line
        elif line.endswith("|"):
            row = [cell.strip() for cell in line.split("|")[:-1]]
            if heading is None:
                heading = row
            else:
                rows.append(_host(section, heading, row))
    assert heading[:len(HEADINGS)] == HEADINGS
    return rows


def _host(section, heading, row):
    assert len(row) == len(heading), row
    texts, numbers = row[:len(HEADINGS) - 1], row[len(HEADINGS) - 1:]
    counts = tuple((verdict, int(number))
                   for verdict, number in zip(heading[len(HEADINGS):], numbers[1:])
                   if number != "0")
    return Host(section, *texts, int(numbers[0]), tuple(sorted(counts)))


# A node of the tree: depth, name, count.
NODE = re.compile(r"^( *)(\S.*?)  +(\d+)(?: |$)")


def tree(capture, display_filter="", **options):
    """The verdict tree: paths from the root, such as (verdict, server), to counts."""
    text = statistic(capture, "tree" + display_filter, **options)
    _, _, text = text.partition("SMB1 Audit Verdicts:")
    path, found = [], {}
    for node in filter(None, map(NODE.match, text.splitlines())):
        depth, name, number = len(node[1]), node[2], int(node[3])
        path[depth:] = [name]
        found[tuple(path)] = number
    return found
