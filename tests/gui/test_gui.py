# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's windows with the plugin: they show what tshark prints, whatever is done to them.

Every test also fails when Wireshark ends or complains (conftest.py).
"""
import pytest

from desk import reading
from desk.captures import LONG, SHORT
from desk.reading import AFTER, BEFORE, HOSTS, OFF, VERDICTS

EXPERT = "Expert Information"
LIMIT = "Limit to Display Filter"
PREFERENCE = "smb1audit.info"
LUA_READ = "the script in Lua is read"
CHOICES = {BEFORE: "Before what is there", AFTER: "After it", OFF: "Not at all"}
SMB1_ONLY = "smb1audit.smb1_only"
FILTERS = (SMB1_ONLY, 'smb1audit.needs_smb1 == "server"', "smb1audit.expert.red_herring",
           "smb1audit", "")
FINDING = "Server needs SMB1: red herring | "
SERVER_FIRST = "Server 192.0.2.11 needs SMB1:"      # what a column that is cut off still shows
RESET = "smb1audit.expert.red_herring and tcp.flags.reset == 1"


def see_packets(wireshark, display_filter="", place=BEFORE):
    """The packet list shows what tshark prints."""
    expected = reading.packets(wireshark.capture.same, display_filter, preferred(place))
    assert expected
    wireshark.shows(lambda: reading.told(wireshark.packets(), place),
                    reading.told(expected, place), "the packet list")
    return expected


def preferred(place):
    """The options that make tshark say it there."""
    return () if place == BEFORE else ("-o", f"{PREFERENCE}:{place}")


def open_expert(wireshark):
    """Expert Information."""
    return wireshark.open_window("Analyze", EXPERT)


def see_remarks(wireshark, window, display_filter=""):
    """Expert Information shows the plugin's remarks that tshark has in the trees of the frames:
    how many of each kind, and below that each frame with its sentence."""
    expected = reading.remarks(wireshark.capture.same, display_filter)
    assert expected
    wireshark.check(window, "Group by summary", True)
    see_rows(wireshark, window, reading.titles, reading.by_summary(expected))
    wireshark.check(window, "Group by summary", False)
    wireshark.unfold(window, lambda row: reading.own([row]))
    see_rows(wireshark, window, reading.sentences, reading.by_frame(expected))
    return expected


def see_rows(wireshark, window, read, expected):
    """Expert Information has these rows of the plugin."""
    wireshark.shows(lambda: read(wireshark.part(window, "tree").rows()), expected, EXPERT)


def see_hosts(wireshark, window, display_filter=""):
    """The statistic of hosts shows what tshark prints."""
    expected = reading.hosts(wireshark.capture.same, display_filter)
    wireshark.shows(lambda: reading.sections(wireshark.part(window, "tree").rows()), expected,
                    HOSTS)
    return expected


def see_verdicts(wireshark, window, display_filter=""):
    """The statistic of verdicts shows what tshark prints."""
    expected = reading.verdicts(wireshark.capture.same, display_filter)
    wireshark.shows(lambda: reading.branches(indented(wireshark.part(window, "tree"))), expected,
                    VERDICTS)
    return expected


def indented(tree):
    """(indent, name, count) of the rows."""
    return [(row[0].area[0], row[0].name, row[1].name) for row in tree.table()]


def open_statistics(wireshark):
    """Both windows, right; the one that is opened last is above all others.  Wireshark fills one
    at a time."""
    verdicts = wireshark.open_window("Statistics", VERDICTS)
    see_verdicts(wireshark, verdicts)
    hosts = wireshark.open_window("Statistics", HOSTS)
    see_hosts(wireshark, hosts)
    return verdicts, hosts


def sort(wireshark, window):
    """Sort the statistic of hosts, the uppermost window, by several columns."""
    for heading in ("Name", "Role", "Host", "Host"):
        wireshark.click(lambda name=heading: wireshark.part(window, "tree").cell(name), heading)


@pytest.fixture(autouse=True)
def all_shown(wireshark):
    """A test begins when all packets are shown."""
    see_packets(wireshark)


def test_open(wireshark):
    """Every row of the packet list, with the Info column as the plugin completes it."""
    infos = [row[-1] for row in see_packets(wireshark)]
    assert any(info.startswith("Client needs SMB1: in use | Negotiate ") for info in infos)
    assert any(info.startswith(FINDING) and "[RST, ACK]" in info for info in infos)
    assert any(" | Negotiate, Selected Dialect: NT LM 0.12, " in info for info in infos)


def test_details(wireshark):
    """The tree of the frame that is clicked on: what explains it is the first line."""
    wireshark.filter(RESET)
    number = see_packets(wireshark, RESET)[0][0]
    expected = reading.details(wireshark.capture.same, number)
    assert f"): {SERVER_FIRST} it selected SMB1 though client 192.0.2.101 offered" in expected[1]
    wireshark.click(lambda: wireshark.main.find("tree", "Packet list").table()[0][0], "a packet")
    wireshark.choose("View", "Expand All")
    wireshark.shows(lambda: reading.own_tree([line for line, in wireshark.details()]), expected,
                    "the tree")
    wireshark.choose("View", "Collapse All")
    wireshark.shows(lambda: reading.own_tree([line for line, in wireshark.details()]),
                    expected[:1], "the tree")


def test_filters(wireshark):
    """The rows that are left of the packet list."""
    for display_filter in FILTERS:
        wireshark.filter(display_filter)
        see_packets(wireshark, display_filter)


def test_hosts(wireshark):
    """The statistic of hosts, as it is opened and with a filter of its own."""
    window = wireshark.open_window("Statistics", HOSTS)
    need = see_hosts(wireshark, window)["Need SMB1"]
    assert ["192.0.2.11", "server", "yes", "took SMB1 though SMB2 was on offer", "NAS1"] in [
        row[:5] for row in need]
    wireshark.filter_window(window, SMB1_ONLY)
    assert see_hosts(wireshark, window, SMB1_ONLY)["Need SMB1"] != need


def test_verdicts(wireshark):
    """The statistic of verdicts, likewise."""
    window = wireshark.open_window("Statistics", VERDICTS)
    found = see_verdicts(wireshark, window)
    assert found["Connections", "Red herring reset", "192.0.2.11", "192.0.2.101"] == "1"
    wireshark.filter_window(window, SMB1_ONLY)
    assert see_verdicts(wireshark, window, SMB1_ONLY) != found


def test_reload(wireshark):
    """The file has grown, and then it is the old one again."""
    wireshark.filter(SMB1_ONLY)
    for captures in (LONG, SHORT):
        wireshark.capture.hold(captures)
        wireshark.reload()
        see_packets(wireshark, SMB1_ONLY)


def test_reload_with_statistics(wireshark):
    """Windows of the old file can be sorted, and new ones tell of the new file."""
    _, old = open_statistics(wireshark)
    for captures in (LONG, SHORT):
        wireshark.capture.hold(captures)
        wireshark.reload()
        see_packets(wireshark)
        sort(wireshark, old)
        _, old = open_statistics(wireshark)


def test_expert(wireshark):
    """Expert Information has the plugin's remarks, those of the frames that are shown alone, too,
    and those of a file that has grown."""
    everything = see_remarks(wireshark, open_expert(wireshark))
    assert sum(remark[-1].startswith(SERVER_FIRST) for remark in everything) == 2
    wireshark.filter(SMB1_ONLY)
    see_packets(wireshark, SMB1_ONLY)
    limited = open_expert(wireshark)
    for wanted, display_filter in ((True, SMB1_ONLY), (False, "")):
        wireshark.check(limited, LIMIT, wanted)
        shown = see_remarks(wireshark, limited, display_filter)
        assert (shown == everything) != wanted
    wireshark.capture.hold(LONG)
    wireshark.reload()
    see_packets(wireshark, SMB1_ONLY)
    grown = open_expert(wireshark)
    wireshark.check(grown, LIMIT, False)
    assert len(see_remarks(wireshark, grown)) > len(everything)


def test_preference(wireshark):
    """The Info column without the plugin, with it after what is there, and before; the statistics
    and the remarks stay."""
    verdicts, hosts = open_statistics(wireshark)
    expert = open_expert(wireshark)
    for place in (OFF, AFTER, BEFORE):
        wireshark.prefer(PREFERENCE, CHOICES[place])
        see_packets(wireshark, place=place)
        see_hosts(wireshark, hosts)
        see_verdicts(wireshark, verdicts)
        see_remarks(wireshark, expert)


def test_lua_reloaded(wireshark):
    """Lua is read again, and with it the file, while all windows are open."""
    wireshark.add_lua("print(\"" + LUA_READ + "\")")
    verdicts, hosts = open_statistics(wireshark)
    expert = open_expert(wireshark)
    for times in (1, 2):
        wireshark.reload_lua()
        wireshark.until(lambda: wireshark.lines().count(LUA_READ) == times, "Lua to be read again")
        see_packets(wireshark)
        see_hosts(wireshark, hosts)
        see_verdicts(wireshark, verdicts)
        see_remarks(wireshark, expert)


def test_disabled_and_enabled(wireshark):
    """Without the protocol there is nothing of it, and then all of it again."""
    without = ("--disable-protocol", "smb1audit")
    for enabled, options in ((False, without), (True, ())):
        wireshark.enable(reading.PROTOCOL, enabled)
        wireshark.shows(wireshark.packets, reading.packets(wireshark.capture.same, options=options),
                        "the packet list")
    open_statistics(wireshark)


def test_windows_closed(wireshark):
    """Of each statistic one window that is closed before the other one is filled."""
    for kind, see in ((HOSTS, see_hosts), (VERDICTS, see_verdicts)) * 2:
        window = wireshark.open_window("Statistics", kind)
        see(wireshark, window)
        wireshark.close_window(window)


def test_windows_twice(wireshark):
    """Two windows of each statistic; when one is closed the other goes on."""
    closed, (verdicts, hosts) = open_statistics(wireshark), open_statistics(wireshark)
    for window in closed:
        wireshark.close_window(window)
    sort(wireshark, hosts)
    for display_filter in (SMB1_ONLY, ""):
        wireshark.filter_window(hosts, display_filter)
        see_hosts(wireshark, hosts, display_filter)
        wireshark.filter_window(verdicts, display_filter)
        see_verdicts(wireshark, verdicts, display_filter)


def test_close(wireshark):
    """The file is closed while the statistics are open, and opened again."""
    _, old = open_statistics(wireshark)
    wireshark.close()
    sort(wireshark, old)
    wireshark.open()
    see_packets(wireshark)
    sort(wireshark, old)
    open_statistics(wireshark)


def test_quit(wireshark):
    """The end, with all windows open.  The last test."""
    open_statistics(wireshark)
    assert wireshark.quit() == 0
