# SPDX-License-Identifier: GPL-2.0-or-later
"""A dialect is selected: verdicts 2, 3, 5 and 9."""

from outcome import (case, close, details, offer, shown, smb1_answer,
                     smb2_answer)
from smb import (ACCESS_DENIED, CORE_ONLY, DECOY, LOGON_FAILURE,
                 NOT_SUPPORTED, OS2, RUBY_SMB, SAMBA, SAMBA_TEN,
                 SMB2_NEGOTIATE, SMB2_SESSION_SETUP, VISTA, WINDOWS_7,
                 WINDOWS_FOR_WORKGROUPS, WINDOWS_XP, XP, core_answer, echo,
                 echo_answer, lanman_answer, negotiate, nt_answer,
                 session_setup, session_setup_answer, smb2_error,
                 smb2_negotiate, smb2_session_setup)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import Connection

REVISIONS = [0x0202, 0x0210, 0x0300, 0x0302, 0x0311]

# -- 2: SMB2 selected ---------------------------------------------------------


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7, selected="SMB 3.1.1"),
      fields=[("one", 5, "summary", "Negotiate, Selected Dialect: SMB 2.???, "
               "Requested Dialects: [NT LM 0.12, SMB 2.002, SMB 2.???]"),
              ("one", 7, "summary", "Negotiate, Selected Dialect: SMB 3.1.1, "
               "Requested Dialects: [NT LM 0.12, SMB 2.002, SMB 2.???]"),
              ("two", 4, "summary", "Negotiate, Selected Dialect: SMB 3.1.1, "
               "Requested Dialects: [NT LM 0.12, SMB 2.002, SMB 2.???]")])
def smb2_after_decoy(capture):
    """Windows 10's three dialects end in SMB 3.1.1 and the client resets: all is
    well, no warning."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate(REVISIONS, message=1))
    connection.server.send(smb2_negotiate_answer(0x0311, message=1))
    connection.client.reset()


@case(offer(4, "SMB1 and SMB2"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7, selected="SMB 3.1.1"))
def smb2_after_eight(capture):
    """Windows 7's eight dialects end in SMB 3.1.1 and the client resets: all is
    well, no warning."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate(REVISIONS, message=1))
    connection.server.send(smb2_negotiate_answer(0x0311, message=1))
    connection.client.reset()


@case(offer(4, "SMB1 and SMB2"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.0.2"))
def smb2_0202(capture):
    """Windows Vista's seven dialects, answered 0x0202 in one round; a session
    setup that fails, and a server's reset, change nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(VISTA))
    connection.server.send(smb2_negotiate_answer(0x0202))
    connection.client.send(smb2_session_setup())
    connection.server.send(smb2_error(SMB2_SESSION_SETUP, ACCESS_DENIED, 1))
    connection.server.reset()


@case(offer(4, "SMB2 only"),
      smb2_answer(5, "SMB2 selected", selected="SMB 3.0"))
def smb2_pure(capture):
    """SMB2 from the first frame, answered with SMB 3.0, closed by both."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate(REVISIONS))
    connection.server.send(smb2_negotiate_answer(0x0300))
    connection.client.fin()
    connection.server.fin()
    connection.client.ack()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"))
def smb2_second_round_missing(capture):
    """0x02FF and the server closes before the second round: selected all the
    same, the revision pending."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.server.fin()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7))
def smb2_second_round_refused(capture):
    """The second round is answered with an error: no SMB1 in it, verdict 2
    stays."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate([0x0311], message=1))
    connection.server.send(smb2_error(SMB2_NEGOTIATE, NOT_SUPPORTED, 1))


@case(smb2_answer(4, "SMB2 selected", selected="SMB 2.1"),
      fields=[("two", 4, "summary", "Negotiate, Selected Dialect: SMB 2.1")])
def smb2_answer_without_offer(capture):
    """An SMB2 answer whose offer was not captured."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0210]))
    connection.server.send(smb2_negotiate_answer(0x0210))
    capture.drop(4)


# -- 3: SMB1 selected, nothing since -------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      fields=[("one", 5, "summary", "Negotiate, Selected Dialect: NT LM 0.12, "
               "Requested Dialects: [PC NETWORK PROGRAM 1.0, LANMAN1.0, Windows "
               "for Workgroups 3.1a, LM1.2X002, LANMAN2.1, NT LM 0.12]")])
def selected_xp(capture):
    """Windows XP's six dialects, index 5 selected, nothing since: the client
    needs SMB1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP))
    connection.client.ack()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"))
def selected_decoy(capture):
    """The server takes the decoy, nothing since: the server needs SMB1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=4,
                  selected="LANMAN2.1"))
def selected_lanman(capture):
    """OS/2's five dialects and a LANMAN answer of 13 words."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(OS2, WINDOWS_FOR_WORKGROUPS))
    connection.server.send(lanman_answer(4, WINDOWS_FOR_WORKGROUPS))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="PC NETWORK PROGRAM 1.0"))
