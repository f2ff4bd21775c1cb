# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a capture, whatever is in it, is told of as it should be: by one pass and by two,
in words, CSV and JSON."""

import csv
import io
import json
import re

import sanitized
import tshark
from taps import COLUMNS

ONE_PASS = ("-q", "-z", "smb1audit,json", "-z", "smb1audit,csv", "-z", "smb1audit,hosts",
            "-z", "smb1audit,tree", "-z", "smb1audit,capture")
TWO_PASSES = ("-2", "-O", "smb1audit", "-Y", "smb1audit", "-z", "smb1audit,json")

# C0 and C1 controls, and what turns the order of the characters around it.
RAW = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DISSECTOR_BUG = re.compile(rb"Dissector bug, [^]\n]*")      # in the tree and on stderr
TIMED_OUT = (124, 137)


def _ending(done):
    """What is wrong with how tshark ended."""
    if done.returncode in TIMED_OUT:
        yield f"no end after {sanitized.LONGEST} s"
    elif done.returncode:
        yield f"status {done.returncode}"
    said = [line for line in done.stderr.split(b"\n") if not DISSECTOR_BUG.search(line)]
    if any(said):
        yield b"\n".join(said).decode("utf-8", "replace")


def _words(output):
    """What is wrong with the text, and the text; CSV ends its lines with CR LF."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"no UTF-8: {error}"], output.decode("utf-8", "replace")
    raw = RAW.search(text.replace("\r\n", "\n"))
    return [f"raw character {raw[0]!r}"] if raw else [], text


def _json(text):
    """The records among the lines; ValueError where a line begins like one and is none."""
    return [json.loads(line) for line in text.split("\n") if line.startswith('{"frame":')]


def _csv(text):
    """The rows of the CSV within the text, without its heading."""
    start = text.find(",".join(COLUMNS) + "\r\n")
    end = text.rfind("\r\n")
    return list(csv.reader(io.StringIO(text[start:end + 2], newline="")))[1:] if start >= 0 else None


def _records(text, written):
    """What is wrong with the records of one pass."""
    rows = _csv(text)
    if rows is None:
        yield "no CSV"
        return
    if {len(row) for row in rows} - {len(COLUMNS)}:
        yield "CSV with another number of columns"
        return
    if [(row[0], row[4]) for row in rows] != [(str(record["frame"]), record["verdict"])
                                              for record in written]:
        yield "CSV and JSON differ"
    for record in written:
        if not set(record) <= set(COLUMNS):
            yield f"JSON with {set(record) - set(COLUMNS)}"


def _bugs(capture, runs):
    """The dissector bugs that are there with the plugin, and not without it."""
    found = {bug for done in runs for bug in DISSECTOR_BUG.findall(done.stdout + done.stderr)}
    if not found:
        return []
    stock = tshark.run("tshark", "-n", "-r", capture, "-V", plugin_dir=tshark.STOCK)
    return [bug.decode("utf-8", "replace")
            for bug in found.difference(DISSECTOR_BUG.findall(stock.stdout + stock.stderr))]


def wrong(capture, plugins):
    """All that is wrong with what is told of a capture, one line or more each; and the
    records."""
    runs = [sanitized.run(capture, *arguments, plugins=plugins)
            for arguments in (ONE_PASS, TWO_PASSES)]
    found = [what for done in runs for what in _ending(done)]
    (bad, text), (worse, again) = (_words(done.stdout) for done in runs)
    found += bad + worse + _bugs(capture, runs)
    try:
        one, two = _json(text), _json(again)
    except ValueError as error:
        return [*found, f"JSON does not parse: {error}"], []
    found += _records(text, one)
    if one != two:
        found.append("one pass and two differ: " + "; ".join(
            f"{a} / {b}" for a, b in zip(one, two) if a != b)[:2000])
    return found, one
