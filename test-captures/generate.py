#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Write the test captures, their expected outcomes and the README's table.

    generate.py             rewrite everything
    generate.py NAME ...    rewrite these cases alone
    generate.py --check     name each file that differs from what is here

The same input gives the same bytes: no clock, no randomness. The expected
outcomes come from the table of cases, where they are declared by hand from the
specification; they are never taken from the plugin.
"""

import argparse
import logging
import pathlib
import sys
import tempfile
import zlib

logging.getLogger("scapy").setLevel(logging.ERROR)

import cases                                   # noqa: E402  (after the logging)
from tcp import Capture                        # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent
README_BEGIN = "<!-- {}: rows written by generate.py -->\n"
README_END = "<!-- end of {} -->\n"


def client_ports():
    """For each case a client port of its own, and three more behind it.

    They come from the name, so that a new case changes no other capture, short
    of a clash: then the later case takes the next place.
    """
    taken = {}
    for case in cases.TABLE:
        place = zlib.crc32(case.name.encode("ascii")) % 4095
        while place in taken.values():
            place = (place + 1) % 4095
        taken[case.name] = place
    return {name: 49152 + 4 * place for name, place in taken.items()}


def write_case(case, folder, port):
    """NAME.pcap and NAME.expected."""
    capture = Capture(port)
    case.build(capture)
    capture.write(str(folder / (case.name + ".pcap")))
    (folder / (case.name + ".expected")).write_text(case.expected(), "utf-8")


def table(rows):
    """A Markdown table of captures."""
    lines = ["| capture | what it shows |", "|---|---|"]
    lines += ["| `%s.pcap` | %s |" % (name, purpose.replace("|", "\\|"))
              for name, purpose in rows]
    return "\n".join(lines) + "\n"


def recorded():
    """Rows of the recorded captures: the heading of live-*.expected."""
    for path in sorted(FOLDER.glob("live-*.expected")):
        heading = path.read_text("utf-8").split("\n", 1)[0]
        yield path.stem, heading.lstrip("# ")


def filled(text, section, rows):
    """The README's text with one table brought up to date."""
    begin, end = README_BEGIN.format(section), README_END.format(section)
    head, rest = text.split(begin)
    return head + begin + table(rows) + end + rest.split(end)[1]


def readme():
    """The README as it should be."""
    text = (FOLDER / "README.md").read_text("utf-8")
    text = filled(text, "generated",
                  [(case.name, case.purpose) for case in cases.TABLE])
    return filled(text, "recorded", list(recorded()))


def strays():
    """Captures and outcomes here that no case and no recording accounts for."""
    known = {case.name for case in cases.TABLE}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix not in (".pcap", ".expected"):
            continue
        twin = path.with_suffix(
            ".pcap" if path.suffix == ".expected" else ".expected")
        if path.stem.startswith("live-"):
            if not twin.exists():
                yield f"{path.name}: {twin.name} is missing"
        elif path.stem not in known:
            yield f"{path.name}: no such case"


def differences():
    """Name every file that differs from what this program would write."""
    with tempfile.TemporaryDirectory() as name:
        fresh, ports = pathlib.Path(name), client_ports()
        for case in cases.TABLE:
            write_case(case, fresh, ports[case.name])
        for path in sorted(fresh.iterdir()):
            here = FOLDER / path.name
            if not here.exists():
                yield f"{path.name}: missing"
            elif here.read_bytes() != path.read_bytes():
                yield f"{path.name}: differs"
    if (FOLDER / "README.md").read_text("utf-8") != readme():
        yield "README.md: table differs"
    yield from strays()


def main():
    """Return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", 1)[0],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help="cases to write")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; name what differs")
    arguments = parser.parse_args()
    if arguments.check:
        found = list(differences())
        print(*found, sep="\n", end="\n" if found else "")
        return 1 if found else 0
    by_name = {case.name: case for case in cases.TABLE}
    unknown = [name for name in arguments.name if name not in by_name]
    if unknown:
        parser.error("no such case: " + ", ".join(unknown))
    ports = client_ports()
    for name in arguments.name or by_name:
        write_case(by_name[name], FOLDER, ports[name])
    (FOLDER / "README.md").write_text(readme(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
