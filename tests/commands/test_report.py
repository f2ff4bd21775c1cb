# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: what its report says."""

import csv
import io
import json
import os
import re

import pytest
from command import CAPTURES, ROOT, TOOLS, audit, cells, run

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
    result = audit(CAPTURES / "red-herring.pcap")
    lines = result.stdout.splitlines()
    assert lines[0] == "Who needs SMB1: 1 host"
    assert cells(lines[2])[:5] == [
        "198.51.100.20", "server", "yes", "took SMB1 though SMB2 was on offer",
        "1 Red herring reset",
    ]
    found, = [line for line in lines if " Red herring reset  192.0.2.10 " in line]
    assert cells(found)[:2] == ["1", "server"]
    assert "NT LM 0.12, SMB 2.002, SMB 2.???" in result.stdout


def test_harmless_connections_are_counted():
    """They are in the sum, not among the findings."""
    result = audit(CAPTURES / "smb2-pure.pcap")
    assert result.stdout.splitlines()[0] == "Nothing needs SMB1"
    assert "No findings\n" in result.stdout
    assert "1 connection: 0 with need of SMB1 or perhaps, 1 that show none (1 SMB2 selected)\n" \
        in result.stdout


def test_unknown_need_names_both():
    """Who of the two needs SMB1 is unknown: each perhaps does."""
    lines = audit(CAPTURES / "midstream-success.pcap").stdout.splitlines()
    assert [line.split()[:3] for line in lines if "  perhaps  " in line] == [
        ["192.0.2.10", "client", "perhaps"], ["198.51.100.20", "server", "perhaps"]
    ]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_hostile_strings(form):
    """What the network sent controls no terminal and shifts no column."""
    result = audit(f"--format={form}", *HOSTILE)
    assert result.stderr == ""
    text = result.stdout.removeprefix("\ufeff").replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in text)
    if form == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1
    if form == "json":
        assert all(json.loads(line)["verdict"] for line in text.splitlines())


def test_csv_and_json_say_the_same():
    """Same columns, same values."""
    captures = sorted(CAPTURES.glob("refused-by-index-*.pcap"))
    text = audit("--format", "csv", *captures).stdout
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    lines = audit("--format", "json", *captures).stdout.splitlines()
    assert len(rows) == len(lines) == len(captures)
    for row, line in zip(rows, lines):
        known = {column: text_of(value) for column, value in json.loads(line).items()}
        assert {column: text for column, text in row.items() if text} == known


def text_of(value):
    """A value of json as csv has it; times are those of spreadsheets."""
    if value is True:
        return "true"
    text = "|".join(value) if isinstance(value, list) else str(value)
    return re.sub(r"^(\d+-\d+-\d+)T(\d+:\d+:\d+\.\d{3})\d+Z$", r"\1 \2", text)


def test_columns_are_those_of_the_plugin():
    """The same heading and the same line, after the name of the capture."""
    capture = CAPTURES / "red-herring.pcap"
    plugins = {"WIRESHARK_PLUGIN_DIR": str(ROOT / "build/plugins")}
    with capture.open("rb") as packets:
        told = run(
            TOOLS / "unprivileged", "tshark", "-n", "-q", "-r", "-", "-z", "smb1audit,csv",
            stdin=packets, env=plugins | os.environ,
        ).stdout.splitlines()
    heading, record = csv.reader(told)
    shown = audit("--format", "csv", capture).stdout.removeprefix("\ufeff").splitlines()
    assert [*csv.reader(shown)] == [
        ["capture", *heading], [str(capture), *map(text_of, record)]]
