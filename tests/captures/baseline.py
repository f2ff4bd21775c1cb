# SPDX-License-Identifier: GPL-2.0-or-later
"""What is printed for all our captures together, word for word, as it was approved.

    baseline.py         print it anew: what differs is to be read, as any other change

The cases say what has to be true; this says what else would change. Only of Wireshark 4.0:
other releases show some of what they dissect in other words.
"""

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


PRINTED = {"fields.txt": _fields, "records.jsonl": _records, "tree.txt": _tree, "info.txt": _info,
           "tables.txt": _tables}


def printed():
    """File name to its text."""
    with tempfile.TemporaryDirectory(prefix="baseline-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        capture = folder / "all.pcapng"
        _, left = join(sorted(FOLDER.glob("*.pcap*")), capture)
        assert left == []
        capture.chmod(0o644)
        return dict(zip(PRINTED, tshark.parallel(
            lambda printer: printer(capture), PRINTED.values())))


def main():
    """Write what is printed now."""
    if tshark.release() != RELEASE:
        sys.exit(f"baseline: needs tshark {'.'.join(map(str, RELEASE))}")
    KEPT.mkdir(exist_ok=True)
    for name, text in printed().items():
        (KEPT / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
