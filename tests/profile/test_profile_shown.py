# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark makes of the installed profile: coloring rules, filter buttons, columns."""
import csv
import functools
import re
import xml.etree.ElementTree

import pytest

import tshark
from expected import FOLDER, batches, names, read_batch
from outcomes import BUTTONS, COLUMNS, HIDDEN, RULES, frames, rule, rules_that_fire
from scratch import NAME, columns, hidden, rules, stock_coloring

NUMBER, RULE = "frame.number", "frame.coloring_rule.name"
ENUMERATED = ("verdict", "needs_smb1", "auth")
PLAIN = FOLDER / "red-herring.pcap"


#: What Wireshark 4.6 says of TCP with nothing below it, with the profile and without.
HOSTS_OWN = "Dissector bug, protocol TCP"


def read(scratch, path, fields, *options, profile=NAME, plugin_dir=tshark.PLUGINS):
    """Rows of fields; the same as tests of captures see, but for the profile."""
    done = scratch.tshark("-n", "-2", "-r", path, *options, *tshark.columns(fields),
                          profile=profile, plugin_dir=plugin_dir)
    assert not [line for line in done.complaints if HOSTS_OWN not in line]
    return [tshark.row(line, fields, plugin_dir) for line in done.told]


def all_captures(scratch, fields, *more, profile=NAME):
    """capture -> its rows, with the numbers that the frames have there."""
    def one(batch):
        options, group = batch
        return read_batch(group, lambda path: read(
            scratch, path, fields, *more, *options, profile=profile))

    found = {}
    for part in tshark.parallel(one, batches(False)):
        for name, (before, rows) in part.items():
            found[name] = {int(row[NUMBER][0]) - before: row for row in rows}
    return found


@functools.lru_cache(maxsize=None)
def colored(scratch, profile):
    """capture -> frame -> the coloring rule that fired, None for none."""
    rows = all_captures(scratch, [NUMBER, RULE], "--color", profile=profile)
    return {name: {number: "".join(row[RULE]) or None for number, row in its.items()}
            for name, its in rows.items()}


def test_every_rule_is_met():
    """The captures have a frame for each rule: else the next test shows less."""
    assert rules_that_fire() == set(RULES)


@pytest.mark.parametrize("name", names())
def test_coloring(installed, name):
    """Each of our rules fires where it is declared; on all other frames the same of Wireshark's
    fires as without the profile."""
    own = {number: rule(frame) for number, frame in frames(name).items()}
    expected = {number: own.get(number) or stock
                for number, stock in colored(installed, None)[name].items()}
    assert colored(installed, NAME)[name] == expected


def test_rules_are_above_the_stock_ones(installed):
    """Ours first, then all of this Wireshark's, in order, as they are."""
    text = (installed.folder / "colorfilters").read_text(encoding="utf-8")
    found = rules(text)
    assert [name for name, *_ in found[:len(RULES)]] == list(RULES)
    assert found[len(RULES):] == rules(stock_coloring())
    assert len(found) > len(RULES) + 10


def test_rules_without_the_plugin(installed):
    """Wireshark's own fire as without the profile, and the frames read the same."""
    fields = [NUMBER, RULE]
    done = installed.tshark("-n", "-2", "-r", PLAIN, "--color", *tshark.columns(fields),
                            plugin_dir=tshark.STOCK)
    assert done.told == installed.tshark(
        "-n", "-2", "-r", PLAIN, "--color", *tshark.columns(fields), profile=None,
        plugin_dir=tshark.STOCK).told
    # tshark names each rule that it leaves out; nothing else is wrong.
    for name in RULES:
        assert sum(f'"{name}"' in line for line in done.complaints) == 1
    assert all("ould not compile" in line or "smb1audit." in line for line in done.complaints)


@pytest.mark.parametrize("plugin_dir", [tshark.PLUGINS, tshark.STOCK], ids=["with", "without"])
@pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one", "two"])
def test_no_warnings(installed, plugin_dir, passes):
    """With the plugin and without, the profile is read in silence; the rest reads as ever."""
    done = installed.tshark("-n", "-r", PLAIN, *passes, plugin_dir=plugin_dir)
    assert not done.complaints
    assert len(done.told) == 6
    assert "192.0.2.10 → 198.51.100.20" in done.told[0]


