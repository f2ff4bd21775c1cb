# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: names, systems, users, shares, and what is set apart."""

import csv
import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from command import (
    CAPTURES, as_told, audit, harmless, mailslot, record, report, stand_in, with_path,
)

# Names as a hostile peer could send them, if the plugin let them through.
HOSTILE = {
    "terminal": "\x1b[31mred\x1b[0m\r\n\x07",
    "columns": "a\tb,c\"d|e;f",
    "backwards": "\u202egpj.exe",
    "long": "A" * 60_000,
    "long and wild": "\x00\x1b" * 30_000,
    "formula": "=cmd|'/c calc'!A1",
    "format": "%s%n{0}{x}",
}


@pytest.fixture(name="reading", scope="module")
def fixture_reading():
    """A function that makes a report of what tshark might tell of a capture:
    also what the plugin might say that no capture makes it say."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        stand_in(folder, "tshark", "exec cat")

        def read(*told, form="table", columns=None):
            capture = folder / "told.pcap"
            capture.write_text(as_told(*told))
            terminal = {"COLUMNS": str(columns)} if columns else {}
            return report(form, capture, env=with_path(folder), terminal=terminal)

        yield read


KNOWN = {
    "client_name": "DESK1", "client_os": "Unix", "client_lanman": "Samba",
    "client_user": "alice", "server_name": "NAS1", "server_os": "Windows 6.1",
    "share": [r"\\NAS1\IPC$", r"\\NAS1\FILES"],
}


def test_host_is_described(reading):
    """Name, system, users, shares, peers of the host that needs SMB1."""
    lines = reading(record(**KNOWN)).stdout.splitlines()
    assert lines[:6] == [
        "Who needs SMB1",
        "  HOST        NAME   ROLE    NEEDS SMB1  WITH           CONNECTIONS",
        "  192.0.2.10  DESK1  client  yes         198.51.100.20  1 SMB1 in use",
        "      OS: Unix (Samba)",
        "      users: alice",
        r"      shares: \\NAS1\IPC$, \\NAS1\FILES",
    ]


def test_server_is_described(reading):
    """The server gets its own name and system, and who used it."""
    lines = reading(record("server", **KNOWN)).stdout.splitlines()
    assert lines[2].split()[:3] == ["198.51.100.20", "NAS1", "server"]
    assert lines[3:5] == ["      OS: Windows 6.1", "      users: alice"]


def test_nothing_known_leaves_no_column(reading):
    """No column and no line for what nobody told."""
    result = reading(record(verdict="SMB1 refused by answer"))
    assert result.stdout.splitlines()[1].split() == [
        "HOST", "ROLE", "NEEDS", "SMB1", "WITH", "CONNECTIONS"]
    assert not any(word in result.stdout for word in ("OS:", "users:", "shares:"))


def test_refused_client_has_the_name_it_told_elsewhere(reading):
    """Who is refused tells no name there: another connection, in whatever role,
    or a datagram does."""
    other = harmless(client_name="DESK1", client_os="Unix")
    lines = reading(record(verdict="SMB1 refused by answer"), other).stdout.splitlines()
    assert lines[2].split()[:2] == ["192.0.2.10", "DESK1"]
    assert lines[3] == "      OS: Unix"
    lines = reading(record(verdict="SMB1 refused by answer"), mailslot("WS2")).stdout.splitlines()
    assert lines[2].split()[:2] == ["192.0.2.10", "WS2"]


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_lines_fit(reading, columns):
    """However many and however long names, users, shares, peers."""
    records = [
        record(
            server_address=f"198.51.100.{n}",
            client_name=f"DESK{n}", client_user=f"user{n}", client_os="Windows " * 9,
            share=[rf"\\NAS{n}\{'SHARE' * 9}{i}" for i in range(16)],
        )
        for n in range(1, 100)
    ]
    result = reading(*records, columns=columns)
    hosts = result.stdout.split("\n\n")[0].splitlines()
    assert max(map(len, hosts)) <= columns
    assert "DESK1, DESK2 and 97 more" in hosts[2]
    assert "users: user1, user2, user3" in result.stdout
    assert "198.51.100.1" in result.stdout.split("Findings")[0]


@pytest.mark.parametrize(
    "mark, reason", [("browser", "Computer Browser only"), ("scanner", "scanner")]
)
def test_set_apart(reading, mark, reason):
    """By these connections alone nobody needs SMB1; the verdict stays."""
    result = reading(record(**{mark: True}))
    lines = result.stdout.splitlines()
    assert result.returncode == 1
    assert lines[0] == "Nothing needs SMB1"
    assert lines[2] == "Set apart: SMB1 seen, and by itself no need of it"
    assert lines[4].split(maxsplit=2)[2].startswith(reason)
    assert f"client ({mark})  SMB1 in use" in result.stdout
    assert lines[-1] == "1 capture, 1 connection, 1 with need of SMB1, 1 of them set apart"


def test_set_apart_beside_real_need(reading):
    """A host with any other need is a host with need, and the rest is said."""
    lines = reading(record(browser=True), record(client_user="alice")).stdout.splitlines()
    assert lines[0] == "Who needs SMB1"
    assert lines[2].split()[:3] == ["192.0.2.10", "client", "yes"]
    assert "1 SMB1 in use (browser)" in lines[2] + lines[3]
    assert not any(line.startswith("Set apart") for line in lines)


def test_server_that_takes_smb1_from_a_scanner_needs_it(reading):
    """SMB2 was on offer: it is limited to SMB1, whoever asked."""
    lines = reading(record("server", scanner=True)).stdout.splitlines()
    assert lines[0] == "Who needs SMB1"
    assert lines[2].split()[:3] == ["198.51.100.20", "server", "yes"]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_datagrams_are_no_connections(reading, form):
    """Counted apart, with the names of their senders; nothing needs SMB1."""
    told = [mailslot("WS2"), mailslot("WS2"), mailslot("", "192.0.2.11")]
    result = reading(*told, form=form)
    assert (result.returncode, result.stderr) == (0, "")
    if form == "table":
        assert "3 mailslot datagrams (UDP 138), no SMB1 sessions, from " \
            "WS2 (192.0.2.10), 192.0.2.11\n" in result.stdout
        assert "no SMB negotiation; 3 mailslot datagrams\n" in result.stdout
        assert result.stdout.endswith("1 capture, 0 connections, 0 with need of SMB1\n")
    else:
        assert len(result.stdout.splitlines()) == (form == "csv")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names(reading, name, form):
    """Nothing controls the terminal, shifts a column or floods the table."""
    text = HOSTILE[name]
    fields = dict.fromkeys(KNOWN, text) | {"share": [text, text + "2"]}
    result = reading(record(**fields), mailslot(text), form=form)
    assert (result.returncode, result.stderr) == (1, "")
    shown = result.stdout.replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in shown)
    if form == "table":
        assert max(map(len, shown.splitlines())) <= 120
    if form == "csv":
        csv.field_size_limit(10**7)
        rows = list(csv.reader(io.StringIO(shown)))
        assert [len(row) for row in rows] == [len(rows[0])] * 2
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[1])
    if form == "json":
        assert json.loads(shown)["client_name"] == text


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_bytes_that_are_no_text(public_folder, form):
    """The report is ASCII or UTF-8 also where tshark's output is neither."""
    stand_in(public_folder, "tshark", "exec cat")
    capture = public_folder / "told.pcap"
    told = as_told(record(client_name="BYTES"), record(client_name="\u20ac"))
    capture.write_bytes(told.encode().replace(b"BYTES", b"\xff\xc3\x00"))
    result = report(form, capture, env=with_path(public_folder))
    assert (result.returncode, result.stderr) == (1, "")
    shown = result.stdout.replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert r"\xff\xc3" in shown.replace(r"\\", "\\")
    if form == "json":
        assert json.loads(shown.splitlines()[1])["client_name"] == "\u20ac"


