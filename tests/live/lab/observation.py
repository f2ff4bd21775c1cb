# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin says of a frame, in the words of the interface and of the .expected files."""
import outcome

from .dissection import first

NEEDS = ("client", "server", "unknown")
FAMILIES = ("SMB1", "SMB2", "None")
EXPERT = "smb1audit.expert."

#: The plugin's fields that are looked at.
FIELDS = ("smb1audit.summary", "smb1audit.offer", "smb1audit.offer.dialect",
          "smb1audit.offer.count", "smb1audit.selected", "smb1audit.selected.index",
          "smb1audit.selected.family", "smb1audit.verdict", "smb1audit.needs_smb1",
          "smb1audit.smb1_only", "smb1audit.client.address", "smb1audit.server.address",
          "smb1audit.offer_frame", "smb1audit.answer_frame", "smb1audit.close_frame",
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
