# SPDX-License-Identifier: GPL-2.0-or-later
"""-z smb1audit,hosts and tree: they count each connection once, with its last verdict."""

import json
import struct
from collections import Counter

import pytest

import tshark
from expected import FOLDER
from needs import GROUNDS, NEEDS, ROLES, SOFTWARE, need_of
from smb import NT_ONLY, negotiate
from taps import SECTIONS, hosts, records, statistic, tree
from tcp import Connection, Host
from test_public import PRESENT, results
from test_records import joined

OFFICE = FOLDER / "office.pcap"         # several hosts, with each of these needs
SECTION = dict(zip(NEEDS, (SECTIONS[3], *(SECTIONS[2],) * 3, SECTIONS[1],
                           SECTIONS[0])))


@pytest.fixture(name="capture", scope="module")
def _capture():
    return joined("records-")[1]


def strongest(found):
    """Of the needs of a host's connections, the strongest, and why; who speaks SMB2
    has it, whatever its software is called."""
    if any(need == "no" for need, _ in found):
        found = [each for each in found if not each[1].startswith(SOFTWARE)]
    need, ground = max(found, key=lambda each: (
        NEEDS.index(each[0]), -GROUNDS.index(each[1].split(" (")[0])))
    return need, ground


def expected_why(found, role):
    """A host that speaks SMB2 at other times has an application that does not."""
    need, ground = strongest(found)
    if need != "yes" or all(each != "no" for each, _ in found):
        return ground
    application = ": an application, not the system" if role == "client" else ""
    return "%s in %d of %d connections%s" % (
        ground, found.count((need, ground)), len(found), application)


def expected_hosts(found):
    """The rows that these records make: {(address, role): (need, why, verdicts)}."""
    rows = {}
    for record in found:
        for role in ROLES:
            if f"{role}_address" in record:
                needs, verdicts = rows.setdefault((record[f"{role}_address"], role),
                                                  ([], Counter()))
                needs.append(need_of(record, role))
                verdicts[record["verdict"]] += 1
    return {(address, role): (strongest(needs)[0], expected_why(needs, role), verdicts)
            for (address, role), (needs, verdicts) in rows.items()}


def expected_tree(found):
    """The tree that these records make."""
    nodes = Counter()
    for record in found:
        path = ("Connections", record["verdict"],
                record.get("server_address", "(unknown)"),
                record.get("client_address", "(unknown)"))
        for depth in range(1, len(path) + 1):
            nodes[path[:depth]] += 1
    return nodes


def check_hosts(rows, found):
    """Rows against records."""
    assert ({(row.address, row.role): (row.needs, row.why, Counter(dict(row.verdicts)))
             for row in rows} == expected_hosts(found))
    assert len({(row.address, row.role) for row in rows}) == len(rows)
    for row in rows:
        assert row.section == SECTION[row.needs]
        assert row.connections == sum(number for _, number in row.verdicts)


@pytest.mark.parametrize("two_pass", (False, True))
def test_hosts(capture, two_pass):
    """A row per host and role, from all of our captures together."""
    check_hosts(hosts(capture, two_pass=two_pass), records(capture))


@pytest.mark.parametrize("two_pass", (False, True))
def test_those_in_need_come_first(two_pass):
    """In one pass, too, though a server's need shows only in the end."""
    rows = hosts(OFFICE, two_pass=two_pass)
    check_hosts(rows, records(OFFICE))
    assert {row.needs for row in rows} == set(NEEDS)
    sections = [SECTIONS.index(row.section) for row in rows]
    assert sections == sorted(sections)


@pytest.mark.parametrize("two_pass", (False, True))
def test_tree(capture, two_pass):
    """Verdict, then server, then client."""
    for path in (capture, OFFICE):
        assert tree(path, two_pass=two_pass) == expected_tree(records(path))


@pytest.mark.parametrize("public", PRESENT)
def test_public_captures(public):
    """Both statistics against the oracle's verdicts."""
    verdicts = Counter(each.verdict for each in results()[public][0].values())
    nodes = tree(public)
    assert {path[1]: number for path, number in nodes.items() if len(path) == 2} == verdicts
    check_hosts(hosts(public), records(public))


def test_both_at_once(capture):
    """Each has listeners and filters of its own."""
    options = ("-z", "smb1audit,hosts,frame.number == 0", "-z", "smb1audit,json")
    assert tree(capture, options=options) == tree(capture)
    assert statistic(capture, "json") in statistic(capture, "tree", options=options)


@pytest.mark.parametrize("two_pass", (False, True))
def test_filter_chooses_connections(capture, two_pass):
    """One frame that passes is enough, and what became of it counts all the same."""
    found = [record for record in records(capture)
             if record["verdict"] == "Red herring reset" and "answer_frame" in record]
    chosen = f",frame.number == {found[0]['answer_frame']}"
    check_hosts(hosts(capture, chosen, two_pass=two_pass), found[:1])
    assert tree(capture, chosen, two_pass=two_pass) == expected_tree(found[:1])


