# SPDX-License-Identifier: GPL-2.0-or-later
"""What the profile must make of test-captures, from the expected outcomes declared there.

Nothing here is taken from the profile's files.
"""
import functools

from expected import COLUMNS as COLUMNS_DECLARED
from expected import names, observed, read_expected, shown_values

WEAK = {"guest", "LM", "NTLMv1"}
APART = {"scanner", "browser", "datagram"}

#: Coloring rules, the first that fits first: name -> whether it fits the frame.
RULES = {
    "SMB1 Audit: server needs SMB1": lambda frame: frame.get("needs_smb1") == "server",
    "SMB1 Audit: set apart (scanner, Computer Browser, datagram)":
        lambda frame: APART & set(frame),
    "SMB1 Audit: client needs SMB1": lambda frame: frame.get("needs_smb1") == "client",
    "SMB1 Audit: who needs SMB1 is unknown": lambda frame: frame.get("needs_smb1") == "unknown",
    "SMB1 Audit: SMB2 selected": lambda frame: frame.get("verdict") == "SMB2 selected",
}

#: Filter buttons in their order, likewise.
BUTTONS = {
    "Findings": lambda frame: "needs_smb1" in frame,
    "Servers": RULES["SMB1 Audit: server needs SMB1"],
    "Clients": RULES["SMB1 Audit: client needs SMB1"],
    "In use": lambda frame: frame.get("verdict") == "SMB1 in use",
    "Weak logons": lambda frame: frame.get("auth") in WEAK,
    "All": lambda frame: True,
}

#: Columns in their order: title -> the fields that it shows; None where it is Wireshark's own.
COLUMNS = {
    "No.": None, "Time": None, "Source": None, "Destination": None,
    "Needs SMB1": ("needs_smb1",), "Verdict": ("verdict",),
    "Client name": ("client.name",), "Server name": ("server.name",),
    "Client": ("client.address",), "Server": ("server.address",),
    "Client software": ("client.os", "client.lanman", "offer.stack"),
    "Server software": ("server.os", "server.lanman"),
    "User": ("client.user",), "Share": ("share",), "Authentication": ("auth",), "Why": ("why",),
    "Protocol": None, "Info": None,
}
HIDDEN = ("Client", "Server", "Client software", "Server software", "User", "Share",
          "Authentication", "Why")


#: The columns of the table of an expected file that say what a frame is.
DECLARED = ("verdict", "needs_smb1")
#: What is declared there for the first frame of a connection alone: it is read without the
#: profile. Tests of captures compare it with other sources.
READ = ("auth", *sorted(APART))


@functools.lru_cache(maxsize=None)
def frames(name):
    """The frames of a capture that have the audit tree when read again: number -> field -> value.
    """
    before, rows = observed(False, "two")[name]
    found = {int(row["frame.number"][0]) - before: {
        field: value for field in READ for value in shown_values(row, field)} for row in rows}
    for _, number, *cells in (row for row in read_expected(name).rows if row[0] == "two"):
        found.setdefault(int(number), {}).update(
            (column, cell) for column, cell in zip(COLUMNS_DECLARED, cells)
            if column in DECLARED and cell != "-")
    return found


def rule(frame):
    """The rule of ours that colors a frame; None where there is none."""
    return next((name for name, fits in RULES.items() if fits(frame)), None)


def rules_that_fire():
    """Every rule that a frame of the captures has."""
    return {rule(frame) for name in names() for frame in frames(name).values()} - {None}
