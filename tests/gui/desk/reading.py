# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark prints where Wireshark has a window: the same rows, by other code of Wireshark.

Only the plugin is shared.  Wireshark reads a frame again whenever it shows it, so do we.
"""
import collections
import functools
import re
import xml.etree.ElementTree

import tshark

HOSTS = "SMB1 Audit Hosts"
VERDICTS = "SMB1 Audit Verdicts"
PROTOCOL = "SMB1 Audit"
RULE = re.compile("[-=]+")
SEPARATOR = " | "               # between the parts of the Info column
BEFORE, AFTER, OFF = "before", "after", "off"       # where the plugin says its part


@functools.lru_cache(maxsize=None)
def packets(capture, display_filter="", options=()):
    """The packet list, row by row."""
    text = tshark.read(capture, "-T", "psml", two_pass=True, display_filter=display_filter,
                       options=options)
    return [[section.text or "" for section in packet]
            for packet in xml.etree.ElementTree.fromstring(text).findall("packet")]


def told(packets, place=BEFORE):
    """The rows of a packet list, with of the Info column only what the plugin says there:
    Wireshark 4.6 words its own part in one way when it reads a frame and in another when it shows
    it."""
    return [[*columns, *told_in(info, place)] for *columns, info in packets or ()]


def told_in(info, place):
    """The plugin's parts of an Info column: all but Wireshark's, which is the first or, behind the
    verdict, the second."""
    parts = info.split(SEPARATOR)
    wiresharks = min(len(parts) - 1, 1 if place == BEFORE else 0)
    return parts[:wiresharks] + parts[wiresharks + 1:]


@functools.lru_cache(maxsize=None)
def details(capture, number):
    """The plugin's tree of a frame, line by line: it is the last one."""
    text = tshark.read(capture, "-O", "smb1audit", two_pass=True,
                       display_filter=f"frame.number == {number}").decode("utf-8")
    return own_tree([line.strip() for line in text.splitlines() if line])


def own_tree(lines):
    """The lines from the plugin's first one on; none where it has none."""
    starts = [place for place, line in enumerate(lines) if line.startswith(f"[{PROTOCOL}: ")]
    return lines[starts[0]:] if starts else []


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


@functools.lru_cache(maxsize=None)
def remarks(capture, display_filter=""):
    """The plugin's remarks in Expert Information: (severity, summary, group, frame, sentence).
    They stand in its tree of a frame; of other trees tshark's XML may be malformed."""
    text = tshark.read(capture, "-T", "pdml", "-J", "smb1audit", two_pass=True,
                       display_filter=display_filter)
    return [(part(remark, "severity"), summaries()[name], part(remark, "group"),
             packet.find("./proto/field[@name='num']").get("show"), part(remark, "message"))
            for packet in xml.etree.ElementTree.fromstring(text).findall("packet")
            for remark in packet.findall(".//field[@name='_ws.expert']")
            for name in [remark[0].get("name")] if name in summaries()]


def part(remark, name):
    """What that part of a remark says, without its label."""
    return remark.find(f"./field[@name='_ws.expert.{name}']").get("showname").partition(": ")[2]


@functools.lru_cache(maxsize=None)
def summaries():
    """The plugin's remarks: name -> what is said of all that have it."""
    report = tshark.run("tshark", "-G", "fields").stdout.decode("utf-8", "replace")
    lines = [line.split("\t") for line in report.splitlines()]
    return {line[2]: line[1] for line in lines
            if line[0] == "F" and line[2].startswith("smb1audit.expert.")}


def by_summary(remarks):
    """(severity, summary, group) -> how many."""
    return {what: str(number)
            for what, number in collections.Counter(remark[:3] for remark in remarks).items()}


def by_frame(remarks):
    """(frame, sentence, group), sorted."""
    return sorted((frame, sentence, group) for _, _, group, frame, sentence in remarks)


def titles(rows):
    """Of the rows of Expert Information, those that sum the plugin's up, as by_summary() says."""
    return {tuple(row[:3]): row[4] for row in own(rows) if row[4]}


def sentences(rows):
    """Those below, as by_frame() says."""
    return sorted(tuple(row[:3]) for row in own(rows) if not row[4])


def own(rows):
    """The plugin's rows of Expert Information, without blanks around the cells."""
    rows = [[cell.strip() for cell in row] for row in rows]
    return [row for row in rows if row[3] == PROTOCOL]


def statistic(capture, name, display_filter):
    """The lines of a statistic."""
    asked = f"{name},{display_filter}" if display_filter else name
    return tshark.read(capture, "-q", "-z", asked, two_pass=True).decode("utf-8").splitlines()
