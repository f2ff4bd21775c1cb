# SPDX-License-Identifier: GPL-2.0-or-later
"""Who logged in from where, to what, and how: of each scenario in which a client does log in.

Names, users and shares are those that the servers and clients were set up with (lab/samba.py,
lab/clients.py).  What is not told on the wire is "-": a name of the client, where there is neither
NTLMSSP nor NetBIOS; names and system of the server, before NT LM 0.12; impacket's domain, which
is empty.  All else follows from the scenario's row.
"""
from lab import clients, samba

NOTHING = "-"
COLUMNS = ("client.name", "client.domain", "client.user", "server.name", "server.domain",
           "server.os", "share", "auth", "signing")

WORDS = {
    "CLIENT": clients.CLIENT_NAME, "GROUP": samba.WORKGROUP, "USER": samba.USER,
    "SERVER": samba.SERVER_NAME, "WINDOWS": "Windows 6.1",
    "IPC": rf"\\{samba.SERVER_NAME}\IPC$",
    "FILES": rf"\\{samba.SERVER_NAME}\{samba.SHARE.upper()}",
    "PUBLIC": rf"\\{samba.SERVER_NAME}\{samba.GUEST_SHARE.upper()}",
    "BY ADDRESS": rf"\\192.0.2.11\{samba.SHARE.upper()}",
}

TABLE = """
scenario               | client.name | client.domain | client.user | server.name | server.domain | server.os | share       | auth      | signing
smb1-used              | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | not offered
smb1-long-list         | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | not offered
server-holds-back      | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | not offered
server-holds-back-core | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | not offered
both-smb1              | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | not offered
port-139               | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | not offered
may-sign               | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | enabled
must-sign              | CLIENT      | GROUP         | USER        | SERVER      | SERVER        | WINDOWS   | IPC, FILES  | NTLMv2    | required
wrong-password         | CLIENT      | -             | -           | SERVER      | SERVER        | WINDOWS   | -           | -         | not offered
guest                  | CLIENT      | GROUP         | stranger    | SERVER      | SERVER        | WINDOWS   | IPC, PUBLIC | guest     | not offered
anonymous              | CLIENT      | -             | -           | SERVER      | SERVER        | WINDOWS   | IPC, PUBLIC | anonymous | not offered
ntlmv1                 | -           | GROUP         | USER        | SERVER      | GROUP         | WINDOWS   | IPC, FILES  | NTLMv1    | not offered
lm                     | -           | GROUP         | USER        | -           | -             | -         | FILES       | LM        | -
impacket-smb1-server   | CLIENT      | -             | USER        | SERVER      | SERVER        | WINDOWS   | BY ADDRESS  | NTLMv2    | not offered
six-used               | CLIENT      | -             | USER        | SERVER      | SERVER        | WINDOWS   | BY ADDRESS  | NTLMv2    | not offered
eight-used             | CLIENT      | -             | USER        | SERVER      | SERVER        | WINDOWS   | BY ADDRESS  | NTLMv2    | not offered
impacket-smb1          | CLIENT      | -             | USER        | SERVER      | SERVER        | WINDOWS   | BY ADDRESS  | NTLMv2    | not offered
"""


#: scenario -> the name whose logon the server refuses: it is no user, and its method none
REFUSED = {"wrong-password": samba.USER}

#: scenario -> column -> what is in it
LOGINS = {name: dict(zip(COLUMNS, cells)) for name, *cells in (
    map(str.strip, line.split("|")) for line in TABLE.strip().splitlines()[1:])}


def expected_identity(scenario):
    """field -> values, without what is not told."""
    told = {field: [WORDS.get(word, word) for word in cell.split(", ")]
            for field, cell in LOGINS[scenario].items() if cell != NOTHING}
    told |= {"client.os": ["Unix"], "client.lanman": ["Samba"]}
    if scenario in REFUSED:
        told["client.user_refused"] = [REFUSED[scenario]]
    if "server.os" in told:
        told["server.lanman"] = [samba.version()]
    return told


#: client -> the software that its offer looks like.  smbclient without extended security has other
#: flags, and of what impacket lists in place of its own three nothing is said here.
STACKS = {
    **dict.fromkeys(("smbclient NT1..NT1", "smbclient CORE..NT1", "smbclient NT1..SMB3",
                     "smbclient CORE..SMB3", "smbclient NT1..SMB2_02"), "Samba"),
    "impacket": "impacket",
    "peer bait, resets": "Windows 10 1709 or later",
    "peer eight, resets": "Windows 7 to Windows 10 1607",
    "peer six, resets": "Windows 2000, XP or Server 2003",
}
