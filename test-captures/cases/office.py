# SPDX-License-Identifier: GPL-2.0-or-later
"""Several hosts in one capture, for the statistics."""

from logon import (answer, pipe_transaction, pipe_transaction_answer, setup_13,
                   setup_answer, tree_answer, tree_connect)
from ntlmssp import LM_RESPONSE, NTLM_RESPONSE
from outcome import (case, close, details, in_use, offer, shown, smb1_answer,
                     smb2_answer, story)
from smb import (BROWSER_SERVICE, DECOY, NMAP, NMAP_SCRIPT, NT_ONLY, WINDOWS_XP,
                 XP, negotiate, smb2_negotiate)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import Connection, Host, SERVER_MAC

from .identity import NOT_OFFERED, NTLMV1, netbios_opened
from .selected import REVISIONS

ACCOUNTING, LAPTOP = "192.0.2.10", "192.0.2.11"
MILL, COPIER, KIOSK = "192.0.2.31", "192.0.2.32", "192.0.2.40"
LEDGER, SCANNER = "192.0.2.50", "192.0.2.66"
NAS, FILES, ARCHIVE = "198.51.100.20", "198.51.100.21", "198.51.100.22"
MASTER, TAPES = "198.51.100.23", "198.51.100.24"

SCANS = "\\\\ARCHIVE\\SCANS"
IPC = "\\\\MASTER\\IPC$"


def between(capture, client, server):
    """A connection of these two, not yet open."""
    return Connection(capture, client=Host(client),
                      server=Host(server, SERVER_MAC))


def bait_is_taken(capture):
    """Windows 10 and an SMB1-only NAS: frames 1 to 6."""
    connection = between(capture, ACCOUNTING, NAS).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(answer(0, server="OLDNAS"))
    connection.client.reset()


BAIT_IS_TAKEN = story(
    offer(4, "SMB2 with SMB1 decoy", "decoy"),
    smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                selected="NT LM 0.12", needs="server"),
    close(6, "Red herring reset", "red_herring"),
    identity={5: {"server.name": "OLDNAS", "server.domain": "WORKGROUP",
                  **NOT_OFFERED}},
    client=ACCOUNTING, server=NAS)


def mill_is_refused(capture):
    """Windows XP and a server without SMB1: frames 7 to 11."""
    connection = between(capture, MILL, FILES).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


MILL_IS_REFUSED = story(
    offer(10, "SMB1 only", "smb1_only", needs="client"),
    close(11, "SMB1 refused by reset", "smb1_refused"),
    client=MILL, server=FILES)


def copier_scans(capture):
    """A copier that only knows SMB1, at work: frames 12 to 20."""
    connection = between(capture, COPIER, ARCHIVE).open()
    connection.client.send(negotiate(NT_ONLY, WINDOWS_XP))
    connection.server.send(answer(0, WINDOWS_XP, server="ARCHIVE"))
    connection.client.send(setup_13(
        "copier", "OFFICE", "Copier OS 4", "Copier CIFS", lm=LM_RESPONSE,
        nt=NTLM_RESPONSE, stack=WINDOWS_XP))
    connection.server.send(setup_answer("Unix", "Samba 3.0.37",
                                        stack=WINDOWS_XP))
    connection.client.send(tree_connect(SCANS, stack=WINDOWS_XP))
    connection.server.send(tree_answer(stack=WINDOWS_XP))


COPIER_SCANS = story(
    offer(15, "SMB1 only", "smb1_only", needs="client"),
    smb1_answer(16, "SMB1 selected", "smb1_selected", index=0,
                selected="NT LM 0.12"),
    details(17), in_use(18), details(19, 20),
    identity={16: {"server.name": "ARCHIVE", "server.domain": "WORKGROUP",
                   **NOT_OFFERED},
              17: {"client.user": "copier", "client.domain": "OFFICE",
                   "client.os": "Copier OS 4", "client.lanman": "Copier CIFS",
                   **NTLMV1},
              18: {"server.os": "Unix", "server.lanman": "Samba 3.0.37"},
              20: {"share": SCANS}},
    client=COPIER, server=ARCHIVE)


def laptop_negotiates_up(capture):
    """The bait again, and a server that speaks SMB 3.1.1: frames 21 to 27."""
    connection = between(capture, LAPTOP, FILES).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate(REVISIONS, message=1))
    connection.server.send(smb2_negotiate_answer(0x0311, message=1))


LAPTOP_NEGOTIATES_UP = story(
    offer(24, "SMB2 with SMB1 decoy", "decoy"),
    smb2_answer(25, "SMB2 selected", selected="SMB 2.???"),
    shown(26), shown(27, selected="SMB 3.1.1"),
    client=LAPTOP, server=FILES)


def scanner_asks(capture):
    """nmap, which says nothing of the host it runs on: frames 28 to 32."""
    connection = between(capture, SCANNER, FILES).open()
    connection.client.send(negotiate(NMAP_SCRIPT, NMAP))
    connection.server.reset()


SCANNER_ASKS = story(
    offer(31, "SMB1 only", "smb1_only", needs="client"),
    close(32, "SMB1 refused by reset", "smb1_refused"),
    identity={31: {"scanner": "yes"}}, client=SCANNER, server=FILES)


def kiosk_browses(capture):
    """The Computer Browser and no file access: frames 33 to 45."""
    on_139 = {"stack": BROWSER_SERVICE}
    connection = netbios_opened(capture, "MASTER", "KIOSK",
                                answer(5, BROWSER_SERVICE),
                                client=Host(KIOSK),
                                server=Host(MASTER, SERVER_MAC))
    connection.client.send(setup_13("", "", "", "", lm=b"\0", **on_139))
    connection.server.send(setup_answer("", "", **on_139))
    connection.client.send(tree_connect(IPC, **on_139))
    connection.server.send(tree_answer(**on_139))
    connection.client.send(pipe_transaction(**on_139))
    connection.server.send(pipe_transaction_answer(**on_139))


KIOSK_BROWSES = story(
    offer(38, "SMB1 only", "smb1_only", needs="client"),
    smb1_answer(39, "SMB1 selected", "smb1_selected", index=5,
                selected="NT LM 0.12"),
    details(40), in_use(41), details(42, 43, 44),
    identity={36: {"client.name": "KIOSK", "server.name": "MASTER"},
              39: {"server.domain": "WORKGROUP", **NOT_OFFERED},
              40: {"auth": "anonymous"}, 43: {"share": IPC},
              44: {"browser": "yes"}},
    client=KIOSK, server=MASTER)


def ledger_goes_on(capture):
    """A connection that was there before the capture: frame 46."""
    between(capture, LEDGER, TAPES).server.send(tree_answer())


LEDGER_GOES_ON = story(in_use(46, needs="unknown"), client=LEDGER, server=TAPES)


@case(BAIT_IS_TAKEN, MILL_IS_REFUSED, COPIER_SCANS, LAPTOP_NEGOTIATES_UP,
      SCANNER_ASKS, KIOSK_BROWSES, LEDGER_GOES_ON)
def office(capture):
    """A small office: a NAS that takes the bait, a mill with Windows XP and a
    copier that need SMB1, a laptop that does not, a scanner, the Computer
    Browser, and a connection that is older than the capture."""
    for build in (bait_is_taken, mill_is_refused, copier_scans,
                  laptop_negotiates_up, scanner_asks, kiosk_browses,
                  ledger_goes_on):
        build(capture)
