# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenarios that are kept as test-captures/live-NAME.pcap, and what every frame must show.

Laid down by hand from the interface, with the words of test-captures/outcome.py, and by the part
that a frame plays (lab/roles.py) in place of its number, which differs from one recording to the
next.
"""
import dataclasses

from lab import clients, samba, targets
from lab.network import CLIENT_ADDRESSES
from outcome import (Case, close, details, in_use, offer, refusal, shown, smb1_answer, smb2_answer,
                     story)

from scenarios import SCENARIOS


@dataclasses.dataclass(frozen=True)
class Recording:
    """A scenario, what its recording shows, and the moments of its negotiation."""
    scenario: str
    purpose: str
    moments: tuple
    identity: dict = dataclasses.field(default_factory=dict)    # part -> field -> value

    @property
    def name(self):
        """The name of the capture, without its ending."""
        return "live-" + self.scenario

    def case(self, parts):
        """The expected outcome, given which frame plays which part."""
        return Case(self.name, self.purpose, None, (self.story(parts),))

    def story(self, parts):
        """The story of the negotiation with frame numbers in place of parts."""
        server = next(row.server for row in SCENARIOS if row.name == self.scenario)
        return story(*(numbered(moment, parts) for moment in flat(self.moments)),
                     client=CLIENT_ADDRESSES[0], server=targets.addresses()[server],
                     identity={int(parts[part]): told for part, told in self.identity.items()})


def flat(moments):
    """The moments in order, those of details() among them."""
    for moment in moments:
        yield from moment if isinstance(moment, tuple) else (moment,)


def numbered(moment, parts):
    """A moment with frame numbers in place of parts."""
    changes = {key: int(parts.get(value, 0)) or value for key, value in moment.changes.items()}
    return dataclasses.replace(moment, frame=int(parts[moment.frame]), changes=changes)


# A logon with NTLMSSP, as both smbclient and impacket do it, whose second answer proves use, and
# the shares that smbclient goes to.
LOGON = (details("logon 1", "logon answer 1", "logon 2"), in_use("use"))
TREES = details("tree 1", "tree answer 1", "tree 2", "tree answer 2")

SYSTEM = {"client.os": "Unix", "client.lanman": "Samba"}
SERVER = {"server.name": samba.SERVER_NAME, "server.domain": samba.SERVER_NAME,
          "server.os": "Windows 6.1", "server.lanman": "Samba 4.17.12-Debian"}
USER = {"client.name": clients.CLIENT_NAME, "client.user": samba.USER, "auth": "NTLMv2"}
NOT_SIGNED = {"signing": "not offered"}

LOGGED_IN = {
    "answer": NOT_SIGNED, "logon 1": SYSTEM, "logon answer 1": SERVER,
    "logon 2": {**USER, "client.domain": samba.WORKGROUP},
    "tree answer 1": {"share": r"\\NAS1\IPC$"}, "tree answer 2": {"share": r"\\NAS1\FILES"},
}
LOGGED_IN_BY_IMPACKET = {
    "answer": NOT_SIGNED, "logon 1": SYSTEM, "logon answer 1": SERVER, "logon 2": USER,
    "tree answer 1": {"share": r"\\192.0.2.11\FILES"},
}


RECORDINGS = (
    Recording(
        "smb1-used",
        "Recording: smbclient limited to SMB1 fetches a file from a Samba server limited to SMB1. "
        "SMB1 in use, and the client needs it.",
        (offer("offer", "SMB1 only", "smb1_only", needs="client", stack="Samba"),
         smb1_answer("answer", "SMB1 selected", "smb1_selected", index=0,
                     selected="NT LANMAN 1.0"),
         *LOGON, TREES),
        LOGGED_IN),
    Recording(
        "six-used",
        "Recording: impacket with the six dialects of Windows XP logs in to a Samba server limited "
        "to SMB1. SMB1 in use, and the client needs it.",
        (offer("offer", "SMB1 only", "smb1_only", needs="client"),
         smb1_answer("answer", "SMB1 selected", "smb1_selected", index=5, selected="NT LM 0.12"),
         *LOGON, details("tree 1", "tree answer 1")),
        LOGGED_IN_BY_IMPACKET),
    Recording(
        "six-reset-by-server",
        "Recording: the same six dialects, and the server's kernel sends RST, as Windows does "
        "with SMB1 switched off.",
        (offer("offer", "SMB1 only", "smb1_only", needs="client",
               stack="Windows 2000, XP or Server 2003"),
         close("server reset", "SMB1 refused by reset", "smb1_refused"))),
    Recording(
        "smb1-refused",
        "Recording: smbclient limited to SMB1 meets a Samba server from SMB 2.0.2 up, which "
        "answers 0xFFFF and closes.",
        (offer("offer", "SMB1 only", "smb1_only", needs="client", stack="Samba"),
         refusal("answer", "SMB1 refused by answer", "smb1_refused", index=65535))),
    Recording(
        "smb1-closed",
        "Recording: smbclient limited to SMB1, and the server closes (FIN) without an answer.",
        (offer("offer", "SMB1 only", "smb1_only", needs="client", stack="Samba"),
         close("server close", "SMB1 refused by close", "smb1_refused"))),
    Recording(
        "red-herring",
        "Recording: a client offers what Windows 10 offers without SMB1, the Samba server limited "
        "to SMB1 takes the bait, the client's kernel sends RST. The server needs SMB1.",
        (offer("offer", "SMB2 with SMB1 decoy", "decoy",
               stack="Windows 10 1709 or later"),
         smb1_answer("answer", "SMB1 selected", "smb1_selected", index=0, selected="NT LM 0.12",
                     needs="server"),
         close("client reset", "Red herring reset", "red_herring")),
        {"answer": NOT_SIGNED}),
    Recording(
        "server-holds-back",
        "Recording: smbclient from SMB1 to SMB3 and a Samba server limited to SMB1. SMB1 in use, "
        "and the server needs it.",
        (offer("offer", "SMB1 and SMB2", stack="Samba"),
         smb1_answer("answer", "SMB1 selected", "smb1_selected", index=0,
                     selected="NT LANMAN 1.0", needs="server"),
         *LOGON, TREES),
        LOGGED_IN),
    Recording(
        "negotiated-up",
        "Recording: smbclient from SMB1 to SMB3 and a Samba server from SMB 2.0.2 up agree on "
        "SMB 3.1.1 in a second round. Nothing to warn of.",
        (offer("offer", "SMB1 and SMB2", stack="Samba"),
         smb2_answer("answer", "SMB2 selected", selected="SMB 2.???"),
         shown("second request"),
         shown("second answer", selected="SMB 3.1.1"))),
    Recording(
        "pure-smb2",
        "Recording: smbclient as it is out of the box, no SMB1 frame at all. Nothing to warn of.",
        (offer("offer", "SMB2 only"),
         smb2_answer("answer", "SMB2 selected", selected="SMB 3.1.1"))),
    Recording(
        "impacket-smb2",
        "Recording: impacket offers the same three dialects as Windows 10, the Samba server from "
        "SMB 2.0.2 up answers SMB2, the second round ends in SMB 3.0. Nothing to warn of.",
        (offer("offer", "SMB2 with SMB1 decoy", "decoy", stack="impacket"),
         smb2_answer("answer", "SMB2 selected", selected="SMB 2.???"),
         shown("second request"),
         shown("second answer", selected="SMB 3.0"))),
    Recording(
        "port-139",
        "Recording: smbclient limited to SMB1 over NetBIOS (port 139, session request NAS1 from "
        "DESK1) fetches a file. SMB1 in use, and the client needs it.",
        (offer("offer", "SMB1 only", "smb1_only", needs="client", stack="Samba"),
         smb1_answer("answer", "SMB1 selected", "smb1_selected", index=0,
                     selected="NT LANMAN 1.0"),
         *LOGON, TREES),
        {**LOGGED_IN, "offer": {"client.name": clients.CLIENT_NAME,
                                "server.name": samba.SERVER_NAME}}),
)