@pytest.mark.parametrize("two_pass", (False, True))
def test_display_filter_does_not_change_them(capture, two_pass):
    """What is listed is one thing, what is counted another."""
    options = ("-Y", "frame.number == 0")
    assert set(hosts(capture, two_pass=two_pass, options=options)) == set(hosts(capture))
    assert tree(capture, two_pass=two_pass, options=options) == tree(capture)


def test_sessions(capture):
    """tshark -M forgets connections; what was counted of them stays."""
    options = ("-M", "50")
    found = records(capture, options=options)
    check_hosts(hosts(capture, options=options), found)
    assert tree(capture, options=options) == expected_tree(found)


def test_live_capture(capture):
    """From a pipe, as it is captured: the same as from a file."""
    def live(name):
        script = f'exec tshark -n -q -i - -z smb1audit,{name} <"{capture}"'
        return tshark.run("sh", "-c", script, **tshark.NO_DICTIONARIES).stdout.decode("utf-8")

    for name in ("json", "hosts", "tree"):
        assert live(name) == statistic(capture, name)


def test_nothing_to_count():
    """A capture without SMB: the tables' titles, and no rows."""
    path = FOLDER / "connection-without-smb.pcap"
    assert hosts(path) == []
    assert tree(path) == {}


# A capture, and of its hosts: role, name, users (who logged on), shares.
TOLD = {
    "live-six-used.pcap": {
        ("client", "DESK1", "alice", r"\\192.0.2.11\FILES"),
        ("server", "NAS1", "alice", r"\\192.0.2.11\FILES")},
    "refused-by-reset.pcap": {("client", "", "", ""), ("server", "", "", "")},
    "identity-netbios-names.pcap": {
        ("client", "DESK1", "", ""), ("server", "OTHER", "", "")},
    "logon-brute-force.pcap": {
        ("client", "", "copier", ""), ("server", "", "copier", "")},
    "logon-refused-all.pcap": {("client", "", "", ""), ("server", "", "", "")},
    "logon-two-users.pcap": {
        ("client", "", "alice, bob", ""), ("server", "", "alice, bob", "")},
    "logon-over-smb2.pcap": {
        ("client", "DESK1", "bob", ""), ("server", "NAS1", "bob", "")},
}
# A capture, a host in it, and its system.
SYSTEMS = (
    ("live-six-used.pcap", "client", "Unix (Samba)"),
    ("live-six-used.pcap", "server", "Windows 6.1 (Samba 4.17.12-Debian)"),
    ("refused-by-reset.pcap", "client", "looks like Windows 2000, XP or Server 2003"),
    ("refused-by-reset.pcap", "server", ""),
    ("logon-over-smb2.pcap", "server", "Windows 10 2004 to 22H2 (10.0.19041)"),
    # What a scanner calls itself is forged; what the exploit sends is garbage.
    ("scanner-nessus-as-system.pcap", "client", ""),
    ("exploit-grooming.pcap", "client", "looks like EternalBlue-style exploit"),
)


@pytest.mark.parametrize("two_pass", (False, True))
@pytest.mark.parametrize("name", TOLD)
def test_who_they_are(name, two_pass):
    """Names, users and shares stand with a host."""
    assert {(row.role, row.name, row.users, row.shares)
            for row in hosts(FOLDER / name, two_pass=two_pass)} == TOLD[name]


@pytest.mark.parametrize("two_pass", (False, True))
@pytest.mark.parametrize("name, role, system", SYSTEMS)
def test_what_they_run(name, role, system, two_pass):
    """The system, with the LAN manager where that says more: a Samba calls itself a
    Windows 6.1, too. A guess is called one."""
    assert system in {row.system for row in hosts(FOLDER / name, two_pass=two_pass)
                      if row.role == role}


# Of the servers in software.pcap: needs, why.
SOFTWARE_OF_SERVERS = {
    "198.51.100.81": ("yes", f"{SOFTWARE} (Windows 5.1)"),
    "198.51.100.82": ("yes", f"{SOFTWARE} (Windows Server 2003 3790 Service Pack 2)"),
    "198.51.100.83": ("yes", "took SMB1 though SMB2 was on offer"),
    "198.51.100.84": ("no", ""),
    "198.51.100.85": ("not shown", ""),
    "198.51.100.86": ("not shown", ""),
}


