# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: which hosts need SMB1, why, and which are set apart."""

import pytest
from command import cells, harmless, mailslot, record, set_apart

NEEDS = ["not shown", "no", "no (Computer Browser)", "no (scanner)", "perhaps", "yes"]


def sections(result):
    """The sections of a report."""
    return result.stdout.rstrip("\n").split("\n\n")


def host_needs(result):
    """What the first table says: (host, role, need)."""
    lines = sections(result)[0].splitlines()[2:]
    return [tuple(cells(line)[:3]) for line in lines if not line.startswith("   ")]


@pytest.mark.parametrize("stronger", range(1, len(NEEDS)))
def test_strongest_need_counts(reading, stronger):
    """Of a host's connections, whatever their order."""
    told = [harmless(client_need=need) for need in NEEDS[:stronger + 1]]
    for order in (told, told[::-1]):
        result = reading(*order)
        assert result.returncode == (1 if NEEDS[stronger] in ("perhaps", "yes") else 0)
        if result.returncode:
            assert ("192.0.2.10", "client", NEEDS[stronger]) in host_needs(result)
        else:
            assert result.stdout.startswith("Nothing needs SMB1\n")


def test_one_row_per_host_and_role(reading):
    """One that is client and server has two."""
    other = record("server", client_address="192.0.2.99", server_address="192.0.2.10")
    assert sorted(host_needs(reading(record(), record(), other))) == [
        ("192.0.2.10", "client", "yes"), ("192.0.2.10", "server", "yes")]


def test_certain_ones_first(reading):
    """And it is said how many hosts there are."""
    perhaps = record("unknown", client_address="192.0.2.3", server_address="192.0.2.4")
    result = reading(*[perhaps] * 9, record())
    assert result.stdout.startswith("Who needs SMB1: 1 host, perhaps 2 more\n")
    assert [need for _, _, need in host_needs(result)] == ["yes", "perhaps", "perhaps"]
    result = reading(perhaps)
    assert result.stdout.startswith("Who perhaps needs SMB1: 2 hosts\n")
    assert result.returncode == 1


def test_application_on_a_system_that_speaks_smb2(reading):
    """It offers SMB1 only, its client does not always."""
    result = reading(*[record()] * 3, *[harmless()] * 200, columns=200)
    assert cells(result.stdout.splitlines()[2])[2:5] == [
        "yes", "offers SMB1 only in 3 of 203 connections: an application, not the system",
        "200 SMB2 selected, 3 SMB1 in use",
    ]


# What a server with software that has no SMB2 makes of a connection.
OLD = {"server_need": "yes", "server_why": "its software has no SMB2 (Windows 5.1)"}


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_software_of_who_speaks_smb2(reading, form):
    """Whatever it is called, it has SMB2; that it is met by a scanner says nothing else."""
    old, speaks = set_apart(**OLD), harmless()
    assert reading(old, form=form).returncode == 1
    assert reading(old, record("unknown"), form=form).returncode == 1
    elsewhere = harmless(server_address="198.51.100.21")
    assert reading(old, elsewhere, form=form).returncode == 1
    for told in ([old, speaks], [speaks, old]):
        result = reading(*told, form=form)
        assert (result.returncode, result.stderr) == (0, "")
        if form == "table":
            assert result.stdout.startswith("Nothing needs SMB1\n")
            assert "0 with need of SMB1 or perhaps, 1 set apart" in result.stdout


# What keeps it from being an application: connections, the reason
NO_APPLICATION = {
    "no SMB2": ([record(), record()], "offers SMB1 only"),
    "a server": (
        [record("server"), harmless()],
        "took SMB1 though SMB2 was on offer in 1 of 2 connections",
    ),
    "two grounds": (
        [set_apart(**OLD), record("server"), set_apart(**OLD)],
        "took SMB1 though SMB2 was on offer"),
}


@pytest.mark.parametrize("name", NO_APPLICATION)
def test_reason_of_the_plugin(reading, name):
    """In its words, and nothing else."""
    told, why = NO_APPLICATION[name]
    result = reading(*told, columns=200)
    assert why in cells(result.stdout.splitlines()[2])
    assert "application" not in result.stdout


@pytest.mark.parametrize(
    "mark, word", [("browser", "no (Computer Browser)"), ("scanner", "no (scanner)")])