def selected_core(capture):
    """The core protocol: an answer of one word with index 0."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(CORE_ONLY, WINDOWS_FOR_WORKGROUPS))
    connection.server.send(core_answer(0, WINDOWS_FOR_WORKGROUPS))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=8,
                  selected="NT LANMAN 1.0"))
def selected_nt_lanman(capture):
    """smbclient's ten dialects, index 8: `NT LANMAN 1.0`, NT family."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(SAMBA_TEN, SAMBA))
    connection.server.send(nt_answer(8, SAMBA))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"))
def selected_zero_ids(capture):
    """PID, TID, UID and MID all zero: the built-in dissector does not match the
    answer to the request."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY, RUBY_SMB))
    connection.server.send(nt_answer(0, RUBY_SMB))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=2,
                  selected="NT LM 0.12"))
def selected_last_duplicate(capture):
    """A list that names `NT LM 0.12` twice; Samba takes the last."""
    connection = Connection(capture).open()
    connection.client.send(
        negotiate((b"NT LM 0.12", b"LANMAN2.1", b"NT LM 0.12"), SAMBA))
    connection.server.send(nt_answer(2, SAMBA))


@case(offer(4, "Unrecognized", "unknown_dialect"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="FANCY FS 1.0", needs="unknown"))
def selected_unrecognized(capture):
    """A dialect that nobody knows, selected by an SMB1 answer: who needs what
    cannot be told."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"FANCY FS 1.0",)))
    connection.server.send(nt_answer(0))


@case(smb1_answer(4, "SMB1 selected", "smb1_selected", index=5,
                  needs="unknown"),
      fields=[("one", 4, "summary", "Negotiate, Selected Dialect Index: 5")])
def selected_without_offer(capture):
    """An SMB1 answer whose offer was not captured: the index, no dialect, who
    needs SMB1 unknown."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))
    connection.server.send(nt_answer(5))
    capture.drop(4)


# -- 5: red herring reset --------------------------------------------------------


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(6, "Red herring reset", "red_herring"),
      fields=[("two", 4, "summary", "Negotiate, Selected Dialect: NT LM 0.12, "
               "Requested Dialects: [NT LM 0.12, SMB 2.002, SMB 2.???]")])
def red_herring(capture):
    """The decoy is offered, the server takes it, the client resets: the server
    is the SMB1-only host, the client is fine."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.reset()


@case(offer(4, "SMB1 and SMB2"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12", needs="server"),
      close(7, "Red herring reset", "red_herring"))
def red_herring_of_eight(capture):
    """The same with Windows 7's eight dialects, a bare ACK before the reset and
    a server's reset after it."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))
    connection.server.send(nt_answer(5))
    connection.client.ack()
    connection.client.reset()
    connection.server.reset()


# -- 9: SMB1 abandoned -------------------------------------------------------------


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(6, "SMB1 abandoned"))
def abandoned_by_client_fin(capture):
    """The client closes with FIN and resets only then: no red herring; the FIN
    decides."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.fin()
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(6, "SMB1 abandoned"))
def abandoned_by_server_fin(capture):
    """The server selects SMB1 and closes; the client's reset comes second."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.server.fin()
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(6, "SMB1 abandoned"))
def abandoned_by_server_reset(capture):
    """The server selects SMB1 and resets; the client's reset comes second."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.server.reset()
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      details(6),
      close(7, "SMB1 abandoned"))
def abandoned_after_command(capture):
    """The client goes on with a session setup and resets before its answer: it
    does speak SMB1, no red herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.send(session_setup())
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      details(6),
      close(8, "SMB1 abandoned"))
def abandoned_after_failed_logon(capture):
    """A session setup that fails is no use of SMB1; the client's reset after it
    is no red herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.send(session_setup())
    connection.server.send(session_setup_answer(status=LOGON_FAILURE))
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(8, "SMB1 abandoned"))
def abandoned_after_echo(capture):
    """An echo that succeeds proves no use; the client's reset after it is no red
    herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.send(echo())
    connection.server.send(echo_answer())
    connection.client.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      close(6, "SMB1 abandoned"))
def abandoned_smb1_only(capture):
    """An SMB1-only client resets after the SMB1 answer: no red herring, SMB2 was
    not on offer."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP))
    connection.client.reset()


@case(smb1_answer(4, "SMB1 selected", "smb1_selected", index=0,
                  needs="unknown"),
      close(5, "SMB1 abandoned"))
def abandoned_without_offer(capture):
    """An SMB1 answer whose offer was not captured, then the client's reset: it
    may be a red herring, it cannot be told."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.reset()
    capture.drop(4)


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 abandoned", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server", close=5))
def abandoned_in_the_answer(capture):
    """The SMB1 answer and the server's FIN in one segment."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.fin(nt_answer(0))
