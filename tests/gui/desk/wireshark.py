# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark at the desk, with the plugin built here: its menus, its packet list, its windows."""
import difflib
import pprint
import time

import tshark
from . import addresses
from .captures import SHORT
from .complaints import complaints
from .programs import end
from .waiting import INTERVAL, PATIENCE
from .widget import LEFT_DOUBLE_CLICK, RETURN, RIGHT, Gone, applications, typed

#: What makes mistakes with memory show: freed memory, Wireshark's own and the C library's, is
#: overwritten, and a bug in a dissector ends the program.
STRICT = {
    "WIRESHARK_DEBUG_WMEM_OVERRIDE": "strict",
    "MALLOC_PERTURB_": "165",
    "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1",
}

#: Qt shows its widgets though nobody asked for them on the whole desktop.
SHOW_WIDGETS = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

NO_FILE = "The Wireshark Network Analyzer"      # the title of the main window
CLOSING = ("Close", "Cancel", "OK")             # the buttons of other windows
#: Where the menus have it, by release.
RELOAD_LUA = (("Analyze", "Reload Lua Plugins"), ("Tools", "Reload Lua Plugins"))
LOG_LINES = 20                                  # of a Wireshark that ended too soon


class Wireshark:
    """A running Wireshark, told what the options say, with the plugin of a folder or, where that
    is None, without; its file holds these captures at first.  Use as a context manager."""

    def __init__(self, account, bus, capture, options=(), plugins=tshark.PLUGINS, held=SHORT):
        self.account, self.bus, self.capture = account, bus, capture
        self.options, self.plugins, self.first_held = options, plugins, held
        self.log = account.home / "stderr"
        self.filtered = ""                      # by what
        self.changed = {}                       # preference -> what it was

    def __enter__(self):
        self.account.environment.update(**STRICT, **SHOW_WIDGETS,
                                        LD_PRELOAD=addresses.library(self.account.home))
        if self.plugins is not None:
            self.account.environment["WIRESHARK_PLUGIN_DIR"] = self.plugins
        self.capture.hold(self.first_held)
        with open(self.log, "wb") as log:
            self.process = self.account.start("wireshark", *self.options, "-r", self.capture.path,
                                              stdout=log, stderr=log)
        self.bus.connect()
        self.until(lambda: applications(self.bus), "Wireshark on the bus of the widgets")
        self.part(self.main, "menu bar")
        return self

    def __exit__(self, *unused):
        end(self.process)

    # What it says

    def lines(self):
        """What it has written to standard error and output."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def complaints(self):
        """What of it is a complaint."""
        return complaints(self.lines())

    def until(self, condition, what, seconds=PATIENCE):
        """What condition() returns, once that is true.  Widgets may come and go meanwhile."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = condition()
            except Gone:
                found = None
            if found:
                return found
            self.check_runs()
            assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
            time.sleep(INTERVAL)

    def shows(self, read, expected, what, seconds=PATIENCE):
        """Wait until read() returns what is expected; else tell the difference."""
        shown = None

        def as_expected():
            nonlocal shown
            shown = read()
            return shown == expected

        try:
            self.until(as_expected, what, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{difference(expected, shown)}") from None

    def check_runs(self):
        """Fail when it has ended."""
        status = self.process.poll()
        assert status is None, "\n".join(
            [f"Wireshark ended with status {status}:", *self.lines()[-LOG_LINES:]])

    # Windows and menus

    def windows(self):
        """Every window."""
        return self.until(lambda: [window for application in applications(self.bus)
                                   for window in application.children()], "a window")

    @property
    def main(self):
        """The main window."""
        return self.until(lambda: next((window for window in self.windows()
                                        if window.role == "frame"), None), "the main window")

    def dialogs(self):
        """The other windows."""
        main = self.main.path
        return [window for window in self.windows() if window.path != main]

    def part(self, window, role):
        """The part of a window that has this role; a wait for it at most."""
        return self.until(lambda: window.find(role), f"a {role}")

    def entry(self, *names):
        """An entry of the menus, by what is written there; None while there is none."""
        entry = self.part(self.main, "menu bar")
        for name in names:
            menus = [entry] if entry.role == "menu bar" else entry.children()
            entry = next((entry for menu in menus for entry in menu.children()
                          if entry.name == name), None)
            if entry is None:
                return None
        return entry

    def choose(self, *names):
        """Choose an entry of the menus."""
        self.press(lambda: self.entry(*names), " > ".join(names))

    def press(self, find, what):
        """Press what find() returns, once that is there and takes input: while a file is read,
        nothing does."""
        def ready():
            widget = find()
            return widget and widget.enabled and widget
        self.until(ready, f"{what} to press").press()

    def click(self, find, what):
        """Click on what find() returns, once that is there."""
        def clicked():
            widget = find()
            return widget and (widget.click() or True)
        self.until(clicked, f"{what} to click")

    def open_window(self, *names):
        """Choose what opens a window; the window.  Wireshark ignores a choice while it reads
        frames, though the entry takes input: then choose again."""
        known = {window.path for window in self.windows()}

        def opened():
            return next((window for window in self.windows() if window.path not in known), None)

        self.choose(*names)
        try:
            return self.until(opened, "a window", PATIENCE / 4)
        except AssertionError:
            self.choose(*names)
            return self.until(opened, f"the window of {' > '.join(names)}")

    def close_window(self, window):
        """Close a window by its button."""
        def button():
            return next((button for name in CLOSING
                         for button in window.every("push button", name)), None)
        self.press(button, "Close")
        self.until(lambda: window.path not in [other.path for other in self.windows()],
                   "a window to close")

    def filter_window(self, window, text):
        """Apply a display filter to a statistic."""
        self.part(window, "text").write(text)
        self.press(lambda: window.find("push button", "Apply"), "Apply")

    def check(self, window, name, wanted):
        """Put a mark into a box of a window, or take it away."""
        def box():
            return self.until(lambda: window.find("check box", name), name)

        if box().checked != wanted:
            self.press(box, name)
            self.until(lambda: box().checked == wanted, f"{name} to change")

    def unfold(self, window, of_interest):
        """Show what is below those rows of a tree that are of interest, by what is written there.
        Those that are lower are first, for then the others stay where they are; but Qt 6 forgets
        all cells whenever rows come."""
        tree = self.part(window, "tree")
        for place in reversed(range(len(tree.rows()))):
            if of_interest(tree.rows()[place]):
                known = tree.size
                tree.table()[place][1].click()
                typed(self.bus, [RIGHT])
                self.until(lambda size=known: tree.size > size, "rows below")

    # The capture

    def tidy(self):
        """The file and the preferences as they were in the beginning, all packets shown, and no
        other window."""
        for window in self.dialogs():
            self.close_window(window)
        for preference, choice in list(self.changed.items()):
            self.prefer(preference, choice)
        if self.filtered:
            self.filter("")
        if not self.is_open():
            self.open()
        if self.capture.held != SHORT:
            self.capture.hold(SHORT)
            self.reload()

    def is_open(self):
        """Whether a file is open: it is in the title."""
        return self.main.name != NO_FILE

    def packets(self):
        """The packet list, row by row."""
        shown = self.main.find("tree", "Packet list")
        return shown.rows() if shown else None

    def details(self):
        """What is told of the packet that is chosen, line by line."""
        shown = self.main.find("tree", "Packet details")
        return shown.rows() if shown else []

    def filter(self, text):
        """Apply a display filter; an empty one shows all."""
        def entry():
            return self.main.find("text", "Display filter entry")

        def apply():
            return next((button for button in entry().every("push button")
                         if button.description == "Apply display filter"), None)

        self.filtered = text
        self.until(entry, "the line for filters").write(text)
        self.press(apply, "Apply")

    def open(self):
        """Open the file, which was open before."""
        self.choose("File", "Open Recent", str(self.capture.path))
        self.until(self.is_open, "the file to open")

    def reload(self):
        """Read the file again."""
        self.choose("View", "Reload")

    def close(self):
        """Close the file."""
        self.choose("File", "Close")
        self.until(lambda: not self.is_open(), "the file to close")

    def quit(self, seconds=PATIENCE):
        """The exit status."""
        self.choose("File", "Quit")
        return self.process.wait(seconds)

    # Lua and protocols

    def add_lua(self, text):
        """A script that is read with the others of the user."""
        folder = self.account.home / ".local/lib/wireshark/plugins"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "script.lua").write_text(text, encoding="utf-8")

    def reload_lua(self):
        """Read all scripts in Lua again, and the file."""
        self.choose(*next(names for names in RELOAD_LUA if self.entry(*names)))

    def enable(self, protocol, wanted):
        """Switch a protocol on or off, and read the file again: all whose names have this in them,
        which are those that the list shows."""
        window = self.open_window("Analyze", "Enabled Protocols…")
        self.part(window, "text").write(protocol)
        self.until(lambda: (tree := short_tree(window)) and tree.cell(protocol), "what was searched")
        self.press(lambda: window.find("push button", "Enable All" if wanted else "Disable All"),
                   "the button")
        self.press(lambda: window.find("push button", "OK"), "OK")

    # Preferences

    def prefer(self, preference, choice):
        """Change a preference that is a choice, in the list of all of them.  The list of what can
        be chosen opens in the cell; the first letter of one leads there."""
        def pages():
            tree = short_tree(window)
            return tree and tree.cell("Advanced")

        window = self.open_window("Edit", "Preferences…")
        self.click(pages, "Advanced")
        page = self.part(window, "layered pane")
        self.until(lambda: page.find("tree"), "the list of preferences")
        self.click(lambda: page.find("text"), "the search")
        typed(self.bus, map(ord, preference.partition(".")[0]))
        found = self.until(lambda: short_tree(page), "what was searched")
        name, *_, value = next(row for row in found.table() if row[0].name == preference)
        name.click()
        self.until(lambda: value.is_within(page) or typed(self.bus, [RIGHT]), "the value in sight")
        self.changed.setdefault(preference, value.name)
        value.click(LEFT_DOUBLE_CLICK)
        typed(self.bus, [ord(choice[0].lower()), RETURN])
        self.until(lambda: value.name == choice, f"{preference} to be {choice}")
        self.press(lambda: window.find("push button", "OK"), "OK")
        if self.changed[preference] == choice:
            del self.changed[preference]


def short_tree(widget, short=100):
    """The first tree that does not list everything."""
    return next((tree for tree in widget.every("tree") if tree.size < short), None)


def difference(expected, shown):
    """The lines that are not as expected."""
    expected, shown = (pprint.pformat(thing, width=200).splitlines() for thing in (expected, shown))
    return "\n".join(difflib.unified_diff(expected, shown, "expected", "shown", n=0))
