# SPDX-License-Identifier: GPL-2.0-or-later
"""What is printed for all our captures together, word for word, as it was approved.

    baseline.py                     print it anew: what differs is to be read, as any other change
    baseline.py --joined CAPTURE    only join them
    baseline.py --differs CAPTURE   name the first file that would differ, of what was joined

The cases say what has to be true; this says what else would change. Only of Wireshark 4.0:
other releases show some of what they dissect in other words.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.extend(str(HERE.parent.parent / name) for name in ("tests", "test-captures"))

import tshark                               # noqa: E402  (its folder is known by now)
from expected import FOLDER                 # noqa: E402
from joined import filling, join            # noqa: E402

RELEASE = (4, 0)
KEPT = HERE / "baseline"
EACH = ("-M", str(filling.FRAMES))          # each capture begins with frame 1
TREE = "[SMB1 Audit"
SEPARATOR = " | "


def _records(capture):
    """Of each connection, in the order in which they were captured."""
    return tshark.read(capture, *EACH, "-q", "-z", "smb1audit,json").decode("utf-8")


def _tree(capture):
    """Every line that the tree has anywhere, with its expert infos."""
    text = tshark.read(capture, *EACH, "-O", "smb1audit", "-Y", "smb1audit").decode("utf-8")
    within, found = False, set()
    for line in text.splitlines(keepends=True):
        if line.strip() and line[0] != " ":
            within = line.startswith(TREE)
        if within:
            found.add(line)
    return "".join(sorted(found))


def _info(capture):
    """Everything that we write before what the Info column has."""
    text = tshark.read(capture, *EACH, "-Y", "smb1audit", "-T", "fields", "-e", "_ws.col.Info")
    lines = [line.split(SEPARATOR) for line in text.decode("utf-8").splitlines()]
    return "".join(sorted({line[0] + "\n" for line in lines if len(line) > 1}))


def _tables(capture):
    """Hosts, tree and what was seen of all captures as one."""
    return tshark.read(capture, "-q", "-z", "smb1audit,hosts", "-z", "smb1audit,tree",
                       "-z", "smb1audit,capture").decode("utf-8")


def _fields(_):
    """Names, types and values, as filters and their completion have them, and preferences."""
    text = "".join(tshark.run("tshark", "-G", what).stdout.decode("utf-8")
                   for what in ("fields", "values", "protocols"))
    preferences = tshark.run("tshark", "-G", "defaultprefs").stdout.decode("utf-8")
    return "".join([
        *(line for line in text.splitlines(keepends=True) if "smb1audit" in line),
        *(f"{part}\n" for part in preferences.split("\n\n") if "smb1audit" in part)])


# What takes least comes first.
PRINTED = {"records.jsonl": _records, "tables.txt": _tables, "tree.txt": _tree, "info.txt": _info,
           "fields.txt": _fields}


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
