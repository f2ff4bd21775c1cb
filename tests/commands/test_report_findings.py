# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: one line for all connections that say the same of two hosts."""

import os
import re

import pytest
from command import (
    CAPTURES, ROOT, TOOLS, audit, cells, connection, harmless, record, run, set_apart,
)


def findings(result):
    """The lines of the findings, without those below them."""
    text = next(text for text in result.stdout.split("\n\n") if text.startswith("Findings"))
    return [cells(line) for line in text.splitlines()[2:] if not line.startswith("      ")]


def at(time, **more):
    """A record of a connection at a time."""
    return record(time=f"2020-{time}:00.000000Z", last_time=f"2020-{time}:30.000000Z", **more)


def test_same_meaning_is_one_line(reading):
    """With a count, first and last seen, and an example of the first capture."""
    result = reading(
        at("03-01T10:00", frame=7), at("02-01T09:00", frame=20),
        others=[[at("04-01T11:00", frame=2)] * 1200, [harmless()], []],
    )
    assert result.returncode == 2  # the last one is empty
    found, = findings(result)
    assert found[:5] == ["1,202", "client", "SMB1 in use", "192.0.2.10", "198.51.100.20"]
    assert found[5:7] == ["offers SMB1 only", "2020-02-01 09:00 to"]
    assert "  2020-04-01 11:00\n" in result.stdout
    assert "example: frame 7 of told.pcap, and in 1 more capture\n" in result.stdout
    assert "1 capture without findings: told2.pcap\n" in result.stdout


# What a connection says otherwise, so that it is another finding.
OTHERWISE = {
    "verdict": {"verdict": "SMB1 selected"},
    "needs": {"needs": "server"},
    "why": {"client_why": "its software has no SMB2 (Windows 5.1)"},
    "mark": {"browser": True},
    "dialects": {"offer_dialect": ["NT LM 0.12"]},
    "client": {"client_address": "192.0.2.11"},
    "server": {"server_address": "198.51.100.21"},
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_other_meaning_is_another_line(reading, name):
    """Who, whom, what, why."""
    assert len(findings(reading(record(), record(**OTHERWISE[name])))) == 2


def test_both_ends_need_it(reading):
    """Each for a reason of its own."""
    told = record(server_need="yes", server_why="its software has no SMB2 (Windows 5.1)")
    result = reading(told, columns=200)
    assert findings(result)[0][1] == "both"
    assert "  client: offers SMB1 only; server" in result.stdout
    assert "no SMB2 (Windows 5.1)" in result.stdout.split("Findings")[1]


def test_ground_is_that_of_who_needs_it(reading):
    """Not why the other end is set apart."""
    told = set_apart(server_need="yes", server_why="its software has no SMB2 (Windows 5.1)")
    found, = findings(reading(told, columns=200))
    assert found[1] == "server"
    assert found[5].startswith("its software has no SMB2 (Windows")


def test_rest_is_the_same_meaning(reading):
    """Ports, names, users and shares do not make it another one."""
    others = [
        record(client_port=1024 + n, client_name=f"DESK{n}", client_user=f"u{n}", share=[f"S{n}"])
        for n in range(9)
    ]
    assert [found[0] for found in findings(reading(*others))] == ["9"]


def test_order(reading):
    """Who needs SMB1, who perhaps does, doubts; the frequent ones first. What
    is set apart stands by itself."""
    doubt = connection("Invalid answer", client_need="not shown", server_need="not shown")
    result = reading(set_apart(), doubt, record("unknown"), record(), *[record("server")] * 2)
    assert [found[1] for found in findings(result)] == ["server", "client", "unknown", "nobody"]
    assert "\n\nFindings that are set apart\n" in result.stdout
    assert "4 with need of SMB1 or perhaps, 1 set apart, 1 doubtful" in result.stdout


# addresses of the two hosts, the filter
FILTERS = {
    ("192.0.2.10", "198.51.100.20"):
        "smb1audit && ip.addr == 192.0.2.10 && ip.addr == 198.51.100.20",
    ("2001:db8::10", "2001:db8::20"):
        "smb1audit && ipv6.addr == 2001:db8::10 && ipv6.addr == 2001:db8::20",
    ("127.0.0.1", "127.0.0.1"): "smb1audit && ip.addr == 127.0.0.1",
    ("00000001.00001b0f6f5a", 'a"b\\c'):
        r'smb1audit.client.address == "00000001.00001b0f6f5a" && '
        r'smb1audit.server.address == "a\"b\\c"',
}


@pytest.mark.parametrize("ends", FILTERS, ids=str)
def test_filter_to_copy(reading, ends):
    """On one line if there is room for it, and none else where it stands below."""
    told = record(client_address=ends[0], server_address=ends[1], client_name="x" * 20)
    result = reading(told, columns=120)
    assert any(line.strip().endswith(FILTERS[ends]) for line in result.stdout.splitlines())
    assert frames_of("red-herring", FILTERS[ends]).returncode == 0


def frames_of(name, display_filter):
    """The frames of a capture that a display filter shows."""
    plugins = {"WIRESHARK_PLUGIN_DIR": str(ROOT / "build/plugins")}
    with (CAPTURES / f"{name}.pcap").open("rb") as packets:
        return run(TOOLS / "unprivileged", "tshark", "-n", "-r", "-", "-Y", display_filter,
                   stdin=packets, env=os.environ | plugins)


def test_unknown_addresses(reading):
    """One frame is shown where the ends are not known."""
    told = record("unknown")
    for name in ("client_address", "server_address"):
        del told[name]
    result = reading(told)
    assert findings(result)[0][3:5] == ["(not known)", "(not known)"]
    assert "smb1audit && frame.number == 4" in result.stdout


def test_thousands_in_ten_captures(reading):
    """As many lines as there are pairs of hosts."""
    told = [record(client_address=f"192.0.2.{n % 5}", frame=n + 1) for n in range(250)]
    result = reading(*told, others=[told] * 9)
    assert [found[0] for found in findings(result)] == ["500"] * 5
    assert result.stdout.count("and in 9 more captures") == 5


@pytest.mark.parametrize("name", ["red-herring", "live-red-herring"])
def test_filter_of_a_capture(name):
    """It shows the frames of the finding."""
    stdout = audit(CAPTURES / f"{name}.pcap").stdout
    shown, *_ = re.findall(r"smb1audit && ip.addr == \S+ && ip.addr == \S+", stdout)
    assert len(frames_of(name, shown).stdout.splitlines()) >= 2
