# SPDX-License-Identifier: GPL-2.0-or-later
"""What changed: told of days on which SMB was captured, and of no others."""

import pytest
from changed import Changes
from command import mailslot
from html_page import table
from period import Period, period
from stores import add_records, on, on_store, smb2_on, write_records


def changes(*records, days=2, chosen=Period()):
    """What these records say."""
    made = Changes(chosen, days)
    for record in records:
        made.take(record)
    return made


def told(made):
    """The addresses of each list."""
    return tuple([host.address for host in hosts]
                 for hosts in (made.new, made.not_seen, made.stopped))


def test_new():
    """First in need on the last days; who needed it before is not."""
    made = changes(on(1, client_address="192.0.2.1"), on(2), on(3, client_address="192.0.2.1"),
                   on(4, client_address="192.0.2.7"))
    assert told(made) == (["192.0.2.7"], ["192.0.2.10"], [])
    host, = made.new
    assert (host.role, host.why, host.first[:10]) == ("client", "offers SMB1 only", "2026-01-04")


def test_new_in_need_though_known():
    """It spoke SMB2 before: its need is new."""
    made = changes(smb2_on(1), on(3), on(4))
    assert told(made) == (["192.0.2.10"], [], [])


def test_stopped_is_who_was_seen():
    """Who speaks SMB2 on the last days and shows no need; nobody else."""
    made = changes(on(1), smb2_on(1), smb2_on(3), smb2_on(4, hour=13))
    assert told(made) == ([], [], ["192.0.2.10"])
    host, = made.stopped
    assert (host.last[:10], host.seen[:13]) == ("2026-01-01", "2026-01-04T13")


@pytest.mark.parametrize("more", (
    [],  # others were captured alone
    [on(4, client_need="not shown")],  # it was, and showed nothing
    [on(4, client_need="no (scanner)")],
    [on(4, server_address="192.0.2.10", client_address="203.0.113.1", client_need="no",
        server_need="no")],  # it was, as a server
))
def test_not_seen_is_no_stop(more):
    """Never is it claimed that a host stopped which was merely not captured."""
    others = [smb2_on(day, client_address="192.0.2.99", server_address="192.0.2.98")
              for day in (2, 3, 4)]
    made = changes(on(1), *others, *more)
    assert told(made) == ([], ["192.0.2.10"], [])


def test_days_without_captures_do_not_count():
    """Nor does a host become quiet by them: it was seen on the last two that there are."""
    made = changes(on(1), on(2), on(28))
    assert told(made) == ([], [], [])
    assert (made.captured, made.span) == (["2026-01-01", "2026-01-02", "2026-01-28"], 28)


def test_too_few_days():
    """All would be new: nothing is told."""
    made = changes(on(1), on(2))
    assert (told(made), made.before) == (([], [], []), [])


def test_software_that_was_replaced():
    """A server whose software had no SMB2, and which then speaks it, has stopped, though
    the report on all the time says that it needs nothing."""
    old = {"client_need": "not shown", "server_need": "yes",
           "server_why": "its software has no SMB2 (Windows 5.1)"}
    made = changes(on(1, **old), smb2_on(3), smb2_on(4))
    assert told(made) == ([], [], ["198.51.100.20"])
    assert made.stopped[0].why == "its software has no SMB2 (Windows 5.1)"
    # The other way round it is no need, as hosts.py has it.
    assert told(changes(smb2_on(1), on(3, **old), on(4, **old))) == ([], [], [])


def test_hosts_in_need_by_day():
    """Of each day what its connections alone say; days without any are not there."""
    other = {"client_address": "192.0.2.9"}
    made = changes(on(1), on(1, **other), smb2_on(2), on(4, **other), smb2_on(4))
    assert made.days == [("2026-01-01", 2), ("2026-01-02", 0), ("2026-01-04", 1)]


def test_connection_over_several_days():
    """It was seen when it began and when it ended."""
    made = changes(on(1) | {"last_time": "2026-01-05T00:00:00.000000Z"}, smb2_on(3), days=1)
    assert made.days == [("2026-01-01", 1), ("2026-01-03", 0), ("2026-01-05", 1)]
    limited = changes(on(1) | {"last_time": "2026-01-05T00:00:00.000000Z"},
                      chosen=period("2026-01-02", "2026-01-05"))
    assert limited.captured == ["2026-01-05"]
    limited = changes(on(1), on(5), chosen=period("", "2026-01-05T00:00"))
    assert limited.captured == ["2026-01-01"]


