# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: what its report says."""

import csv
import io
import json
import os

import pytest
from command import CAPTURES, ROOT, TOOLS, audit, run

HOSTILE = sorted(CAPTURES.glob("hostile-*.pcap"))


@pytest.fixture(scope="module")
def records():
    """The connections of all test captures, by the name of the capture."""
    found = {path.stem: [] for path in CAPTURES.glob("*.pcap")}
    result = audit("--format", "json", ".", cwd=CAPTURES)
    assert result.stderr == ""
    for line in result.stdout.splitlines():
        record = json.loads(line)
        name = record["capture"].removeprefix("./").removesuffix(".pcap")
        found[name].append(record)
    return found


def expected_verdicts(name):
    """The verdicts in a capture's expected outcome when all of it was read;
    None where it is read with options that audit does not give."""
    text = (CAPTURES / f"{name}.expected").read_text()
    if "\n# options:" in text:
        return None
    rows = [line.split("\t") for line in text.splitlines() if line[0] != "#"]
    columns = rows[0]
    return {
        row[columns.index("verdict")]
        for row in rows
        if row[0] == "two" and len(row) == len(columns)
    } - {"-"}  # a mailslot datagram has no verdict


def test_final_verdicts(records):
    """One pass is enough for the verdicts that reading twice would give."""
    found = {name: {r["verdict"] for r in rs} for name, rs in records.items()}
    expected = {name: expected_verdicts(name) for name in found}
    wrong = [n for n, verdicts in expected.items() if verdicts not in (None, found[n])]
    assert {n: (found[n], expected[n]) for n in wrong} == {}


def test_red_herring():
    """The server is the one that needs SMB1, and the only host named."""
    lines = audit(CAPTURES / "red-herring.pcap").stdout.splitlines()
    assert lines[0] == "Who needs SMB1"
    assert lines[2].split(maxsplit=4) == [
        "198.51.100.20", "server", "yes", "192.0.2.10", "1 Red herring reset"
    ]
    assert [line for line in lines if "NT LM 0.12" in line] == [
        "  4      server      Red herring reset  192.0.2.10  198.51.100.20"
        "  NT LM 0.12, SMB 2.002, SMB 2.???"
    ]


def test_harmless_connections_are_counted():
    """They are in the sum, not among the findings."""
    result = audit(CAPTURES / "smb2-pure.pcap")
    assert result.stdout.splitlines()[0] == "Nothing needs SMB1"
    assert "no need of SMB1: 1 SMB2 selected" in result.stdout


def test_unknown_need_names_both():
    """Who of the two needs SMB1 is unknown: each perhaps does."""
    lines = audit(CAPTURES / "midstream-success.pcap").stdout.splitlines()
    assert [line.split()[:3] for line in lines if " perhaps " in line] == [
        ["192.0.2.10", "client", "perhaps"], ["198.51.100.20", "server", "perhaps"]
    ]


def test_lines_fit():
    """Without a terminal to ask, 120 columns."""
    result = audit(CAPTURES / "selected-xp.pcap", CAPTURES / "list-of-200.pcap")
    assert max(map(len, result.stdout.splitlines())) <= 120


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_hostile_strings(form):
    """What the network sent controls no terminal and shifts no column."""
    result = audit(f"--format={form}", *HOSTILE)
    assert result.stderr == ""
    text = result.stdout.replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in text)
    if form == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1
    if form == "json":
        assert all(json.loads(line)["verdict"] for line in text.splitlines())


def test_csv_and_json_say_the_same():
    """Same columns, same values."""
    captures = sorted(CAPTURES.glob("refused-by-index-*.pcap"))
    text = audit("--format", "csv", *captures).stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    lines = audit("--format", "json", *captures).stdout.splitlines()
    assert len(rows) == len(lines) == len(captures)
    for row, line in zip(rows, lines):
        known = {column: text_of(value) for column, value in json.loads(line).items()}
        assert {column: text for column, text in row.items() if text} == known


def text_of(value):
    """A value of json as csv has it."""
    if value is True:
        return "true"
    return "|".join(value) if isinstance(value, list) else str(value)


def test_columns_are_those_of_the_plugin():
    """The same heading and the same line, after the name of the capture."""
    capture = CAPTURES / "red-herring.pcap"
    plugins = {"WIRESHARK_PLUGIN_DIR": str(ROOT / "build/plugins")}
    with capture.open("rb") as packets:
        records = run(
            TOOLS / "unprivileged", "tshark", "-n", "-q", "-r", "-", "-z", "smb1audit,csv",
            stdin=packets, env=plugins | os.environ,
        ).stdout.splitlines()
    lines = audit("--format", "csv", capture).stdout.splitlines()
    assert lines == [f"capture,{records[0]}", f"{capture},{records[1]}"]


@pytest.fixture
def modules(monkeypatch):
    """The report's own modules can be imported."""
    monkeypatch.syspath_prepend(TOOLS / "report")


@pytest.mark.usefixtures("modules")
def test_no_formula_in_a_spreadsheet():
    """A cell that a spreadsheet would run is made text."""
    from lines import cell

    assert cell(["=cmd()", "NT LM 0.12"]) == "'=cmd()|NT LM 0.12"
    assert cell("-1") == "'-1"
    assert cell("SMB1 only") == "SMB1 only"


@pytest.mark.usefixtures("modules")
def test_long_lists_lose_their_middle():
    """What a client likes least and best stays."""
    from layout import shortened

    dialects = ["PC NETWORK PROGRAM 1.0", "LANMAN1.0", "LANMAN2.1", "NT LM 0.12"]
    assert shortened(dialects, 99) == [", ".join(dialects)]
    assert shortened(dialects, 50) == ["PC NETWORK PROGRAM 1.0 ... LANMAN2.1, NT LM 0.12"]
    assert shortened(dialects, 40) == ["PC NETWORK PROGRAM 1.0 ... NT LM 0.12"]
    assert shortened(dialects, 20) == ["... NT LM 0.12"]
    assert shortened(["x" * 50], 10) == ["xxxxxxx..."]


@pytest.mark.usefixtures("modules")
def test_long_lists_say_how_many_more():
    """As many as fit from the start."""
    from layout import first_of

    names = ["alice", "bob", "carol"]
    assert first_of(names, 99) == "alice, bob, carol"
    assert first_of(names, 16) == "alice and 2 more"
    assert first_of(["x" * 50, "y"], 20) == "xxxxxxx... and 1 more"[1:]
    assert first_of(["\x1b"], 20) == r"\x1b"
