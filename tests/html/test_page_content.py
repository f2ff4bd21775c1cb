# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands on the page is what the records say."""

import io
import random
from collections import Counter
from types import SimpleNamespace

import pytest
from command import CAPTURES, harmless, record, report, run, set_apart, PYTHON, TOOLS
from html_page import Told, changes, numbers, on, page_of, table

HOSTS, FINDINGS = "Hosts that need", "Findings"


def harmless_on(day, address):
    """A record of a client that spoke SMB2 on that day."""
    return on(day, client_address=address) | {"client_need": "no", "server_need": "no"}


def test_answer_and_coverage():
    """Numbers of hosts, connections and packets; what the captures cannot have seen."""
    first = Told(frames=1000, cut_frames=3, time="2020-01-01T11:00:00.000000Z",
                 last_time="2020-01-02T11:00:00.000000Z")
    second = Told(frames=234, cut_frames=1, time="2019-12-31T23:59:59.999999Z",
                  last_time="2020-01-01T12:00:00.000000Z")
    page, text = page_of(
        ("a.pcap", [record(offer="SMB1 only"), harmless(offer="SMB2 only", client_address="192.0.2.9")],
         {}, first),
        ("b.pcap", [record("unknown", client_address="192.0.2.11", server_address="192.0.2.12"),
                    record("unknown", client_address="192.0.2.11", server_address="192.0.2.12",
                           answer_frame=4)], {}, second))
    told = numbers(text)
    assert told["answer"] == ("Yes. 1 host needs SMB1, and perhaps 2 more, of 5 hosts in 4 SMB "
                              "connections.")
    assert [told[name] for name in ("captures", "first", "last", "packets", "host-count",
                                    "connection-count", "cut", "joined", "one-sided")] == [
        "2", "2019-12-31 23:59:59", "2020-01-02 11:00:00", "1,234", "5", "4", "4", "1", "1"]
    assert page.needed
    assert [row["Cut"] for row in table(text, "Captures")] == ["3", "1"]


