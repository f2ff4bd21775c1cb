# SPDX-License-Identifier: GPL-2.0-or-later
"""Input that was made to mislead, or that misleads by accident."""

from scapy.layers.inet import IP

from logon import smb2_setup
from outcome import (NOTHING, case, close, offer, shown, smb1_answer, smb2_answer,
                     story, traffic)
from smb import (DECOY, NT_ONLY, WINDOWS_XP, XP, echo, negotiate, nt_answer,
                 session_message, session_setup_answer, smb2_negotiate)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import CLIENT, Connection, SERVER, datagram

HOSTILE = (b"\x1b[31mRED\x1b[0m", b"\x1b]0;title\x07", b"tab\there", b"line\r\n",
           b"\x01\x7f\x08", b"\xdf\xff\xfe", b"caf\xe9", b"\xc2\x9b31m",
           "\u202ereversed".encode("utf-8"),
           b"</field>&amp;\"'", b"a,b|c\\t%s%n")


@case(offer(4, "Unrecognized", "unknown_dialect"),
      fields=[("one", 4, "offer.count", len(HOSTILE))])
def hostile_strings(capture):
    """Dialects with control bytes, terminal escapes, invalid UTF-8, markup and
    format directives."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(HOSTILE))


@case(offer(4, "SMB1 only", "smb1_only", "unknown_dialect", needs="client"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=99, needs="-"))
def hostile_strings_and_smb1(capture):
    """The same strings beside `NT LM 0.12`, with an index far outside: the list
    is whole, its bytes count as they were sent."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(HOSTILE + NT_ONLY))
    connection.server.send(nt_answer(99))


@case(offer(4, "Unrecognized", "unknown_dialect"))
def hostile_formula(capture):
    """A list that a spreadsheet would run as a formula, a bar in it."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"=1+1|2", b"@SUM(1)")))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"))
def answer_from_the_client(capture):
    """The client itself sends an answer that selects SMB1, and a success: out of
    role, ignored."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.client.send(nt_answer(5, WINDOWS_XP))
    connection.client.send(session_setup_answer(WINDOWS_XP))


@case(traffic(4), offer(5, "SMB1 only", "smb1_only", needs="client"))
def answer_from_the_client_later(capture):
    """The same behind a request that left the roles a guess, which the offer settles."""
    connection = Connection(capture).open()
    connection.client.send(echo())
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.client.send(nt_answer(5, WINDOWS_XP))
    connection.client.send(session_setup_answer(WINDOWS_XP))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(7, "Red herring reset", "red_herring"))
def request_from_the_server(capture):
    """The server sends an SMB1 request after its answer; the client has not gone
    on, its reset is a red herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.server.send(echo())
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      smb2_answer(6, "Invalid answer", "invalid_answer", selected="SMB 2.0.2",
                  needs="-", index="-"))
def smb2_after_smb1_answer(capture):
    """The server selects SMB1 and then SMB 2.0.2: it cannot be both."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.server.send(smb2_negotiate_answer(0x0202))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.0.2"),
      shown(6))
def smb1_after_smb2_answer(capture):
    """An SMB1 answer after the SMB2 one changes nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x0202))
    connection.server.send(nt_answer(0))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      shown(6))
def two_answers(capture):
    """Two SMB1 answers with different indices: the first one counts."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP[-1:] + XP[:-1], WINDOWS_XP))
    connection.server.send(nt_answer(0, WINDOWS_XP))
    connection.server.send(nt_answer(99, WINDOWS_XP))


@case()
def smb_bytes_elsewhere(capture):
    """The bytes of an SMB1 offer and its refusal on ports that are not SMB's, and
    in UDP on port 445: not SMB, not shown."""
    connection = Connection(capture, server_port=8000).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()
    capture.add(datagram(CLIENT, SERVER, 445,
                         session_message(negotiate(XP, WINDOWS_XP))))


@case()
def connection_without_smb(capture):
    """Port 445 is opened and closed without a byte, and reset once: a port
    scan."""
    scan = Connection(capture).open()
    scan.client.fin()
    scan.server.fin()
    refused = Connection(capture, port=capture.port + 1)
    refused.client.emit("S")
    refused.server.reset()
    opened = Connection(capture, port=capture.port + 2).open()
    opened.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      fields=[("one", 4, "offer.count", 200)])
def list_of_200(capture):
    """NT LM 0.12 two hundred times: long, whole, SMB1 only."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY * 200))


@case(offer(4, "Incomplete", "incomplete_offer"),
      fields=[("one", 4, "offer.count", 300)])
def list_of_300(capture):
    """The same three hundred times: of those that are not kept nothing is claimed."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY * 300))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      fields=[("one", 4, "offer.count", 255)])
def list_of_255(capture):
    """As many as are kept."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY * 255))


@case(offer(4, "Incomplete", "incomplete_offer"),
      fields=[("one", 4, "offer.count", 256)])
def list_of_256(capture):
    """One more than are kept."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY * 256))


@case(offer(4, "SMB2 only"), fields=[("one", 4, "offer.count", 256)])
def list_of_256_revisions(capture):
    """The same in SMB2."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0210] * 256, message=1))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"))
def reset_in_the_padding(capture):
    """IP says that there are 12 bytes of TCP, and the padding would complete them
    to a reset: there is none."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    frame = connection.carry(CLIENT, SERVER, connection.client.segment("RA"))
    frame[IP].len = 32
    capture.add(frame)


@case()
def smb2_cut_in_the_header(capture):
    """An SMB2 NEGOTIATE that was cut behind its command, before it is known who asks."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202]), captured=14 + 20 + 20 + 4 + 14)


@case(traffic(4))
def smb1_behind_smb2(capture):
    """A segment of a connection that is older than the capture: a session setup of SMB2,
    and behind it one of SMB1."""
    connection = Connection(capture).open()
    connection.client.send(smb2_setup(b""), echo())


@case()
def smb_cut_by_netbios(capture):
    """A NetBIOS message that ends within the SMB header, and after it what looks
    like a successful response: there is no SMB to judge."""
    connection = Connection(capture).open()
    cut = b"\0\0\0\x0f" + negotiate(DECOY)[:15]
    connection.server.emit("PA", cut + b"\x11" * 20 + session_setup_answer())


@case(story(offer(1, "SMB1 only", "smb1_only", needs="client"),
            client=NOTHING, server=NOTHING))
def hostile_both_ends_alike(capture):
    """An offer from a host and port to the same ones: nobody is told of."""
    connection = Connection(capture, client=SERVER, port=445)
    connection.client.send(negotiate(XP, WINDOWS_XP))
