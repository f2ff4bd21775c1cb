# SPDX-License-Identifier: GPL-2.0-or-later
"""What the software of a server says of its need, for the statistics."""

from logon import extended_answer, setup_13, setup_answer
from ntlmssp import LM_RESPONSE, NTLM_RESPONSE
from outcome import (case, details, in_use, offer, shown, smb1_answer,
                     smb2_answer, story)
from smb import DECOY, MACOS, WINDOWS_XP, XP, negotiate, smb2_negotiate
from smb import smb2_answer as smb2_negotiate_answer

from .identity import NOT_OFFERED, NTLMV1
from .office import between
from .selected import REVISIONS

CLIENT = "192.0.2.80"
# server, its system and LAN manager, what it is offered and by whom
SERVERS = (
    ("198.51.100.81", "Windows 5.1", "Windows 2000 LAN Manager", XP, WINDOWS_XP),
    ("198.51.100.82", "Windows Server 2003 3790 Service Pack 2",
     "Windows Server 2003 5.2", XP, WINDOWS_XP),
    ("198.51.100.83", "Unix", "Samba 3.0.37", DECOY, MACOS),
    ("198.51.100.84", "Unix", "Samba 3.0.37", XP, WINDOWS_XP),
    ("198.51.100.85", "Unix", "Samba 3.5.0", XP, WINDOWS_XP),
    ("198.51.100.86", "Windows 10.0", "Windows 2000 LAN Manager", XP, WINDOWS_XP),
)
SPEAKS_SMB2 = SERVERS[3][0]
FRAMES = 7                  # of each connection


def _stories():
    for row, (server, system, lanman, dialects, _) in enumerate(SERVERS):
        base = FRAMES * row
        only = dialects is XP
        yield story(
            offer(base + 4, *(("SMB1 only", "smb1_only") if only else
                              ("SMB2 with SMB1 decoy", "decoy")),
                  needs="client" if only else "-"),
            smb1_answer(base + 5, "SMB1 selected", "smb1_selected",
                        index=dialects.index(b"NT LM 0.12"),
                        selected="NT LM 0.12",
                        needs="client" if only else "server"),
            details(base + 6), in_use(base + 7),
            identity={base + 5: NOT_OFFERED,
                      base + 6: {"client.user": "alice", **NTLMV1},
                      base + 7: {"server.os": system, "server.lanman": lanman}},
            client=CLIENT, server=server)
    base = FRAMES * len(SERVERS)
    yield story(offer(base + 4, "SMB2 with SMB1 decoy", "decoy"),
                smb2_answer(base + 5, "SMB2 selected", selected="SMB 2.???"),
                shown(base + 6), shown(base + 7, selected="SMB 3.1.1"),
                client=CLIENT, server=SPEAKS_SMB2)


@case(*_stories())
def software(capture):
    """Servers whose software has no SMB2 (Windows XP, Server 2003, Samba 3.0), the
    last of them one that speaks SMB2 all the same in another connection, and two whose
    software has SMB2."""
    for server, system, lanman, dialects, stack in SERVERS:
        connection = between(capture, CLIENT, server).open()
        connection.client.send(negotiate(dialects, stack))
        connection.server.send(extended_answer(
            dialects.index(b"NT LM 0.12"), stack))
        connection.client.send(setup_13("alice", "", "", "", lm=LM_RESPONSE,
                                        nt=NTLM_RESPONSE, stack=stack))
        connection.server.send(setup_answer(system, lanman, stack=stack))
    connection = between(capture, CLIENT, SPEAKS_SMB2)
    connection.client.port += 1
    connection.open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate(REVISIONS, message=1))
    connection.server.send(smb2_negotiate_answer(0x0311, message=1))