def test_shares_stay_apart_in_csv(reading):
    """A share with a comma is one share, and one with a bar is no two."""
    text = reading(record(share=["A,B", "C|D"]), form="csv").stdout
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row["share"].split("|") == ["A,B", r"C\x7cD"]


# capture, what its first record says besides
CAPTURED = {
    "port-139": {"client_name": "CLIENT", "server_name": "SERVER"},
    "live-smb1-used": {
        "client_name": "DESK1", "client_domain": "WORKGROUP", "client_user": "alice",
        "client_os": "Unix", "client_lanman": "Samba",
        "server_name": "NAS1", "server_domain": "NAS1", "server_os": "Windows 6.1",
        "server_lanman": "Samba 4.17.12-Debian",
        "share": [r"\\NAS1\IPC$", r"\\NAS1\FILES"],
        "signing": "not offered", "auth": "NTLMv2", "offer_stack": "Samba",
    },
    "live-six-used": {
        "client_name": "DESK1", "client_user": "alice", "share": [r"\\192.0.2.11\FILES"],
    },
    "live-red-herring": {"signing": "not offered", "offer_stack": "Windows 10 1709 or later"},
    "live-smb1-refused": {"offer_stack": "Samba"},
}


def captured(name, form):
    """A report on captures of this checkout."""
    return audit("--format", form, CAPTURES / f"{name}.pcap")