def test_times_that_are_none():
    """Of a record that anyone may have made."""
    made = changes(on(1) | {"time": "x", "last_time": "2026-02-30T"}, on(1) | {"time": ""})
    assert made.captured == ["2026-01-01"]


@pytest.fixture(name="store")
def fixture_store(tmp_path):
    """With a host for each list, of three weeks of which one is missing."""
    store = tmp_path / "s.db"
    weeks = [day for day in range(1, 21) if not 8 <= day <= 13]
    records = {
        "a.pcap": [smb2_on(day, client_address="192.0.2.50", server_address="192.0.2.51")
                   for day in weeks],
        "b.pcap": [on(day, client_address="192.0.2.1") for day in weeks],
        "c.pcap": [on(2, client_address="192.0.2.2", client_name="EVIL\x1b[31m<b>")],
        "d.pcap": [on(3, client_address="192.0.2.3"), smb2_on(19, client_address="192.0.2.3")],
        "e.pcap": [on(17, client_address="192.0.2.4")],
    }
    sender = mailslot("OLDBOX", "192.0.2.4")["datagrams"][0] | {"capture": 4}
    add_records(store, write_records(tmp_path / "r.jsonl", records,
                                     stretch={"datagrams": [sender]}))
    return store


def test_section(store):
    """What people read."""
    text = on_store(store).stdout
    section = text[text.index("What changed"):text.index("Findings")]
    assert section.startswith(
        "What changed: the last 7 days with SMB captured, from 2026-01-14 to 2026-01-20, "
        "against the 7 days")
    flat = " ".join(section.split())
    assert "before, from 2026-01-01 to 2026-01-07. Of 6 days between" in flat
    assert "Hosts in need by day captured: 2026-01-20: 1, 2026-01-19: 1, 2026-01-18: 1, " \
        "2026-01-17: 2," in flat
    new, not_seen, stopped = (flat.index(word) for word in ("New: ", "Not seen: ", "Stopped: "))
    assert "192.0.2.4 OLDBOX client 2026-01-17 12:00" in flat[new:not_seen]
    assert r"192.0.2.2 EVIL\x1b[31m<b> client 2026-01-02 12:00" in flat[not_seen:stopped]
    assert "Whether they stopped, were off, or were not captured is not known: 1 host" in flat
    assert "192.0.2.3 client 2026-01-03 12:00 2026-01-19 12:00" in flat[stopped:]
    assert "\x1b" not in text


def test_page(store):
    """What is handed over has the same, and hostile names are no markup there."""
    page = on_store(store, form="html")
    assert (page.returncode, page.stderr) == (1, "")
    by_day = [tuple(row.values()) for row in table(page.stdout, "Hosts in need of SMB1, by day")]
    assert by_day[:3] == [("2026-01-01", "1"), ("2026-01-02", "2"), ("2026-01-03", "2")]
    assert by_day[7] == ("2026-01-08 to 2026-01-13", "no SMB captured")
    assert len(by_day) == 15
    lists = [[row["Host"] for row in table(page.stdout, name)]
             for name in ("New", "Not seen", "Stopped")]
    assert lists == [["192.0.2.4 OLDBOX"], [r"192.0.2.2 EVIL\x1b[31m<b>"], ["192.0.2.3"]]
    assert "EVIL" in page.stdout and "<b>" not in page.stdout and "\x1b" not in page.stdout
    page = on_store(store, form="html", since="2026-01-17").stdout
    assert "on connections since 2026-01-17 alone" in page and "What changed is not known" in page


def test_other_days(store):
    """--recent-days, and what is said when nothing can be."""
    text = on_store(store, days="14").stdout
    assert "What changed is not known: SMB was captured on 14 days, and the last 14 are compared" \
        in text
    text = " ".join(on_store(store, days="1", since="2026-01-17").stdout.split())
    assert "the last 1 day with SMB captured, from 2026-01-20 to 2026-01-20, against" in text
    assert "Not seen: " in text and "192.0.2.4" in text and "New: " not in text


def test_nothing_changed(tmp_path):
    """It is said, too."""
    add_records(tmp_path / "s.db", write_records(
        tmp_path / "r.jsonl", {"a.pcap": [on(day) for day in range(1, 11)]}))
    assert "Of the hosts in need none is new, none was not seen, none stopped" \
        in on_store(tmp_path / "s.db").stdout


def test_other_formats(store):
    """They have the records and nothing else."""
    for form in ("csv", "json"):
        assert "changed" not in on_store(store, form=form).stdout