def test_set_apart(reading, mark, word):
    """By these connections alone nobody needs SMB1; the verdict stays."""
    result = reading(set_apart(mark))
    first, apart, others, found, total = sections(result)
    assert (result.returncode, result.stderr) == (0, "")
    assert first == "Nothing needs SMB1"
    assert apart.startswith("Set apart: SMB1 seen, and by itself no need of it\n")
    assert cells(apart.splitlines()[2])[:4] == ["192.0.2.10", "client", word, "1 SMB1 in use"]
    assert others == "Not shown: 1 server, of which neither a need nor SMB2 was captured"
    assert found.startswith("Findings that are set apart\n")
    assert cells(found.splitlines()[2])[:3] == ["1", word, "SMB1 in use"]
    assert total == "1 capture, 1 connection: 0 with need of SMB1 or perhaps, 1 set apart"


def test_set_apart_beside_real_need(reading):
    """A host with any other need is a host with need, and the rest is said."""
    result = reading(set_apart("browser"), record(), columns=200)
    assert result.returncode == 1
    assert host_needs(result) == [("192.0.2.10", "client", "yes")]
    assert "1 SMB1 in use (Computer Browser), 1 SMB1 in use" in result.stdout
    assert "Set apart:" not in result.stdout


def test_server_that_takes_smb1_from_a_scanner_needs_it(reading):
    """SMB2 was on offer: it is limited to SMB1, whoever asked."""
    told = record("server", scanner=True, client_need="no (scanner)")
    result = reading(told, columns=200)
    assert result.returncode == 1
    assert host_needs(result) == [("198.51.100.20", "server", "yes")]
    found, = [text for text in sections(result) if text.startswith("Findings\n")]
    assert "took SMB1 though SMB2 was on offer; asked" in found and "  by a scanner" in found


def test_who_spoke_smb2(reading):
    """Shown to be without need, with a name; all others are counted alone."""
    silent = harmless(client_address="192.0.2.7", client_need="not shown", server_need="not shown")
    result = reading(harmless(client_name="DESK1"), silent)
    assert result.returncode == 0
    assert sections(result)[1].splitlines() == [
        "Spoke SMB2 and showed no need of SMB1: 1 client, 1 server",
        "  clients: 192.0.2.10 (DESK1)",
        "  servers: 198.51.100.20",
        "Not shown: 1 client, of which neither a need nor SMB2 was captured",
    ]


def test_many_who_spoke_smb2(reading):
    """The first of them, and how many more."""
    told = [harmless(client_address=f"10.0.{n // 250}.{n % 250}") for n in range(1000)]
    text = sections(reading(*told))[1]
    assert text.startswith("Spoke SMB2 and showed no need of SMB1: 1,000 clients, 1 server\n")
    assert len(text.splitlines()) == 5
    shown = text.split("servers:")[0].count("10.0.")
    assert f" and {1000 - shown:,} more\n" in text


def test_an_older_plugin_shows_nothing(reading):
    """A key that is missing is no need, and no reason to fail."""
    told = record("unknown")
    for name in ("client_need", "server_need"):
        del told[name]
    result = reading(told)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Not shown: 1 client, 1 server" in result.stdout


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    "told, status",
    [(record(), 1), (record("server"), 1), (record("unknown"), 1), (harmless(), 0),
     (set_apart("scanner"), 0), (set_apart("browser"), 0), (mailslot("WS2"), 0)],
    ids=["client", "server", "unknown", "harmless", "scanner", "browser", "datagram"],
)
def test_exit_status(reading, form, told, status):
    """1: a host needs SMB1, or perhaps; the same in every format."""
    result = reading(told, form=form)
    assert (result.returncode, result.stderr) == (status, "")
    if form == "table":
        assert result.stdout.startswith("Nothing needs SMB1") == (status == 0)


def test_what_was_not_looked_at(reading):
    """It is said first, once."""
    told = harmless(unseen="smb2 is disabled")
    result = reading(told, told, harmless())
    assert result.stdout.startswith("Not looked at: smb2 is disabled\n\nNothing needs SMB1\n")
    assert result.stdout.count("disabled") == 1


def test_what_could_not_be_read(public_folder, reading):
    """The report says that it is not whole."""
    del public_folder
    result = reading(harmless(), others=[[]])
    assert result.returncode == 2
    assert result.stdout.startswith("Not all was read: standard error says why, of 1 input\n")
