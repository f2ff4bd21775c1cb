# SPDX-License-Identifier: GPL-2.0-or-later
"""What is printed for all our captures together, word for word, as it was approved.

    baseline.py                     print it anew: what differs is to be read, as any other change
    baseline.py --joined CAPTURE    only join them
    baseline.py --differs CAPTURE   name the first file that would differ, of what was joined

The cases say what has to be true; this says what else would change. Only of Wireshark 4.0:
other releases show some of what they dissect in other words.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.extend(str(HERE.parent.parent / name) for name in ("tests", "test-captures"))

import tshark                               # noqa: E402  (its folder is known by now)
from expected import FOLDER, names, read_expected                 # noqa: E402
from joined import filling, join            # noqa: E402

RELEASE = (4, 0)
KEPT = HERE / "baseline"
EACH = ("-M", str(filling.FRAMES))          # each capture begins with frame 1
TREE = "[SMB1 Audit"
SEPARATOR = " | "
STATISTICS = ("-q", "-z", "smb1audit,hosts", "-z", "smb1audit,tree", "-z", "smb1audit,capture")
# What tshark -M says.
SAID = {b"resetting session."}
# The names and vendors of addresses, in a record.
RESOLVED = ("client_vendor", "server_vendor", "client_resolved", "server_resolved")
NO_LOOKUP = "nameres.use_external_name_resolver:FALSE"
NAMES = "192.0.2.10 desk1.example\n198.51.100.20 nas1.example\n2001:db8::10 desk6.example\n"
INFO = ("-T", "fields", "-e", "_ws.col.Info")
OFFICE = FOLDER / "office.pcap"
HIDDEN = (*(("--disable-protocol", name) for name in ("tcp", "nbss", "smb", "smb2")),
          ("-o", "tcp.desegment_tcp_streams:FALSE"), ("-o", "nbss.desegment_nbss_commands:FALSE"))
PLACE = re.compile(r'<(?:proto name="(?=smb1audit)|field name=")'
                   r'(|smb1audit[^"]*|_ws.expert[^"]*)".* (size="\d+" pos="\d+")')
QUOTED = re.compile(r"'[-=+@]|\"\"|x7c")


def _read(capture, *arguments):
    """The lines of tshark's output, which complains of nothing."""
    done = tshark.run("tshark", *arguments, "-r", capture, **tshark.NO_DICTIONARIES)
    said = set(done.stderr.splitlines()) - SAID
    assert not said, said
    return done.stdout.decode("utf-8").splitlines(keepends=True)


def _records(capture):
    """Of each connection, in the order in which they were captured."""
    return "".join(_read(capture, "-n", *EACH, "-q", "-z", "smb1audit,json"))


def _cells(capture):
    """The rows of the records as CSV that are more than words between commas, and the first."""
    heading, *rows = _read(capture, "-n", *EACH, "-q", "-z", "smb1audit,csv")
    return "".join([heading, *rows[:9], *(row for row in rows[9:] if QUOTED.search(row))])


def _trees(lines):
    within = False
    for line in lines:
        if line.strip() and line[0] != " ":
            within = line.startswith(TREE)
        if within:
            yield line


def _tree(capture):
    """Every line that the tree has anywhere, with its expert infos; and the trees of those
    captures that are read with options of their own."""
    shown = ("-O", "smb1audit", "-Y", "smb1audit")
    lines = sorted(set(_trees(_read(capture, "-n", *EACH, *shown))))
    for name in names():
        if read_expected(name).options:
            lines += [f"{name}\n", *_trees(_read(FOLDER / f"{name}.pcap", "-n",
                                                 *read_expected(name).options, *shown))]
    return "".join(lines)


def _places(capture):
    """Which field stands at which of the frame's bytes: none."""
    found = set()
    for line in _read(capture, "-n", *EACH, "-T", "pdml", "-J", "smb1audit", "-Y", "smb1audit"):
        place = PLACE.search(line)
        if place:
            found.add(" ".join(place.groups()) + "\n")
    return "".join(sorted(found))


def _info(capture):
    """Everything that we write before what the Info column has; of one capture the whole
    column, wherever it is to stand."""
    lines = [line.split(SEPARATOR) for line in _read(
        capture, "-n", *EACH, "-Y", "smb1audit", *INFO)]
    return "".join([
        *sorted({line[0] + "\n" for line in lines if len(line) > 1}),
        *(line for place in ("before", "after", "off")
          for line in _read(OFFICE, "-n", *INFO, "-o", f"smb1audit.info:{place}"))])


