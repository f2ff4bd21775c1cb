# SPDX-License-Identifier: GPL-2.0-or-later
"""Whose offer it is: the list and the header of the negotiate request.

Each connection of these captures is one frame: the offer.
"""

from dataclasses import replace

from outcome import case, offer, story
from smb import (BROWSER_SERVICE, DECOY, DOS_ERRORS, ETERNAL_BLUE, GROOMING,
                 IMPACKET, IMPACKET_139, JCIFS, JCIFS_SMB2, LINUX, LINUX_CIFS,
                 LINUX_WEAK, MACOS, METASPLOIT, NESSUS, NESSUS_LIST, NMAP,
                 NMAP_PROBE, NMAP_SCRIPT, NT4, NT_ONLY, OS2, RUBY_SMB, SAMBA,
                 SAMBA_NT, SAMBA_TEN, SAMBA_TWELVE, SMBJ, SMBJ_STACK, VISTA,
                 WFW, WINDOWS, WINDOWS_7, WINDOWS_98, WINDOWS_FOR_WORKGROUPS,
                 WINDOWS_NT4, WINDOWS_XP, XP, negotiate)
from tcp import Connection, Host

SMB1, BOTH, BAIT, SMB2 = ("SMB1 only", "SMB1 and SMB2", "SMB2 with SMB1 decoy",
                          "SMB2 only")
EXPERTS = {SMB1: ("smb1_only",), BAIT: ("decoy",)}
NONE = "-"


def _address(row):
    return "192.0.2.%d" % (100 + row)


def _stories(rows, scanner):
    """One story a row: class and stack of a lone offer."""
    known = {"scanner": "yes"} if scanner else {}
    return [story(offer(number, kind, *EXPERTS.get(kind, ()), stack=name,
                        needs="client" if kind == SMB1 else "-"),
                  client=_address(number), identity={number: known})
            for number, (name, kind, _, _) in enumerate(rows, 1)]


def _send(capture, rows):
    for number, (_, _, dialects, stack) in enumerate(rows, 1):
        connection = Connection(capture, client=Host(_address(number)))
        connection.client.send(negotiate(dialects, stack))