@pytest.mark.parametrize("name", CAPTURED)
def test_captured(name):
    """From the packets to the report."""
    told = json.loads(captured(name, "json").stdout)
    assert {k: v for k, v in told.items() if k in CAPTURED[name]} == CAPTURED[name]


def test_captured_host():
    """From the packets to the table."""
    lines = captured("live-smb1-used", "table").stdout.splitlines()
    assert lines[2].split()[:4] == ["192.0.2.101", "DESK1", "client", "yes"]
    assert lines[3:6] == [
        "      OS: Unix (Samba)",
        "      users: alice",
        r"      shares: \\NAS1\IPC$, \\NAS1\FILES",
    ]


def test_captured_datagram():
    """A capture that holds nothing but a mailslot datagram."""
    result = captured("udp-138-mailslot", "table")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Nothing needs SMB1\n")
    assert "1 mailslot datagram (UDP 138), no SMB1 sessions, from CLIENT (192.0.2.10)\n" \
        in result.stdout


def test_captured_scanners():
    """Nothing but scanners: the plugin's verdicts stay, no host needs SMB1."""
    result = captured("stack-scanners", "table")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("Nothing needs SMB1\n\nSet apart: ")
    assert not re.search("client  +yes|client  +SMB1", result.stdout)


def test_captured_browser():
    """The Computer Browser alone: no host needs SMB1."""
    assert captured("identity-browser", "table").stdout.startswith("Nothing needs SMB1\n")


@pytest.mark.parametrize("name", ["and-pipe", "and-share", "and-other-transaction"])
def test_captured_browser_and_more(name):
    """Whoever does more than browse does need SMB1."""
    stdout = captured(f"identity-browser-{name}", "table").stdout
    assert stdout.startswith("Who needs SMB1\n")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_captured_hostile_names(form):
    """Escapes, control characters and long names, as the plugin gives them."""
    captures = [*CAPTURES.glob("identity-hostile-*.pcap"), *CAPTURES.glob("identity-long-*.pcap")]
    result = audit("--format", form, *captures)
    assert (result.returncode, result.stderr) == (1, "")
    shown = result.stdout.replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in shown)
    longest = 120 if form == "table" else 20_000
    assert max(map(len, shown.splitlines())) <= longest
    assert r"\x1b" in shown
