# SPDX-License-Identifier: GPL-2.0-or-later
"""Run scenarios on the lab's hosts, and keep what was seen on the wire."""
import pathlib
import subprocess
import time

from . import clients, network, roles, samba, targets, wire
from .dissection import first

#: When a frame was captured tells which scenario its connection belongs to.
FIELDS = ("frame.time_epoch", *roles.FIELDS)


class Journal:
    """What was seen of each scenario: rows (column -> values), one per frame, by reading.

    The first reading is the live one.  Later ones read the recorded file, in which frames and
    connections have the same numbers.
    """

    def __init__(self, file):
        self.file = file
        self.begun = {}         # scenario name -> when its client was started, in order
        self.said = {}          # scenario name -> what its client said
        self.readings = {}      # reading -> all rows

    def rows(self, reading, scenario):
        """The rows of a scenario's connection, which is to be its only one."""
        streams = self.connections(scenario.name)
        assert len(streams) == 1, (f"{len(streams)} connections where one was expected; "
                                   f"the client said: {self.said[scenario.name]}")
        return [row for row in self.readings[reading] if stream_of(row) in streams]

    def connections(self, name):
        """The connections that began between the start of this scenario and the next."""
        begun = self.begun[name]
        later = [moment for moment in self.begun.values() if moment > begun]
        return {stream_of(row) for row in self.readings["live"]
                if roles.is_set(row["tcp.flags.syn"])
                and begun <= float(first(row["frame.time_epoch"])) < min(later, default=float("inf"))}

    def complete(self, rows):
        """Whether a connection of every scenario so far was seen to begin and to end."""
        ends = {}
        for row in rows:
            ends.setdefault(stream_of(row), set()).update(roles.parts_of(row, {}))
        return len(ends) >= len(self.begun) and all(map(ended, ends.values()))


def stream_of(row):
    """The connection that a frame belongs to."""
    return first(row["tcp.stream"])


def ended(parts):
    """Whether a connection in which these parts were played was reset, or closed by both sides."""
    return bool(parts & {"client reset", "server reset"}) or {
        "client close", "server close"} <= parts


def keep(scenarios, folder, columns):
    """Run the scenarios in a new lab below the folder, under a live capture."""
    folder = pathlib.Path(folder)
    journal = Journal(folder / "live.pcap")
    with network.Network(list(targets.addresses().values())) as cable:
        settings = start_servers(cable, folder)
        with wire.Wire(cable, journal.file, columns) as capture:
            for scenario in scenarios:
                run(cable, journal, scenario, settings)
            capture.await_rows(journal.complete)
    journal.readings["live"] = capture.rows
    return journal


def start_servers(cable, folder):
    """Start every server, and return the settings that smbclient is to have."""
    cable.start("server", *clients.module("peer_servers"))
    samba.start_all(cable, folder)
    cable.await_listeners(targets.ends())
    return clients.write_settings(folder / "client")


def run(cable, journal, scenario, settings):
    """Let the client loose on its server.

    Whether the client likes what it gets is not asked: many are to be turned down.
    """
    journal.begun[scenario.name] = time.time()
    address = targets.addresses()[scenario.server]
    try:
        said = cable.run("client", *clients.command(scenario.client, address, settings))
        journal.said[scenario.name] = (said.stdout + said.stderr).strip()
    except subprocess.TimeoutExpired as late:
        journal.said[scenario.name] = str(late)
