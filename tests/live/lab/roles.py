# SPDX-License-Identifier: GPL-2.0-or-later
"""Which frame of a connection plays which part, told by Wireshark's built-in fields alone.

The plugin has no say in this, so expectations can be laid down by part and are independent of it.
"""
from .dissection import first

#: The built-in fields that parts are told by.
FIELDS = ("frame.number", "tcp.stream", "tcp.srcport", "tcp.flags.syn", "tcp.flags.fin",
          "tcp.flags.reset", "smb.cmd", "smb.flags.response", "smb.nt_status",
          "smb.error_class", "smb.wct", "smb2.cmd", "smb2.flags.response")

NEGOTIATE, ECHO, SMB2_NEGOTIATE = 0x72, 0x2B, 0
SERVER_PORTS = ("445", "139")

#: The SMB1 commands that tell who and what.  Their frames are numbered as they come: "logon 1",
#: "logon answer 1", "logon 2" and so on.
TELLING = {0x73: "logon", 0x75: "tree", 0x70: "tree"}


def roles(rows):
    """part -> frame number, for the rows (field -> values) of one connection in order."""
    parts = {}
    for row in rows:
        for part in parts_of(row, parts):
            parts.setdefault(part, first(row["frame.number"]))
    return parts


def parts_of(row, parts):
    """The parts that this frame can play, given those that earlier frames have taken."""
    if is_negotiate(row, answer=False):
        yield "offer" if "answer" not in parts else "second request"
    if is_negotiate(row, answer=True):
        yield "answer" if "answer" not in parts else "second answer"
    if proves_use(row):
        yield "use"
    if tells(row):
        yield next_of(TELLING[number(row["smb.cmd"])], is_set(row["smb.flags.response"]), parts)
    side = "server" if first(row["tcp.srcport"]) in SERVER_PORTS else "client"
    if is_set(row["tcp.flags.reset"]):
        yield f"{side} reset"
    if is_set(row["tcp.flags.fin"]):
        yield f"{side} close"


def is_negotiate(row, answer):
    """Whether the frame holds a negotiate request, or an answer to one, of either protocol."""
    smb1 = number(row["smb.cmd"]) == NEGOTIATE and is_set(row["smb.flags.response"]) == answer
    smb2 = (number(row["smb2.cmd"]) == SMB2_NEGOTIATE
            and is_set(row["smb2.flags.response"]) == answer)
    return smb1 or smb2


def proves_use(row):
    """Whether the frame holds a successful answer to an SMB1 command that does something."""
    return (number(row["smb.cmd"]) not in (None, NEGOTIATE, ECHO)
            and is_set(row["smb.flags.response"])
            and not number(row["smb.nt_status"]) and not number(row["smb.error_class"]))


def tells(row):
    """Whether the frame holds a logon or a tree connect, or an answer that has more than an error
    to tell."""
    return number(row["smb.cmd"]) in TELLING and bool(number(row["smb.wct"]))


def next_of(name, answer, parts):
    """The name of one more such part."""
    name += " answer" if answer else ""
    return f"{name} {1 + sum(part.rpartition(' ')[0] == name for part in parts)}"


def telling(parts):
    """The frames of logons and tree connects, in order."""
    names = {f"{name}{answer}" for name in TELLING.values() for answer in ("", " answer")}
    return [frame for part, frame in parts.items() if part.rpartition(" ")[0] in names]


def number(values):
    """The first value in a column, as a number; None in an empty column."""
    return int(values[0], 0) if values else None


def is_set(values):
    """Whether a boolean column is true; tests/tshark.py reads True as 1."""
    return first(values) == "1"