def _expert(capture):
    """Our expert infos of a second pass, how often each, by severity."""
    severity, lines = "", []
    for line in _read(capture, "-n", "-2", "-q", "-z", "expert,smb1audit"):
        if line[0].isalpha():
            severity, _, _ = line.partition(" (")
        elif "SMB1 Audit" in line:
            lines.append(f"{severity} {line.lstrip()}")
    return "".join(lines)


def _sight(_):
    """What is said where a part of the traffic is not looked at."""
    def said(hidden):
        done = tshark.run("tshark", "-n", "-r", OFFICE, *hidden, "-q", "-z", "smb1audit,json")
        return " ".join(hidden) + "\n" + (done.stderr + done.stdout).decode("utf-8")
    return "".join(map(said, HIDDEN))


def _tables(capture):
    """Hosts, tree and what was seen of all captures as one."""
    return "".join(_read(capture, "-n", *STATISTICS))


def _tables_of_each(capture):
    """The same, of connections that end with each capture."""
    return "".join(_read(capture, "-n", *EACH, *STATISTICS))


def _resolved(capture):
    """What is known of addresses: their names, and who made the cards."""
    hosts = capture.with_name("hosts")
    hosts.write_text(NAMES, "ascii")
    hosts.chmod(0o644)
    done = tshark.run("tshark", "-r", capture, "-N", "n", "-o", NO_LOOKUP, "-H", hosts, "-q",
                      "-z", "smb1audit,json", "-z", "smb1audit,hosts")
    lines = done.stdout.decode("utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.startswith("{")]
    return "".join([
        *sorted({json.dumps({name: record[name] for name in ("client_address", "server_address",
                                                             *RESOLVED) if name in record}) + "\n"
                 for record in records if set(RESOLVED) & set(record)}),
        *(line + "\n" for line in lines if not line.startswith("{"))])


def _fields(_):
    """Names, types and values, as filters and their completion have them, preferences, and the
    statistics."""
    told = [tshark.run("tshark", *what) for what in (
        ("-G", "fields"), ("-G", "values"), ("-G", "protocols"), ("-z", "help"))]
    text = "".join((done.stdout + done.stderr).decode("utf-8") for done in told)
    preferences = tshark.run("tshark", "-G", "defaultprefs").stdout.decode("utf-8")
    return "".join([
        *(line for line in text.splitlines(keepends=True) if "smb1audit" in line),
        *(f"{part}\n" for part in preferences.split("\n\n") if "smb1audit" in part)])


# What takes least comes first.
PRINTED = {"records.jsonl": _records, "tables.txt": _tables, "tree.txt": _tree,
           "cells.csv": _cells, "tables-of-each.txt": _tables_of_each, "info.txt": _info,
           "expert.txt": _expert,
           "places.txt": _places, "sight.txt": _sight, "resolved.txt": _resolved, "fields.txt": _fields}


def joined(capture):
    """All our captures as one, which this file then is."""
    _, left = join(sorted(FOLDER.glob("*.pcap*")), capture)
    assert left == []
    capture.chmod(0o644)


def approved(name):
    """What one of the files has."""
    return (KEPT / name).read_bytes().decode("utf-8")


def printed():
    """File name to its text."""
    with tempfile.TemporaryDirectory(prefix="baseline-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        capture = folder / "all.pcapng"
        joined(capture)
        return dict(zip(PRINTED, tshark.parallel(
            lambda printer: printer(capture), PRINTED.values())))


def _differing(capture):
    """The name of the first that is not as approved; None where there is none."""
    return next((name for name, printer in PRINTED.items()
                 if printer(capture) != approved(name)), None)


def _arguments():
    parser = argparse.ArgumentParser(prog="baseline", description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--joined", metavar="CAPTURE", type=pathlib.Path)
    parser.add_argument("--differs", metavar="CAPTURE", type=pathlib.Path)
    return parser.parse_args()


def main():
    """Write what is printed now, or compare it."""
    wanted = _arguments()
    if wanted.joined:
        joined(wanted.joined)
    elif wanted.differs:
        sys.exit(_differing(wanted.differs))
    elif tshark.release() != RELEASE:
        sys.exit(f"baseline: needs tshark {'.'.join(map(str, RELEASE))}")
    else:
        KEPT.mkdir(exist_ok=True)
        for name, text in printed().items():
            (KEPT / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
