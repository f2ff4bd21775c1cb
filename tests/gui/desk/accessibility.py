# SPDX-License-Identifier: GPL-2.0-or-later
"""The buses by which an application shows its widgets to whoever cannot see them (AT-SPI).

Wireshark finds the bus of the widgets by the session bus.  That one lets in its owner alone; the
other lets in root, too.
"""
from .programs import end
from .waiting import until

SOCKET = "bus"                                  # below the runtime folder, as usual
SESSION_BUS = "unix:path={runtime}/" + SOCKET
ASK = ("dbus-send", "--print-reply=literal")
CLIENTS = ("--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")
WHERE = ("--dest=org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")

REGISTRY = "org.a11y.atspi.Registry"
ROOT = (REGISTRY, "/org/a11y/atspi/accessible/root")
INTERFACE = "org.a11y.atspi."
PROPERTIES = "org.freedesktop.DBus.Properties"
SECONDS = 30                                    # for an answer, the machine may be busy


class Accessibility:
    """A session bus, the bus of the widgets and a connection to it.  Use as a context manager."""

    def __init__(self, account):
        self.account = account
        self.connection = None

    def __enter__(self):
        address = SESSION_BUS.format(runtime=self.account.runtime)
        self.account.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self.daemon = self.account.start("dbus-daemon", "--session", "--nofork", "--nopidfile",
                                         "--address=" + address)
        until((self.account.runtime / SOCKET).exists, "the session bus")
        return self

    def connect(self):
        """Start the bus of the widgets, once an application is there.  Qt 5 shows its widgets on a
        bus that comes after it, but not always on one that was there before."""
        until(self.has_client, "an application on the session bus")
        self.connection = connected(self.account.ask(*ASK, *WHERE).strip())

    def __exit__(self, *unused):
        if self.connection:
            self.connection.close_sync(None)
        end(self.daemon)        # what it started ends with it

    def has_client(self):
        """Whether somebody besides us is on the session bus: its unique names tell."""
        return self.account.ask(*ASK, *CLIENTS).count(":1.") > 1

    def call(self, owner, path, interface, method, signature=None, *values):
        """Call a method and wait for its answer, a tuple."""
        from gi.repository import GLib
        given = GLib.Variant(signature, values) if signature else None
        return self.connection.call_sync(owner, path, interface, method, given, None, 0,
                                         SECONDS * 1000, None).unpack()

    def ask_all(self, objects, interface, method, signature, *values):
        """Call the same method of many objects, (owner, path), before waiting for the answers, of
        which each is one value."""
        from gi.repository import GLib
        context, answers = GLib.MainContext.default(), {}
        for number, (owner, path) in enumerate(objects):
            self.connection.call(owner, path, interface, method, GLib.Variant(signature, values),
                                 None, 0, SECONDS * 1000, None,
                                 lambda _, answer, number: answers.__setitem__(number, answer),
                                 number)
        while len(answers) < len(objects):
            context.iteration(True)
        return [self.connection.call_finish(answers[number]).unpack()[0]
                for number in range(len(objects))]

    def tell(self, owner, path, interface, method, signature, *values):
        """Call a method whose answer may take until a dialog is closed."""
        from gi.repository import GLib
        self.connection.call(owner, path, interface, method, GLib.Variant(signature, values),
                             None, 0, -1, None, None)
        self.connection.flush_sync(None)


def connected(address):
    """A connection to the bus of the widgets."""
    from gi.repository import Gio
    flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
             | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
