# SPDX-License-Identifier: GPL-2.0-or-later
"""The installed profile in Wireshark's windows: what it shows, and in which colors."""
import collections
import contextlib
import shutil

import pytest

import tshark
from desk import TREE, prerequisites
from outcomes import BUTTONS, COLUMNS, HIDDEN
from scratch import NAME, SOURCE, rules

pytestmark = pytest.mark.usefixtures("able")

#: Has a frame for each coloring rule and a row for each filter button; and one without SMB1.
OFFICE, FINE = ("office",), ("live-pure-smb2",)
SEEN = [title for title in COLUMNS if title not in HIDDEN]
CHOSEN = ("-C", NAME)
PICTURE = TREE / "build" / "screenshots" / "profile.png"
#: The packet list is so high that it shows all of the office, and a picture ends with it.
HEIGHT = "gui.geometry_main_upper_pane: 480\n"
AREA = (0, 0, 1600, 580)
#: Whether this release has a filter that switches to a profile.
SWITCHES = tshark.release() >= (4, 4)


@pytest.fixture(name="able", scope="session")
def _able():
    """A machine that can show windows."""
    prerequisites.require()


@pytest.fixture(name="desk")
def _desk(installed):
    """start(...) -> (screen, Wireshark), of a user who has the profile."""
    from desk.accessibility import Accessibility
    from desk.account import Account
    from desk.captures import Capture
    from desk.screen import Screen
    from desk.wireshark import Wireshark
    with contextlib.ExitStack() as desk:
        def start(options=(), **more):
            screen = desk.enter_context(Screen())
            account = desk.enter_context(Account(screen))
            settings = account.home / "config" / "wireshark"
            shutil.copytree(installed.folder.parent, settings / "profiles")
            with open(settings / "profiles" / NAME / "recent", "a", encoding="utf-8") as recent:
                recent.write(HEIGHT)
            for path in [settings, *settings.rglob("*")]:
                path.chmod(0o777 if path.is_dir() else 0o666)
            bus = desk.enter_context(Accessibility(account))
            capture = Capture(account.home)
            return screen, desk.enter_context(
                Wireshark(account, bus, capture, options, **more))
        yield start


def profile_of(wireshark):
    """The profile that the status bar names."""
    named = (label.name for label in wireshark.main.every("label"))
    return next((name.partition(": ")[2] for name in named if name.startswith("Profile: ")), None)


def rows(capture, display_filter=""):
    """The packet list as tshark prints it, in the columns of the profile: frame, then ours."""
    fields = ["frame.number", "smb1audit.needs_smb1", "smb1audit.verdict"]
    return [["".join(row["frame.number"]), *(
        tshark.labels(field)[int(row[field][0])] if row[field] else "" for field in fields[1:])]
            for row in tshark.fields(capture, fields, two_pass=True,
                                     display_filter=display_filter)]


def shown(wireshark):
    """The same from the window."""
    places = [0, SEEN.index("Needs SMB1"), SEEN.index("Verdict")]
    return [[row[place] for place in places] for row in wireshark.packets() or ()]


def colors(screen):
    """color (0 to 255 each) -> how many pixels have it."""
    _, lines = screen.at_rest()
    found = collections.Counter()
    for line in lines:
        found.update(zip(line[2::4], line[1::4], line[0::4]))
    return found


def test_office(desk):
    """Columns, buttons in their order, and every color of the rules on the screen; each button
    leaves the rows that its filter leaves in tshark."""
    screen, wireshark = desk(CHOSEN, held=OFFICE)
    wireshark.until(lambda: profile_of(wireshark) == NAME, "the profile")
    wireshark.shows(lambda: shown(wireshark), rows(wireshark.capture.same), "the packet list")
    found = [button.name for button in wireshark.main.every("push button")
             if button.name in BUTTONS]
    assert found == list(BUTTONS)
    wireshark.press(lambda: wireshark.main.find("push button", "All"), "All")
    wireshark.shows(lambda: shown(wireshark), rows(wireshark.capture.same, "smb1audit"), "All")
    screen.picture(PICTURE, AREA)
    painted = colors(screen)
    for name, _, background, _ in own_rules():
        assert painted[tuple(part // 257 for part in background)] > 2000, name
    for label, expression in FILTERS.items():
        wireshark.press(lambda: wireshark.main.find("push button", label), label)
        expected = rows(wireshark.capture.same, expression)
        assert expected, label
        wireshark.shows(lambda: shown(wireshark), expected, label)
    assert wireshark.complaints() == []
    assert wireshark.quit() == 0


#: What the buttons stand for, in other words than the profile's.
FILTERS = {
    "Findings": "smb1audit.needs_smb1 in {1..3}",
    "Servers": "smb1audit.needs_smb1 == 2",
    "Clients": "smb1audit.needs_smb1 == 1",
    "In use": "smb1audit.verdict == 4",
    "Weak logons": "smb1audit.auth == 2 or smb1audit.auth == 3 or smb1audit.auth == 4",
    "All": "smb1audit",
}


def own_rules():
    """Ours, as the source has them."""
    return rules((SOURCE / "colorfilters").read_text(encoding="utf-8"))


@pytest.mark.parametrize("held, wanted", [(OFFICE, NAME if SWITCHES else "Default"),
                                          (FINE, "Default")], ids=["SMB1", "SMB2 alone"])
def test_switch(desk, held, wanted):
    """From 4.4 on a capture where someone needs SMB1 brings the profile; any other does not."""
    _, wireshark = desk(held=held)
    count = len(rows(wireshark.capture.same))
    wireshark.until(lambda: len(wireshark.packets() or ()) == count, "all packets")
    wireshark.until(lambda: profile_of(wireshark) == wanted, f"the profile {wanted}")
    assert wireshark.complaints() == []


#: Alerts whose text cannot be had: several in one, and those of 4.6, which have a title alone.
UNREADABLE = ("Multiple problems found", "Wireshark")


def test_without_the_plugin(desk):
    """Wireshark says that it leaves out our coloring rules, from 4.4 on in alerts, and shows the
    rest.  It says nothing else."""
    _, wireshark = desk(CHOSEN, plugins=tshark.STOCK, held=OFFICE)
    count = len(tshark.fields(wireshark.capture.same, ["frame.number"], plugin_dir=tshark.STOCK))
    told = close_alerts(wireshark, lambda: len(wireshark.packets() or ()) == count)
    assert bool(told) == SWITCHES
    assert all(text in UNREADABLE or "Disabling color filter: " in text for text in told), told
    assert profile_of(wireshark) == NAME
    assert all("ould not compile" in line for line in wireshark.complaints()
               if not line.startswith(("Left side", '"smb1audit.')) and "is neither a" not in line)
    assert wireshark.quit() == 0


def close_alerts(wireshark, done):
    """Close alerts, which may keep the file from being read, until that is done and none is left;
    what they said."""
    told = []

    def closed():
        alerts = wireshark.dialogs()
        if alerts:
            told.append(alerts[0].name)
            wireshark.close_window(alerts[0])
        return not alerts and done()

    wireshark.until(closed, "all packets and no alert")
    return told
