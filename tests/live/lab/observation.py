# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin says of a frame, in the words of the interface and of the .expected files."""
import outcome

from .dissection import first

NEEDS = ("client", "server", "unknown")
FAMILIES = ("SMB1", "SMB2", "None")
EXPERT = "smb1audit.expert."

#: Who and what, as the columns of identities.py have it: field -> its words, if it has a list.
SIGNING = ("not offered", "enabled", "required")
AUTH = ("anonymous", "guest", "LM", "NTLMv1", "NTLMv2", "Kerberos or other")
IDENTITY = {
    "client.name": None, "client.domain": None, "client.user": None,
    "client.user_refused": None, "client.os": None, "client.lanman": None,
    "server.name": None, "server.domain": None, "server.os": None, "server.lanman": None,
    "share": None, "signing": SIGNING, "auth": AUTH,
}
#: Added only when true, and true of no scenario.
MARKS = ("smb1audit.browser", "smb1audit.scanner", "smb1audit.datagram")
STACK = "smb1audit.offer.stack"

#: The plugin's fields that are looked at.
FIELDS = ("smb1audit.summary", "smb1audit.offer", "smb1audit.offer.dialect",
          "smb1audit.offer.count", "smb1audit.selected", "smb1audit.selected.index",
          "smb1audit.selected.family", "smb1audit.verdict", "smb1audit.needs_smb1",
          "smb1audit.smb1_only", "smb1audit.client.address", "smb1audit.server.address",
          "smb1audit.offer_frame", "smb1audit.answer_frame", "smb1audit.close_frame",
          STACK, *MARKS, *("smb1audit." + name for name in IDENTITY),
          *(EXPERT + name for name in outcome.EXPERTS))


def cells(row):
    """column -> cell of .expected, for one row of tshark's."""
    return {
        "frame": first(row["frame.number"]),
        "offer": word(outcome.CLASSES, row["smb1audit.offer"]),
        "selected": first(row["smb1audit.selected"]) or outcome.NOTHING,
        "index": first(row["smb1audit.selected.index"]) or outcome.NOTHING,
        "family": word(FAMILIES, row["smb1audit.selected.family"]),
        "verdict": word(outcome.VERDICTS, row["smb1audit.verdict"]),
        "needs_smb1": word(NEEDS, row["smb1audit.needs_smb1"]),
        "smb1_only": "yes" if row["smb1audit.smb1_only"] else outcome.NOTHING,
        "expert": ",".join(experts(row)) or outcome.NOTHING,
        "client": first(row["smb1audit.client.address"]) or outcome.NOTHING,
        "server": first(row["smb1audit.server.address"]) or outcome.NOTHING,
        "links": " ".join(links(row)) or outcome.NOTHING,
    }


def identity(row):
    """What the frame tells of who and what: field -> values.  Absent is what it does not tell."""
    told = {name: row["smb1audit." + name] for name in IDENTITY}
    return {name: values if IDENTITY[name] is None else [word(IDENTITY[name], values)]
            for name, values in told.items() if values}


def word(words, values):
    """The word for a number that counts from 1; the number itself where there is none."""
    if not values:
        return outcome.NOTHING
    number = int(values[0])
    return words[number - 1] if 0 < number <= len(words) else values[0]


def experts(row):
    """The expert infos on the frame, in alphabetical order."""
    return sorted(name for name in outcome.EXPERTS if row[EXPERT + name])


def links(row):
    """The links to other frames of the negotiation."""
    for name in ("offer", "answer", "close"):
        for number in row[f"smb1audit.{name}_frame"]:
            yield f"{name}={number}"


def audited(row):
    """Whether the frame carries the audit tree."""
    return any(row[field] for field in FIELDS)
