# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's windows with the plugin: they show what tshark prints, whatever is done to them.

Every test also fails when Wireshark ends or complains (conftest.py).
"""
import pytest

from desk import reading
from desk.captures import LONG, SHORT
from desk.reading import HOSTS, VERDICTS

PREFERENCE = "smb1audit.append_info"
SMB1_ONLY = "smb1audit.smb1_only"
FILTERS = (SMB1_ONLY, 'smb1audit.needs_smb1 == "server"', "smb1audit.expert.red_herring",
           "smb1audit", "")


def see_packets(wireshark, display_filter="", options=()):
    """The packet list shows what tshark prints."""
    expected = reading.packets(wireshark.capture.same, display_filter, options)
    assert expected
    wireshark.shows(lambda: reading.appended(wireshark.packets()), reading.appended(expected),
                    "the packet list")
    return expected


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
    rows = see_packets(wireshark)
    assert any("| SMB1 in use (NT LM 0.12), client needs SMB1 |" in row[-1] for row in rows)


def test_details(wireshark):
    """The tree of the frame that is clicked on."""
    wireshark.filter(SMB1_ONLY)
    summary = see_packets(wireshark, SMB1_ONLY)[0][-1].split(" | ")[1]
    wireshark.click(lambda: wireshark.main.find("tree", "Packet list").table()[0][0], "a packet")
    wireshark.until(lambda: [f"[SMB1 Audit: {summary}]"] in wireshark.details(), "the tree")


def test_filters(wireshark):
    """The rows that are left of the packet list."""
    for display_filter in FILTERS:
        wireshark.filter(display_filter)
        see_packets(wireshark, display_filter)


def test_hosts(wireshark):
    """The statistic of hosts, as it is opened and with a filter of its own."""
    window = wireshark.open_window("Statistics", HOSTS)
    need = see_hosts(wireshark, window)["Need SMB1"]
    assert ["192.0.2.11", "server", "yes", "NAS1"] in [row[:4] for row in need]
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


def test_preference(wireshark):
    """The Info column without and with what the plugin appends; the statistics stay."""
    verdicts, hosts = open_statistics(wireshark)
    for options in (("-o", PREFERENCE + ":FALSE"), ()):
        wireshark.toggle(PREFERENCE)
        see_packets(wireshark, options=options)
        see_hosts(wireshark, hosts)
        see_verdicts(wireshark, verdicts)


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