@pytest.mark.parametrize("two_pass", (False, True))
def test_software_of_servers(two_pass):
    """Software without SMB2 needs SMB1, but not where it was seen to speak SMB2."""
    rows = hosts(FOLDER / "software.pcap", two_pass=two_pass)
    check_hosts(rows, records(FOLDER / "software.pcap"))
    assert {row.address: (row.needs, row.why) for row in rows
            if row.role == "server"} == SOFTWARE_OF_SERVERS


def test_times():
    """First and last seen, in UTC: of all connections of a host."""
    rows = hosts(OFFICE)
    assert {(row.first, row.last) for row in rows} == {("2020-01-01 12:00:00",) * 2}
    row, *_ = hosts(FOLDER / "live-six-used.pcap")
    times = sorted(record[name] for record in records(FOLDER / "live-six-used.pcap")
                   for name in ("time", "last_time"))
    assert [row.first, row.last] == [time[:19].replace("T", " ")
                                     for time in (times[0], times[-1])]


def without_times(pcap):
    """A pcap file as pcapng with Simple Packet Blocks (draft-ietf-opsawg-pcapng, 4.1, 4.2 and
    4.4)."""
    link, = struct.unpack_from("<I", pcap, 20)
    blocks = [struct.pack("<IIIHHqI", 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, 0, -1, 28),
              struct.pack("<IIHHII", 1, 20, link, 0, 0, 20)]
    at = 24
    while at < len(pcap):
        kept, whole = struct.unpack_from("<II", pcap, at + 8)
        data = pcap[at + 16:at + 16 + kept] + bytes(-kept % 4)
        blocks.append(struct.pack("<III", 3, 16 + len(data), whole) + data
                      + struct.pack("<I", 16 + len(data)))
        at += 16 + kept
    return b"".join(blocks)


def test_no_times(tmp_path_factory):
    """A capture whose frames have no times (pcapng, Simple Packet Blocks): none are told."""
    folder = tmp_path_factory.mktemp("timeless")
    folder.chmod(0o755)
    path = folder / "timeless.pcapng"
    path.write_bytes(without_times(OFFICE.read_bytes()))
    path.chmod(0o644)
    assert {(row.first, row.last) for row in hosts(path)} == {("", "")}
    assert len(hosts(path)) == len(hosts(OFFICE))


@pytest.mark.parametrize("seconds", [(10, 20, 30, 40), (20, 10, 40, 30)])
def test_times_of_connections_that_overlap(seconds, written):
    """The first one, and the last one, whichever connection's they are, and in whatever
    order they were captured."""
    def overlapping(capture):
        capture.seconds = seconds
        outer, inner = (Connection(capture, port=capture.port + number) for number in (0, 1))
        for connection in (outer, inner):
            connection.client.send(negotiate(NT_ONLY))
        for connection in (inner, outer):
            connection.server.reset()

    for row in hosts(written(overlapping)):
        assert (row.first, row.last) == ("2020-01-01 12:00:10", "2020-01-01 12:00:40")


# A card of a maker that Wireshark ships, and none: the loopback interface.
CARD, LOOPBACK = "00:0c:29:00:00:01", "00:00:00:00:00:00"
# What is told, a card, and what stands behind it.
BEHIND = (("VMware, Inc.", CARD, ("192.0.2.10",)), ("", CARD, ("192.0.2.10", "192.0.2.11")),
          ("", LOOPBACK, ("192.0.2.10",)))


@pytest.mark.parametrize("vendor, card, addresses", BEHIND)
def test_vendor(vendor, card, addresses, written):
    """Of the network card, where nothing but the host is behind it: a router's has
    many addresses."""
    def cards(capture):
        for address in addresses:
            Connection(capture, client=Host(address, card)).client.send(
                negotiate(NT_ONLY))

    text = tshark.run("tshark", "-n", "-q", "-r", written(cards),
                      "-z", "smb1audit,json").stdout.decode("utf-8")
    for line in text.splitlines():
        record = json.loads(line)
        assert record.get("client_vendor", "") == vendor
        assert "server_vendor" not in record


def test_a_datagram_names_its_sender(tmp_path_factory):
    """Who is refused never tells a name; a mailslot datagram may."""
    folder = tmp_path_factory.mktemp("datagram")
    folder.chmod(0o755)
    path = folder / "both.pcap"
    parts = [(FOLDER / f"{name}.pcap").read_bytes()
             for name in ("udp-138-mailslot", "refused-by-reset")]
    path.write_bytes(parts[0] + parts[1][24:])
    path.chmod(0o644)
    names = {row.role: row.name for row in hosts(path)}
    sender, = tshark.fields(path, ["smb1audit.client.name"],
                            display_filter="smb1audit.datagram")
    assert names == {"client": sender["smb1audit.client.name"][0], "server": ""}


def test_many_texts_are_cut(capture):
    """A host with many users shows eight of them and that there are more."""
    longest = max((row.users for row in hosts(capture)), key=len)
    assert longest.count(",") <= 8