ANSWERS = {
    "Perhaps. 2 hosts perhaps need SMB1, of 2 hosts in 1 SMB connection.": [record("unknown")],
    "No. Nothing that was captured needs SMB1, of 2 hosts in 1 SMB connection.": [harmless()],
    "Unknown. No SMB connection was captured: nothing can be said of who needs SMB1.": [],
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_other_answers(answer):
    """And the exit status that goes with them."""
    page, text = page_of(("a.pcap", ANSWERS[answer]))
    assert (numbers(text)["answer"], page.needed) == (answer, answer.startswith("Perhaps"))


def test_host():
    """All that is known of one that is to be acted on."""
    _, text = page_of(("a.pcap", [record(
        client_name="COPIER", client_os="Copier OS 4", client_vendor="Ricoh",
        client_users=["scan"], client_user_refused=["root"], share=[r"\\NAS\SCANS"],
        server_name="NAS", last_time="2020-01-03T12:00:00.000000Z", left_out=["share"])]))
    row, = table(text, HOSTS)
    assert row["Needs SMB1"] == "yes as client"
    assert row["Host"] == "192.0.2.10 COPIER Network card Ricoh"
    assert row["Why"] == "offers SMB1 only 1 SMB1 in use"
    assert row["Users and shares"] == (
        r"Users scan Refused users root Shares \\NAS\SCANS and more, which were not kept")
    assert (row["Software"], row["With"]) == ("Copier OS 4", "198.51.100.20 (NAS)")
    assert row["Seen (UTC)"] == "2020-01-01 12:00:00 to 2020-01-03 12:00:00"
    assert "[SMBv2/SMBv3]" in row["What to do"] and "Source" not in row["What to do"]


def test_finding():
    """Client by server by verdict, with an example and a filter."""
    _, text = page_of(
        ("a.pcap", [harmless()]),
        ("b.pcap", [record("server", "Red herring reset", frame=9, offer="SMB1 and SMB2",
                           offer_dialect=["NT LM 0.12", "SMB 2.002"])] * 3),
        ("c.pcap", [record("server", "Red herring reset", offer="SMB1 and SMB2",
                           offer_dialect=["NT LM 0.12", "SMB 2.002"])]))
    row, = table(text, FINDINGS)
    assert (row["Needs SMB1"], row["Verdict"], row["Connections"]) == (
        "the server", "Red herring reset", "4")
    assert row["Offered"] == "NT LM 0.12, SMB 2.002"
    assert row["Example, and a display filter"] == (
        "frame 9 of b.pcap smb1audit && ip.addr == 192.0.2.10 && ip.addr == 198.51.100.20 "
        "and in 1 more capture")
    client, = table(text, "Red herrings")
    assert (client["Client"], client["Needs SMB1 elsewhere"]) == ("192.0.2.10", "no sign of it")


def test_sessions():
    """Weak logons and sessions without signing, each with a filter; none of SMB2."""
    _, text = page_of(("a.pcap", [
        record(auth="NTLMv1", signing="not offered", client_users=["eve"]),
        record(auth="NTLMv1", signing="not offered", client_users=["bob"]),
        record(auth="NTLMv2", signing="enabled"),
        harmless(auth="guest", signing="not offered"),
    ]))
    logon, = table(text, "Weak logons")
    assert (logon["Logon"], logon["Users"], logon["Connections"]) == ("NTLMv1", "eve bob", "2")
    assert 'smb1audit.auth == "NTLMv1" && smb1audit && ip.addr == 192.0.2.10' in (
        logon["Example, and a display filter"])
    session, = table(text, "SMB1 sessions that cannot be signed")
    assert (session["Signing"], session["Connections"]) == ("not offered", "2")
    assert "1 more SMB1 session could be signed" in text


def test_set_apart():
    """With the reason, and nowhere else."""
    page, text = page_of(("a.pcap", [
        set_apart("scanner"), set_apart("browser", client_address="192.0.2.44"),
        harmless(client_address="192.0.2.45")], Counter({("DESK", "192.0.2.46"): 7})))
    assert not page.needed
    assert {(row["Host"], row["Why"]) for row in table(text, "Scanners")} == {
        ("192.0.2.10", "a scanner or exploit tool"),
        ("192.0.2.44", "nothing but the Computer Browser's work")}
    assert len(table(text, "Their connections")) == 2
    assert table(text, "Senders") == [{"Name": "DESK", "Address": "192.0.2.46", "Datagrams": "7"}]
    assert "<caption>Hosts that need" not in text and "<caption>Findings" not in text


def test_trouble():
    """What could not be read, and why, also where there is nothing else."""
    _, text = page_of(complaints=2, gaps=1, said=["x.pcap: cut short", "y.pcap: empty"])
    assert "2 inputs not read, or not to the end; 1 gap in ring buffers." in " ".join(text.split())
    assert "<li><bdi>x.pcap: cut short</bdi></li>" in text
    assert numbers(text)["answer"].startswith("Unknown.")


def test_over_time():
    """The bars and the table below them are the connections; what is no finding is none."""
    chance = random.Random(4)
    days = Counter()
    records = []
    for _ in range(500):
        day = chance.choice((1, 2, 9))
        make = chance.choice((record, set_apart, harmless))
        days[day, make] += 1
        records.append(make(time=f"2020-01-{day:02}T12:00:00.000000Z"))
    _, text = page_of(("a.pcap", records))
    rows = table(text, "SMB1 connections over time")
    assert [(row["With need, or perhaps"], row["Set apart"]) for row in rows] == [
        (str(days[day, record]), str(days[day, set_apart])) for day in (1, 2, 9)]
    assert [row["From (UTC)"][:10] for row in rows] == [f"2020-01-{day:02}" for day in (1, 2, 9)]
    assert text.count('<rect class="need"') == text.count('<rect class="apart"') == 3


def test_over_time_is_the_hosts_judgement():
    """A server whose software is belied by its SMB2 has no need, on no day."""
    software = {"client_need": "not shown", "server_need": "yes",
                "server_why": "its software has no SMB2 (Samba 3.0.37)"}
    _, text = page_of(("a.pcap", [record("server", **software), harmless()]))
    assert [row["With need, or perhaps"] for row in table(text, "SMB1 connections over time")] == []
    _, text = page_of(("a.pcap", [record("server", **software)]))
    assert [row["With need, or perhaps"] for row in table(text, "SMB1 connections over time")] == ["1"]


def test_campaign():
    """Hosts in need by day, days of which nothing is known, and what changed; only where
    there is one."""
    campaign = changes([
        *(on(day, client_address="192.0.2.1") for day in (1, 2, 5)),
        on(1, client_address="192.0.2.2", client_name="OLD"), harmless_on(5, "192.0.2.55"),
        on(2, client_address="192.0.2.3"), harmless_on(5, "192.0.2.3"),
        on(5, client_address="192.0.2.4")])
    page, text = page_of(("a.pcap", [record()]), campaign=campaign)
    by_day = [tuple(row.values()) for row in table(text, "Hosts in need of SMB1, by day")]
    assert by_day == [("2020-01-01", "2"), ("2020-01-02", "2"),
                      ("2020-01-03 to 2020-01-04", "no SMB captured"), ("2020-01-05", "2")]
    assert table(text, "Not seen") == [{
        "Host": "192.0.2.2 OLD", "Role": "client", "Why": "offers SMB1 only",
        "In need (UTC)": "2020-01-01 12:00:00", "Last seen (UTC)": "2020-01-01 12:00:00"}]
    assert [row["Host"] for row in table(text, "New")] == ["192.0.2.4"]
    assert [row["Last seen (UTC)"] for row in table(text, "Stopped")] == ["2020-01-05 12:00:00"]
    assert "<p>The last 1 day with SMB captured, from 2020-01-05" in text and page.needed
    assert "by day" not in page_of(("a.pcap", [record()]))[1]


def test_campaign_with_nothing_before():
    """It is not said that nothing changed."""
    _, text = page_of(("a.pcap", [record()]), campaign=changes([on(1)]))
    assert "What changed is not known" in text and "Stopped" not in text
    assert "no SMB captured" not in text
    assert [row["Hosts in need"] for row in table(text, "Hosts in need of SMB1, by day")] == ["1"]
    assert "by day" not in page_of(("a.pcap", []), campaign=changes([]))[1]


def test_period_of_a_campaign():
    """Which time the page is on, if it is not on all."""
    _, text = page_of(("a.pcap", [record()]), campaign=changes([on(1)], "2020-01-01", "2020-01-01"))
    assert "on connections since 2020-01-01 and before 2020-01-02 alone" in text
    assert "This page is on" not in page_of(("a.pcap", [record()]), campaign=changes([on(1)]))[1]


def test_clock_that_is_wrong():
    """Thousands of years without captures take no room."""
    campaign = changes([on(1), on(2) | {"time": "9999-12-31T00:00:00.000000Z",
                                        "last_time": "9999-12-31T00:00:00.000000Z"}])
    _, text = page_of(("a.pcap", [record()]), campaign=campaign)
    assert [row["From (UTC)"] for row in table(text, "Hosts in need of SMB1, by day")] == [
        "2020-01-01", "2020-01-02 to 9999-12-30", "9999-12-31"]


def test_lists_end_and_say_so():
    """Of hosts, of users of one, and of captures."""
    records = [record(client_address=f"10.0.{n // 250}.{n % 250}", client_users=[f"u{n}"])
               for n in range(1200)]
    _, text = page_of(*((f"{n}.pcap", records[n * 4:n * 4 + 4]) for n in range(300)))
    assert len(table(text, HOSTS)) == 1000
    assert "1,000 of 1,200 rows are shown" in text and "200 of 300 rows are shown" in text
    _, text = page_of(("a.pcap", [record(client_users=[f"u{n}" for n in range(128)])]))
    assert "and 78 more, not listed" in table(text, HOSTS)[0]["Users and shares"]


def test_every_capture_of_ours(tmp_path):
    """tools/audit's own: the page has the hosts and findings of the table, the same exit
    status, and the same bytes from kept records."""
    captures = [CAPTURES / f"{name}.pcap" for name in ("live-six-used", "office", "red-herring")]
    page, records = report("html", *captures), tmp_path / "records"
    assert report("records", *captures, output=records).returncode == 0
    merged = run(PYTHON, "-B", TOOLS / "report", "--merge", "html", "-", "", records)
    assert (merged.returncode, merged.stdout) == (page.returncode, page.stdout) == (1, page.stdout)
    assert page.stdout.startswith("<!DOCTYPE html>\n")
    assert numbers(page.stdout)["cut"] == "0"
    lines = run(PYTHON, "-B", TOOLS / "report", "--merge", "table", "-", "", records).stdout
    certain, perhaps = (len({row["Host"].split()[0] for row in table(page.stdout, HOSTS)
                             if row["Needs SMB1"].startswith(need)}) for need in ("yes", "perhaps"))
    assert f"Who needs SMB1: {certain} hosts, perhaps {perhaps} more" in lines


def test_without_jinja(tmp_path):
    """One line says what is missing, before anything is read."""
    (tmp_path / "jinja2.py").write_text("raise ModuleNotFoundError(name='jinja2')\n")
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path)}
    done = report("html", CAPTURES / "office.pcap", env=env)
    assert (done.returncode, done.stdout, done.stderr) == (
        2, "", "audit: the format html needs the Python module jinja2 (Debian package: "
               "python3-jinja2)\n")