CLIENTS = (
    ("Windows 10 1709 or later", BAIT, DECOY, WINDOWS),
    ("Windows 7 to Windows 10 1607", BOTH, WINDOWS_7, WINDOWS),
    ("Windows Vista or Server 2008", BOTH, VISTA, WINDOWS),
    ("Windows 2000, XP or Server 2003", SMB1, XP, WINDOWS_XP),
    ("Windows Computer Browser", SMB1, XP, BROWSER_SERVICE),
    ("Windows NT 4.0", SMB1, NT4, WINDOWS_NT4),
    ("Windows NT 4.0", SMB1, NT4, replace(WINDOWS_NT4, tid=7, uid=8, mid=9)),
    ("macOS", BAIT, DECOY, MACOS),
    ("macOS", SMB1, NT_ONLY, MACOS),
    ("impacket", BAIT, DECOY, IMPACKET),
    ("impacket", SMB1, NT_ONLY, IMPACKET),
    ("impacket", BOTH, IMPACKET_139, IMPACKET),
    ("impacket", BOTH, IMPACKET_139, replace(IMPACKET, flags2=0x4801)),
    ("Samba", BOTH, SAMBA_TWELVE, SAMBA),
    ("Samba", SMB1, SAMBA_TEN, SAMBA),
    ("Samba", SMB1, SAMBA_NT, SAMBA),
    ("Samba", BOTH, SAMBA_NT + (b"SMB 2.002",), SAMBA),
    ("Linux cifs", SMB1, LINUX, LINUX_CIFS),
    ("Linux cifs", SMB1, LINUX_WEAK, DOS_ERRORS),
    ("Windows for Workgroups", SMB1, WFW, WINDOWS_FOR_WORKGROUPS),
    ("Windows 95 or 98", SMB1, WINDOWS_98, WINDOWS_FOR_WORKGROUPS),
    ("OS/2", SMB1, OS2, WINDOWS_FOR_WORKGROUPS),
    ("jcifs", BOTH, JCIFS, LINUX_CIFS),
    ("jcifs", SMB2, JCIFS_SMB2, LINUX_CIFS),
    ("smbj", SMB2, SMBJ, SMBJ_STACK),
)
SCANNERS = (
    ("EternalBlue-style exploit", SMB1, XP, ETERNAL_BLUE),
    ("EternalBlue-style exploit", SMB1, XP, replace(ETERNAL_BLUE, uid=0x0800)),
    ("Nessus", BOTH, NESSUS_LIST, NESSUS),
    ("Nessus", BOTH, NESSUS_LIST[1:] + NESSUS_LIST[:1], WINDOWS),
    ("nmap", SMB1, NMAP_SCRIPT, NMAP),
    ("nmap", SMB1, NMAP_SCRIPT, replace(NMAP, flags2=0x6045, uid=3)),
    ("nmap", SMB1, NMAP_PROBE, DOS_ERRORS),
    ("Metasploit", SMB1, METASPLOIT, LINUX_CIFS),
    ("Metasploit", BAIT, DECOY, RUBY_SMB),
    ("Metasploit", SMB1, XP, RUBY_SMB),
    # The first row that fits counts.
    ("nmap", SMB1, NMAP_PROBE, RUBY_SMB),
    ("Metasploit", SMB1, LINUX, RUBY_SMB),
    ("EternalBlue-style exploit", SMB1, XP, GROOMING),
)
OTHERS = (
    (NONE, BAIT, DECOY, replace(WINDOWS, flags2=0xC803)),
    (NONE, BAIT, DECOY, replace(WINDOWS, pid=0xFEFE)),
    (NONE, BAIT, DECOY, replace(WINDOWS, tid=0)),
    (NONE, BAIT, DECOY, replace(MACOS, uid=0)),
    (NONE, BAIT, DECOY, replace(IMPACKET, tid=0)),
    (NONE, BOTH, WINDOWS_7, WINDOWS_XP),
    (NONE, BOTH, VISTA, replace(WINDOWS, mid=1)),
    (NONE, SMB1, XP, WINDOWS),
    (NONE, SMB1, XP, replace(WINDOWS_XP, uid=1)),
    (NONE, SMB1, XP, replace(ETERNAL_BLUE, mid=0x41)),
    (NONE, SMB1, XP, replace(GROOMING, mid=0x41)),
    (NONE, SMB1, XP, replace(GROOMING, flags2=0xC843)),
    (NONE, SMB1, XP[:-2] + XP[-1:], ETERNAL_BLUE),
    (NONE, SMB1, NT4, replace(WINDOWS_NT4, pid=0xFEFF)),
    (NONE, SMB1, NT4, replace(WINDOWS_NT4, flags2=0xC853)),
    (NONE, SMB1, NMAP_SCRIPT, replace(NMAP, mid=2)),
    (NONE, SMB1, NMAP_SCRIPT, replace(NMAP, flags2=0xC853)),
    (NONE, SMB1, METASPLOIT[:-1], LINUX_CIFS),
    (NONE, SMB1, XP, replace(RUBY_SMB, mid=1)),
    (NONE, SMB1, SAMBA_NT[::-1], SAMBA),
    (NONE, SMB1, SAMBA_NT + (b"POSIX 2",), SAMBA),
    (NONE, SMB1, SAMBA_NT, replace(SAMBA, pid=0xFEFF)),
    (NONE, SMB1, LINUX[::-1], LINUX_CIFS),
    (NONE, SMB1, NT_ONLY, LINUX_CIFS),
    (NONE, SMB1, WFW[:-1], WINDOWS_FOR_WORKGROUPS),
    (NONE, SMB1, OS2 + OS2[-1:], WINDOWS_FOR_WORKGROUPS),
)


@case(*_stories(CLIENTS, False))
def stack_clients(capture):
    """A lone offer of every client software that has a fingerprint."""
    _send(capture, CLIENTS)


@case(*_stories(SCANNERS, True))
def stack_scanners(capture):
    """Offers of scanners and exploit tools, each marked as such."""
    _send(capture, SCANNERS)


@case(*_stories(OTHERS, False))
def stack_unknown(capture):
    """The same lists under a header that differs in one place, and the same
    headers over other lists: no claim whose they are."""
    _send(capture, OTHERS)
