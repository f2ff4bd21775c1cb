# SPDX-License-Identifier: GPL-2.0-or-later
"""What one record says of the need that its two hosts have of SMB1, and why.

From the specification and the released columns alone: what the columns client_need
and server_need, and the hosts statistic, have to say.
"""

import re

ROLES = ("client", "server")
# From nothing to certain; of several connections of a host the strongest counts.
NEEDS = ("not shown", "no", "no (Computer Browser)", "no (scanner)", "perhaps", "yes")
APART = {"scanner": "no (scanner)", "Computer Browser": "no (Computer Browser)"}
SOFTWARE = "its software has no SMB2"
# In the order in which the statistic prefers them.
GROUNDS = ("offers SMB1 only", "took SMB1 though SMB2 was on offer", SOFTWARE,
           "speaks SMB1, the offer was not captured",
           "speaks SMB1, the offer does not tell who needs it", "Computer Browser",
           "scanner", "")

SERVES_SMB1 = ("SMB1 selected", "SMB1 in use", "Red herring reset", "SMB1 abandoned",
               "SMB1 traffic seen")
OLD_WINDOWS = re.compile(r"Windows (NT [34]|4\.|5\.[012]|XP|2000 [2(]|2002 |Server 2003)")
OLD_SAMBA = re.compile(r"Samba ([0-2]\.|3\.[0-4](\D|$))")


def software_without_smb2(record):
    """What a server that serves SMB1 says of itself, where it has no SMB2; Windows
    keeps old LAN manager strings, which say nothing."""
    system, lanman = (record.get(f"server_{name}", "") for name in ("os", "lanman"))
    if record["verdict"] not in SERVES_SMB1:
        return ""
    if OLD_WINDOWS.match(system) or OLD_SAMBA.match(system):
        return system
    return lanman if OLD_SAMBA.match(lanman) else ""


def speaks_smb2(record, role):
    """An answer of SMB2, or a client's SMB2 NEGOTIATE."""
    return record["verdict"] == "SMB2 selected" or (
        role == "client" and record.get("offer") == "SMB2 only"
        and re.match(r"SMB [23]\.\d(\.\d)?$", record["offer_dialect"][0]) is not None)


def need_of(record, role):
    """(need, why) of the host in that role."""
    who, why = record.get("needs_smb1"), record.get("why", "")
    software = role == "server" and software_without_smb2(record)
    if software and who != role:
        return "yes", f"{SOFTWARE} ({software})"
    if who in (role, "unknown"):
        return ("yes" if who == role else "perhaps"), why
    if role == "client" and why in APART:
        return APART[why], why
    return ("no" if speaks_smb2(record, role) else "not shown"), ""
