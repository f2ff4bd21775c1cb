# SPDX-License-Identifier: GPL-2.0-or-later
"""Scanners and exploits that give themselves away in their session."""

from logon import (extended_answer, open_file, open_file_answer, peek,
                   peek_answer, setup_13, setup_answer, tree_answer,
                   tree_connect)
from outcome import case, details, in_use, offer, shown, smb1_answer, traffic
from smb import (GROOMING, LINUX_CIFS, NT_ONLY, SUCCESS, WINDOWS_XP, XP,
                 negotiate)
from tcp import Connection

from .identity import (LOGGED_IN, NAS, NAS_SYSTEM, NOT_OFFERED, logged_in,
                       opened, opening)
from .shares import share

ANONYMOUS = {"auth": "anonymous"}
SCANNER = {"scanner": "yes"}


def nobody(system, lanman, stack, mid=1):
    """An anonymous session setup of such software."""
    return setup_13("", "", system, lanman, lm=b"\0", stack=stack, mid=mid)


@case(traffic(1), in_use(2),
      identity={1: {"client.os": "Windows 5.1", "client.lanman": "Nessus",
                    **ANONYMOUS, **SCANNER}, 2: NAS})
def scanner_nessus_without_offer(capture):
    """Nessus names itself as the LAN manager. Its offer was not captured: who needs
    SMB1 would not be known, but a scanner does not."""
    connection = Connection(capture)
    connection.client.send(nobody("Windows 5.1", "Nessus", WINDOWS_XP))
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP))


@case(traffic(1), in_use(2),
      identity={1: {"client.os": "Unix/Nessus", "client.lanman": "Samba",
                    **ANONYMOUS, **SCANNER},
                2: {"server.os": "Windows Server 2016 Standard 14393",
                    "server.lanman": "Windows Server 2016 Standard 6.3"}})
def scanner_nessus_as_system(capture):
    """Another Nessus names itself as the system. Its server has SMB2, by its name: to
    serve a scanner shows no need, and is no scanner's."""
    connection = Connection(capture)
    connection.client.send(nobody("Unix/Nessus", "Samba", WINDOWS_XP))
    connection.server.send(setup_answer(
        "Windows Server 2016 Standard 14393", "Windows Server 2016 Standard 6.3",
        stack=WINDOWS_XP))


@case(traffic(1), in_use(2, needs="unknown"),
      identity={1: {"client.os": "Nmap of Example", "client.lanman": "Nessus 2",
                    **ANONYMOUS}, 2: NAS})
def scanner_lookalikes(capture):
    """Names that only begin as those of scanners do are no such names."""
    connection = Connection(capture)
    connection.client.send(nobody("Nmap of Example", "Nessus 2", WINDOWS_XP))
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP))


@case(offer(4, "SMB1 only", "smb1_only", needs="client", stack="-"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      details(6), in_use(7),
      identity={5: NOT_OFFERED,
                6: {"client.os": "Nmap", "client.lanman": "Native Lanman",
                    **ANONYMOUS, **SCANNER}, 7: NAS})
def scanner_nmap_as_system(capture):
    """The offer is anybody's; the session setup names Nmap as the system. In one
    pass the client needs SMB1 until it says so."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY, LINUX_CIFS))
    connection.server.send(extended_answer(0, LINUX_CIFS))
    connection.client.send(nobody("Nmap", "Native Lanman", LINUX_CIFS))
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=LINUX_CIFS))


@case(offer(4, "SMB1 only", "smb1_only", needs="client",
            stack="EternalBlue-style exploit"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      details(6), in_use(7),
      identity={4: SCANNER, 5: NOT_OFFERED, 6: ANONYMOUS, 7: NAS})
def exploit_grooming(capture):
    """The exploit's grooming connections: the six dialects under MID 0x40, then
    garbage where the system's name would stand, which is not shown as one."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, GROOMING))
    connection.server.send(extended_answer(5, GROOMING))
    connection.client.send(nobody("\u5c75\u0f11", "\u4142", GROOMING, 0x40))
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=GROOMING, mid=0x40))


REACHED_IPC = {**LOGGED_IN, 9: {"share": share("IPC$")}}
ON_IPC = (*opening(), details(6), in_use(7), details(8, 9))


def on_ipc(capture, *steps):
    """Logged in, IPC$; then requests and responses in turn."""
    connection = logged_in(opened(capture))
    sides = (connection.client, connection.server)
    for place, pdu in enumerate((tree_connect(share("IPC$"), stack=WINDOWS_XP),
                                 tree_answer(stack=WINDOWS_XP), *steps)):
        sides[place % 2].send(pdu)


@case(*ON_IPC, shown(10), identity={**REACHED_IPC, 10: SCANNER})
def exploit_probe(capture):
    """The probe for MS17-010: it peeks into a pipe that nobody opened, and the
    error tells whether the server is patched."""
    on_ipc(capture, peek(stack=WINDOWS_XP), peek_answer(stack=WINDOWS_XP))


@case(*ON_IPC, identity=REACHED_IPC)
def peek_into_an_open_pipe(capture):
    """The same PeekNamedPipe after NT_CREATE_ANDX, as programs do: no probe."""
    on_ipc(capture, open_file("\\srvsvc", stack=WINDOWS_XP),
           open_file_answer(stack=WINDOWS_XP),
           peek(0x4001, stack=WINDOWS_XP, mid=5),
           peek_answer(SUCCESS, stack=WINDOWS_XP, mid=5))


@case(traffic(1), in_use(2, needs="unknown"))
def peek_joined_in_the_middle(capture):
    """A PeekNamedPipe whose connection is older than the capture: the pipe may have
    been opened before."""
    connection = Connection(capture)
    connection.client.send(peek(0x4001, stack=WINDOWS_XP))
    connection.server.send(peek_answer(SUCCESS, stack=WINDOWS_XP))