def test_no_warnings_of_preferences(installed):
    """tshark has taken what the file says.  Before 4.4 it reports of no profile, so that the
    profile's folder stands for the whole configuration."""
    done = installed.run("tshark", "-G", "currentprefs", WIRESHARK_CONFIG_DIR=installed.folder)
    assert (done.status, done.complaints) == (0, [])
    assert columns("\n".join(done.told)) == columns(
        (installed.folder / "preferences").read_text(encoding="utf-8"))


def buttons(scratch):
    """The filter buttons of the file: (enabled, label, filter, comment)."""
    lines = (scratch.folder / "dfilter_buttons").read_text(encoding="utf-8").splitlines()
    return [[re.sub(r"\\x(..)", lambda found: chr(int(found[1], 16)), cell) for cell in row]
            for row in csv.reader(line for line in lines if not line.startswith("#"))]


def test_buttons(installed):
    """Their names, in order; each is on and says what it is for."""
    rows = buttons(installed)
    assert [label for _, label, _, _ in rows] == list(BUTTONS)
    assert all(enabled == "TRUE" and comment for enabled, _, _, comment in rows)


@pytest.mark.parametrize("label", BUTTONS)
def test_filter_of_button(installed, label):
    """The filter leaves the frames that are declared, of all captures."""
    expression = next(row[2] for row in buttons(installed) if row[1] == label)
    expected = {name: {number for number, frame in frames(name).items() if BUTTONS[label](frame)}
                for name in names()}
    assert any(expected.values())
    found = all_captures(installed, [NUMBER], "-Y", expression)
    assert {name: set(rows) for name, rows in found.items()} == expected


def shown(scratch, capture, *options):
    """The packet list: titles, and rows."""
    text = "\n".join(scratch.tshark("-n", "-2", "-r", capture, "-T", "psml", *options).told)
    listed = xml.etree.ElementTree.fromstring(text)
    return ([title.text for title in listed.find("structure")],
            [[cell.text or "" for cell in packet] for packet in listed.findall("packet")])


def test_columns(installed):
    """Those that are seen, and what hides the others."""
    text = (installed.folder / "preferences").read_text(encoding="utf-8")
    formats = columns(text)
    assert list(formats) == list(COLUMNS)
    assert hidden(text) == [formats[title] for title in HIDDEN]
    line = installed.tshark("-n", "-2", "-r", PLAIN, "-Y", "frame.number == 6").told[0]
    assert re.fullmatch(r" *6 +0\.005000 +192\.0\.2\.10 → 198\.51\.100\.20 +server +Red herring "
                        r"reset +TCP Server needs SMB1.*", line), line


@pytest.mark.parametrize("capture", ["live-smb1-used", "live-six-used", "live-red-herring",
                                     "identity-browser", "stack-scanners"])
def test_cells(installed, capture):
    """Each column of ours, also those that are hidden at first, has the values of its fields."""
    path = FOLDER / f"{capture}.pcap"
    fields = [f"smb1audit.{name}" for names in COLUMNS.values() for name in names or ()]
    titles, cells = shown(installed, path, "-o", "gui.column.hidden:")
    assert titles == list(COLUMNS)
    filled = set()
    for row, values in zip(cells, read(installed, path, fields), strict=True):
        for title, cell in zip(titles, row):
            if COLUMNS[title]:
                assert cell == ",".join(words(values, COLUMNS[title])), (title, row)
                filled |= {title} if cell else set()
    assert {"Verdict", "Client", "Server"} <= filled


def words(values, names):
    """What the fields say, enumerations by name."""
    for name in names:
        for value in values[f"smb1audit.{name}"]:
            yield tshark.labels(f"smb1audit.{name}")[int(value)] if name in ENUMERATED else value


def test_recent_has_the_columns(installed):
    """From 4.4 on the widths count by their order."""
    text = (installed.folder / "recent").read_text(encoding="utf-8")
    widths = re.findall(r'^\t"?(%[^"]*?)"?, (-?\d+)', text, re.MULTILINE)
    formats = columns((installed.folder / "preferences").read_text(encoding="utf-8")).values()
    assert [layout for layout, _ in widths] == [layout.removesuffix(":0:R") for layout in formats]
    assert len({width for _, width in widths}) > 3