def test_remedies():
    """Every row has a source, and the rows for anybody are there in the end."""
    from page.remedies import TOLD_BY, remedies, remedy_for
    for row in remedies():
        assert row.role in ("client", "server", "any") and row.by in TOLD_BY
        assert row.remedy and row.source
        assert row.url.startswith("https://") or row.source.startswith("SMB1 Audit")
    nobody = SimpleNamespace(need="yes", why="", systems={}, vendors={})
    for role in ("client", "server"):
        nobody.role = role
        assert remedy_for(nobody) == [row for row in remedies() if row.role == role][-1]


# What a host tells, and a word of what is to be done.
TOLD = [
    ("server", "its software has no SMB2 (Samba 3.0.37)", "Unix", "Synology", "3.6"),
    ("server", "its software has no SMB2 (Windows 5.1)", "Windows 5.1", "", "Replace"),
    ("server", "took SMB1 though SMB2 was on offer", "", "Synology Incorporated", "DSM"),
    ("server", "took SMB1 though SMB2 was on offer", "Windows 6.1 (Samba 4.2)", "", "smb.conf"),
    ("server", "took SMB1 though SMB2 was on offer", "Windows Server 2016", "", "EnableSMB2Protocol"),
    ("client", "offers SMB1 only", "looks like Windows 2000, XP or Server 2003", "HP", "Replace"),
    ("client", "offers SMB1 only", "looks like macOS", "Apple", "protocol_vers_map"),
    ("client", "offers SMB1 only", "looks like Linux cifs", "", "vers="),
    ("client", "offers SMB1 only", "", "Canon Inc.", "scans to a folder"),
    ("client", "offers SMB1 only in 2 of 3 connections: an application, not the system",
     "Windows 10 1809", "", "find the application"),
]


@pytest.mark.parametrize("role, why, system, vendor, word", TOLD)
def test_remedy(role, why, system, vendor, word):
    """The one that fits."""
    from page.remedies import remedy_for
    host = SimpleNamespace(role=role, need="yes", why=why, systems={system: True},
                           vendors={vendor: True})
    assert word in remedy_for(host).remedy


def test_many_connections_need_little_room():
    """Kinds are kept, not connections; spans of time are few, whatever the times."""
    from page.history import KEPT, SHOWN_MOST
    from page.page import Page
    page = Page(io.StringIO())
    page.begin("a.pcap")
    chance = random.Random(1)
    for n in range(20_000):
        page.take(record(time=f"{chance.randint(1970, 2999)}-03-01T12:00:{n % 60:02}.000000Z", frame=n))
    assert len(page.history.spans) <= KEPT and len([*page.kinds]) == 1
    page.finish()
    assert page.report.getvalue().count('<rect class="need"') <= SHOWN_MOST
    assert sum(int(row["With need, or perhaps"].replace(",", "")) for row in table(
        page.report.getvalue(), "SMB1 connections over time")) == 20_000
