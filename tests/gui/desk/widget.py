# SPDX-License-Identifier: GPL-2.0-or-later
"""A widget of another application: what it is, says and does.

Nothing is remembered, every answer is the application's of this moment.  A widget may go while it
is asked; Gone tells.
"""
import contextlib

from .accessibility import INTERFACE, PROPERTIES, REGISTRY, ROOT

DEVICES = "/org/a11y/atspi/registry/deviceeventcontroller"

CHECKED, ENABLED, SHOWING = 4, 8, 25        # bits of the state
ON_SCREEN = 0               # how coordinates are given
KEY_SYMBOL = 3              # how a key is given
RIGHT, RETURN = 0xFF53, 0xFF0D              # the symbols of those keys
LEFT_CLICK, LEFT_DOUBLE_CLICK = "b1c", "b1d"

NOTHING = "/null"           # the path of a widget that is about to go

#: Widgets that are made of many.
CROWDED = ("tree", "list", "table", "menu bar")

#: Cells of lists and trees, by the release of Qt and the kind of view.
HEADINGS = ("column header", "table column header")


class Gone(Exception):
    """The widget is no more, or the application."""


@contextlib.contextmanager
def present():
    """Errors of the bus as Gone."""
    from gi.repository import GLib
    try:
        yield
    except GLib.Error as error:
        raise Gone(str(error)) from error


class Widget:
    """A widget, by the name of its application on the bus and its path there."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def call(self, interface, method, signature=None, *values):
        """What a method of the widget returns, a tuple."""
        with present():
            return self.bus.call(self.owner, self.path, INTERFACE + interface, method, signature,
                                 *values)

    def value(self, interface, name):
        """A property of the widget."""
        with present():
            return self.bus.call(self.owner, self.path, PROPERTIES, "Get", "(ss)",
                                 INTERFACE + interface, name)[0]

    @property
    def role(self):
        """What it is, in a word or two."""
        return self.call("Accessible", "GetRoleName")[0]

    @property
    def name(self):
        """What is written on it."""
        return self.value("Accessible", "Name")

    @property
    def description(self):
        """What is told of it when the mouse rests there."""
        return self.value("Accessible", "Description")

    @property
    def size(self):
        """How many widgets are in it."""
        return self.value("Accessible", "ChildCount")

    @property
    def showing(self):
        """Whether it is not hidden."""
        return self.state(SHOWING)

    @property
    def enabled(self):
        """Whether it takes input now."""
        return self.state(ENABLED)

    @property
    def checked(self):
        """Whether the box has its mark."""
        return self.state(CHECKED)

    def state(self, bit):
        """One bit of the state."""
        return bool(self.call("Accessible", "GetState")[0][0] >> bit & 1)

    @property
    def area(self):
        """x, y, width, height on the screen."""
        return self.call("Component", "GetExtents", "(u)", ON_SCREEN)[0]

    def children(self):
        """The widgets in it."""
        return [Widget(self.bus, owner, path)
                for owner, path in self.call("Accessible", "GetChildren")[0]
                if not path.endswith(NOTHING)]

    def every(self, role, name=None):
        """The widgets of that role and name that are not hidden, at any depth but inside of what
        has many of them.  Those that go meanwhile are not among them."""
        for child in self.children():
            try:
                if not child.showing:
                    continue
                found = child.role
                if found == role and name in (None, child.name):
                    yield child
                elif found not in CROWDED:
                    yield from child.every(role, name)
            except Gone:
                continue

    def find(self, role, name=None):
        """The first such widget, or None."""
        return next(self.every(role, name), None)

    def press(self):
        """Do what a click does."""
        with present():
            self.bus.tell(self.owner, self.path, INTERFACE + "Action", "DoAction", "(i)", 0)

    def write(self, text):
        """Put text in place of what is there."""
        assert self.call("EditableText", "SetTextContents", "(s)", text)[0]

    def click(self, how=LEFT_CLICK):
        """Click with the mouse."""
        with present():
            self.bus.call(REGISTRY, DEVICES, INTERFACE + "DeviceEventController",
                          "GenerateMouseEvent", "(iis)", *self.middle(), how)

    def middle(self):
        """x, y: halfway down, near the left end, for the right one may be out of sight."""
        left, top, width, height = self.area
        return left + min(width // 2, 20), top + height // 2

    def is_within(self, other):
        """Whether a click reaches it there, where a scroll bar may be at the edges."""
        (x, y), (left, top, width, height), bar = self.middle(), other.area, 20
        return left < x < left + width - bar and top < y < top + height - bar

    def table(self):
        """Of a list or tree: the rows that are unfolded, each a list of cells (widgets)."""
        cells = self.children()
        columns = next((number for number, cell in enumerate(cells)
                        if cell.role not in HEADINGS), len(cells))
        return [cells[start:start + columns] for start in range(columns, len(cells), columns)]

    def cell(self, name):
        """The first cell or heading where this is written, or None."""
        return next((cell for cell in self.children() if cell.name.strip() == name), None)

    def rows(self):
        """What is written in the cells, row by row."""
        table = self.table()
        names = iter(self.names([cell for row in table for cell in row]))
        return [[next(names) for _ in row] for row in table]

    def names(self, widgets):
        """What is written on each of them, asked for all at once."""
        with present():
            return self.bus.ask_all([(widget.owner, widget.path) for widget in widgets],
                                    PROPERTIES, "Get", "(ss)", INTERFACE + "Accessible", "Name")


def typed(bus, symbols):
    """Type keys to whatever has the focus; the symbol of an ASCII character is its number."""
    with present():
        for symbol in symbols:
            bus.call(REGISTRY, DEVICES, INTERFACE + "DeviceEventController",
                     "GenerateKeyboardEvent", "(isu)", symbol, "", KEY_SYMBOL)


def applications(bus):
    """Every application that shows its widgets."""
    return Widget(bus, *ROOT).children()
