# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark prints where Wireshark has a window: the same rows, by other code of Wireshark.

Only the plugin is shared.  Wireshark reads a frame again whenever it shows it, so do we.
"""
import functools
import re
import xml.etree.ElementTree

import tshark

HOSTS = "SMB1 Audit Hosts"
VERDICTS = "SMB1 Audit Verdicts"
RULE = re.compile("[-=]+")


@functools.lru_cache(maxsize=None)
def packets(capture, display_filter="", options=()):
    """The packet list, row by row."""
    text = tshark.read(capture, "-T", "psml", two_pass=True, display_filter=display_filter,
                       options=options)
    return [[section.text or "" for section in packet]
            for packet in xml.etree.ElementTree.fromstring(text).findall("packet")]


def appended(packets):
    """The rows of a packet list, with of the Info column only what the plugin appended: Wireshark
    4.6 words its own part in one way when it reads a frame and in another when it shows it."""
    return [[*columns, info.partition(" | ")[2]] for *columns, info in packets or ()]


@functools.lru_cache(maxsize=None)
def hosts(capture, display_filter=""):
    """The statistic of hosts: rows by section."""
    lines = statistic(capture, "smb1audit,hosts", display_filter)
    start = next(number for number, line in enumerate(lines) if line.startswith("Host "))
    rows = [line.split("|")[:-1] or [line] for line in lines[start:] if not RULE.fullmatch(line)]
    return sections(rows[1:])


def sections(rows):
    """section -> its rows, sorted; a row that has one cell, or nothing beside it, is a title."""
    found = {}
    for row in rows:
        row = [cell.strip() for cell in row]        # padded by tshark, and by Wireshark 4.6
        if not any(row[1:]):
            title = found.setdefault(row[0], [])
        else:
            title.append(row)
    return {title: sorted(rows) for title, rows in found.items()}


@functools.lru_cache(maxsize=None)
def verdicts(capture, display_filter=""):
    """The statistic of verdicts: (verdict, server, client) -> connections; sums, too."""
    lines = statistic(capture, "smb1audit,tree", display_filter)
    start = next(number for number, line in enumerate(lines) if line.startswith("Connections"))
    rows = [line for line in lines[start:] if line and not RULE.fullmatch(line)]
    return branches([(len(line) - len(line.lstrip()), *re.split("  +", line.strip())[:2])
                     for line in rows])


def branches(rows):
    """path -> count, for rows of (indent, name, count) in the order of the tree."""
    found, path = {}, []
    for indent, name, count in rows:
        path = [step for step in path if step[0] < indent] + [(indent, name)]
        found[tuple(step[1] for step in path)] = count
    return found


def statistic(capture, name, display_filter):
    """The lines of a statistic."""
    asked = f"{name},{display_filter}" if display_filter else name
    return tshark.read(capture, "-q", "-z", asked, two_pass=True).decode("utf-8").splitlines()
