# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: names, systems, users, shares, and what is set apart."""

import csv
import io
import json
import re

import pytest
from command import (
    CAPTURES, as_told, audit, cells, harmless, mailslot, record, report, set_apart, stand_in,
    with_path,
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


KNOWN = {
    "client_name": "DESK1", "client_os": "Unix", "client_lanman": "Samba",
    "client_users": ["alice"], "server_name": "NAS1", "server_os": "Windows 6.1",
    "share": [r"\\NAS1\IPC$", r"\\NAS1\FILES"],
}


def test_host_is_described(reading):
    """Name, system, users, shares, peers of the host that needs SMB1."""
    result = reading(record(**KNOWN))
    lines = result.stdout.splitlines()
    assert lines[0] == "Who needs SMB1: 1 host"
    assert cells(lines[2])[:5] == ["192.0.2.10", "DESK1", "client", "yes", "offers SMB1 only"]
    host = result.stdout.split("\n\n")[0]
    for known in ("Unix (Samba)", "2020-01-01 12:00", "users: alice", "198.51.100.20",
                  r"shares: \\NAS1\IPC$, \\NAS1\FILES"):
        assert known in host


def test_server_is_described(reading):
    """The server gets its own name and system, and who used it."""
    host = reading(record("server", **KNOWN)).stdout.split("\n\n")[0]
    assert cells(host.splitlines()[2])[:5] == [
        "198.51.100.20", "NAS1", "server", "yes", "took SMB1 though SMB2 was on offer"]
    assert "Windows 6.1" in host and "users: alice" in host and "Unix" not in host


def test_nothing_known_leaves_no_column(reading):
    """No column and no line for what nobody told."""
    result = reading(record(verdict="SMB1 refused by answer"))
    assert cells(result.stdout.splitlines()[1]) == [
        "HOST", "ROLE", "NEEDS SMB1", "WHY", "CONNECTIONS", "SEEN (UTC)", "WITH"]
    assert not any(word in result.stdout for word in (" OS ", "VENDOR", "users:", "shares:"))


# What another connection or a datagram tells of the host, best first.
ELSEWHERE = {
    "DESK1": [harmless(client_name="DESK1", client_resolved="desk1.example")],
    "NAS1": [harmless(server_address="192.0.2.10", server_name="NAS1"), mailslot("WS2")],
    "WS2": [mailslot("WS2"), harmless(client_resolved="desk1.example")],
    "desk1.example": [harmless(client_resolved="desk1.example")],
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_refused_client_has_the_name_it_told_elsewhere(reading, name):
    """Who is refused tells no name there: another connection, in whatever role,
    a datagram or name resolution does, in this order."""
    refused = record(verdict="SMB1 refused by answer")
    lines = reading(refused, *ELSEWHERE[name]).stdout.splitlines()
    assert cells(lines[2])[:2] == ["192.0.2.10", name]


def test_system_and_vendor_of_elsewhere(reading):
    """Likewise what it runs, and who made its network card."""
    other = harmless(client_os="Unix", client_vendor="Dell")
    host = reading(record(verdict="SMB1 refused by answer"), other).stdout.split("\n\n")[0]
    assert "Unix" in host and "Dell" in host


# What a client says of its software, and what it is shown to be.
RUNS = {
    "Unix": {"client_os": "Unix", "client_lanman": "Native LAN Manager"},
    "Windows 6.1 (Samba 4.17.12)": {"client_os": "Windows 6.1", "client_lanman": "Samba 4.17.12"},
    "Samba 3.0": {"client_os": "Samba 3.0", "client_lanman": "Samba 3.0"},
    "looks like macOS": {"offer_stack": "macOS"},
    "Darwin": {"client_os": "Darwin", "offer_stack": "macOS"},
}


@pytest.mark.parametrize("system", RUNS)
def test_systems(reading, system):
    """With the Samba that calls itself a Windows; a guess only where nothing is said."""
    told = record(client_users=["alice"], **RUNS[system])
    assert system in cells(reading(told, columns=200).stdout.splitlines()[2])


def test_who_logged_on_is_a_user(reading):
    """A logon that was not answered is none, though the record names it."""
    assert "users:" not in reading(record(client_user="alice")).stdout


def test_system_of_a_scanner_is_made_up(reading):
    """It is not shown; that of the server is."""
    told = set_apart(client_os="Windows 2000", server_os="Windows 6.1")
    result = reading(told, record("server", server_os="Windows 6.1"))
    assert "Windows 2000" not in result.stdout
    assert "Windows 6.1" in result.stdout


def test_several_users_and_those_refused(reading):
    """All who logged on; a name that was refused once and taken once is no
    refused one. Where the record does not hold all, that is said."""
    told = record(
        client_user="alice", client_users=["alice", "bob"], client_user_refused=["eve", "bob"],
        share=["DATA"], left_out=["share", "client_users"],
    )
    host = reading(told).stdout.split("\n\n")[0]
    assert "users: alice, bob and more; refused users: eve; shares: DATA and more" in host


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_datagrams_are_no_connections(reading, form):
    """Counted apart, with the names of their senders; nothing needs SMB1."""
    told = [mailslot("WS2", datagrams=2), mailslot("", "192.0.2.11")]
    result = reading(*told, form=form)
    assert (result.returncode, result.stderr) == (0, "")
    if form == "table":
        assert "3 mailslot datagrams, no SMB1 sessions, from " \
            "WS2 (192.0.2.10), 192.0.2.11\n" in result.stdout
        assert result.stdout.startswith("Nothing needs SMB1: no SMB connection was captured\n")
        assert "1 capture with no SMB negotiation: told.pcap\n" in result.stdout
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
    shown = result.stdout.removeprefix("\ufeff").replace("\r\n", "\n")
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
    shown = result.stdout.removeprefix("\ufeff").replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert r"\xff\xc3" in shown.replace(r"\\", "\\")
    if form == "json":
        assert json.loads(shown.splitlines()[1])["client_name"] == "\u20ac"


def test_shares_stay_apart_in_csv(reading):
    """A share with a comma is one share, and one with a bar is no two."""
    text = reading(record(share=["A,B", "C|D"]), form="csv").stdout.removeprefix("\ufeff")
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
    host = captured("live-smb1-used", "table").stdout.split("\n\n")[0]
    assert cells(host.splitlines()[2])[:4] == ["192.0.2.101", "DESK1", "client", "yes"]
    assert "users: alice" in host and r"shares: \\NAS1\IPC$, \\NAS1\FILES" in host


def test_captured_datagram():
    """A capture that holds nothing but a mailslot datagram."""
    result = captured("udp-138-mailslot", "table")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Nothing needs SMB1: no SMB connection was captured\n")
    assert "1 mailslot datagram, no SMB1 sessions, from CLIENT (192.0.2.10)\n" \
        in result.stdout


def test_captured_scanners():
    """Nothing but scanners: the plugin's verdicts stay, no host needs SMB1."""
    result = captured("stack-scanners", "table")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Nothing needs SMB1\n\nSet apart: ")
    assert not re.search("client  +yes|client  +SMB1", result.stdout)


def test_captured_browser():
    """The Computer Browser alone: no host needs SMB1."""
    result = captured("identity-browser", "table")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Nothing needs SMB1\n")


@pytest.mark.parametrize("name", ["and-pipe", "and-share", "and-other-transaction"])
def test_captured_browser_and_more(name):
    """Whoever does more than browse does need SMB1."""
    stdout = captured(f"identity-browser-{name}", "table").stdout
    assert stdout.startswith("Who needs SMB1: ")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_captured_hostile_names(form):
    """Escapes, control characters and long names, as the plugin gives them."""
    captures = [*CAPTURES.glob("identity-hostile-*.pcap"), *CAPTURES.glob("identity-long-*.pcap")]
    result = audit("--format", form, *captures)
    assert (result.returncode, result.stderr) == (1, "")
    shown = result.stdout.removeprefix("\ufeff").replace("\r\n", "\n")
    assert all(c.isprintable() or c == "\n" for c in shown)
    longest = 120 if form == "table" else 20_000
    assert max(map(len, shown.splitlines())) <= longest
    assert r"\x1b" in shown
