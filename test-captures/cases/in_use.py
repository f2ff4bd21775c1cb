# SPDX-License-Identifier: GPL-2.0-or-later
"""SMB1 goes on after, or without, a negotiation: verdicts 4 and 12."""

from outcome import (case, details, in_use, offer, refusal, shown, smb1_answer,
                     traffic)
from smb import (ACCESS_DENIED, BUFFER_OVERFLOW, DECOY, DOS_ERRORS,
                 DOS_SUCCESS_WITH_CODE, ERRSRV_BAD_PASSWORD, MACOS,
                 MORE_PROCESSING_REQUIRED, NAME_EXISTS, NT_ONLY, WINDOWS_7,
                 WINDOWS_XP, XP, core_answer, echo, echo_answer, negotiate,
                 nt_answer, oplock_break, oplock_release, session_setup,
                 session_setup_answer, smb2_negotiate, smb2_read, smb2_read_answer,
                 tree_disconnect, tree_disconnect_answer, validate_negotiate,
                 validate_negotiate_answer)
from tcp import Connection

# -- 4: SMB1 in use -------------------------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      details(6),
      in_use(7))
def in_use_xp(capture):
    """Windows XP's six dialects, answered and used; what follows, the close
    included, changes nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP))
    connection.client.send(session_setup(WINDOWS_XP))
    connection.server.send(session_setup_answer(WINDOWS_XP))
    connection.client.send(tree_disconnect(WINDOWS_XP))
    connection.server.send(tree_disconnect_answer(WINDOWS_XP))
    connection.client.fin()
    connection.server.fin()
    connection.client.ack()


@case(offer(4, "SMB2 only"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=0,
                  in_the_end=("smb1_selected",)),
      shown(6),
      in_use(7, needs="server"))
def in_use_of_smb2_offer(capture):
    """SMB2 alone is on offer, the answer is SMB1's, and SMB1 is used: the server took it."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0210]))
    connection.server.send(nt_answer(0))
    connection.client.send(session_setup())
    connection.server.send(session_setup_answer())


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      details(6),
      in_use(7))
def in_use_macos(capture):
    """macOS offers the decoy's list and means it: the server takes SMB1, the
    client goes on, and its reset in the end changes nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY, MACOS))
    connection.server.send(nt_answer(0, MACOS))
    connection.client.send(session_setup(MACOS))
    connection.server.send(session_setup_answer(MACOS))
    connection.client.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      details(6, 8),
      in_use(9))
def in_use_after_more_processing(capture):
    """STATUS_MORE_PROCESSING_REQUIRED is an error and proves nothing yet; the
    second session setup succeeds."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send(nt_answer(0))
    connection.client.send(session_setup(mid=1))
    connection.server.send(
        session_setup_answer(mid=1, status=MORE_PROCESSING_REQUIRED))
    connection.client.send(session_setup(mid=2))
    connection.server.send(session_setup_answer(mid=2))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      in_use(9))
def in_use_after_warning(capture):
    """A warning (0x80000005) is no success, an informational status
    (0x40000000) is one."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send(nt_answer(0))
    connection.client.send(tree_disconnect(mid=1))
    connection.server.send(
        tree_disconnect_answer(mid=1, status=BUFFER_OVERFLOW))
    connection.client.send(tree_disconnect(mid=2))
    connection.server.send(tree_disconnect_answer(mid=2, status=NAME_EXISTS))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      details(6, 8),
      in_use(9))
def in_use_dos_errors(capture):
    """DOS error codes: class 2 is an error, class 0 is success whatever the code
    says."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY, DOS_ERRORS))
    connection.server.send(nt_answer(0, DOS_ERRORS))
    connection.client.send(session_setup(DOS_ERRORS, mid=1))
    connection.server.send(session_setup_answer(DOS_ERRORS, mid=1,
                                                status=ERRSRV_BAD_PASSWORD))
    connection.client.send(session_setup(DOS_ERRORS, mid=2))
    connection.server.send(session_setup_answer(DOS_ERRORS, mid=2,
                                                status=DOS_SUCCESS_WITH_CODE))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      details(6),
      in_use(7))
def in_use_andx_chain(capture):
    """Session setup and tree connect chained in one message."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send(nt_answer(0))
    connection.client.send(session_setup(chain=b"\\\\SERVER\\IPC$"))
    connection.server.send(session_setup_answer(chained=True))


@case(offer(4, "SMB1 and SMB2"), details(5), in_use(6, needs="server"))
def in_use_answer_missing(capture):
    """The answer was not captured; the session setup that succeeds says what it
    was, and the offer who needs SMB1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))
    connection.server.send(nt_answer(5))
    connection.client.send(session_setup())
    connection.server.send(session_setup_answer())
    capture.drop(5)


@case(smb1_answer(4, "SMB1 selected", "smb1_selected", index=5,
                  needs="unknown"),
      details(5),
      in_use(6))
def in_use_offer_missing(capture):
    """The offer was not captured, the answer and a success were."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))
    connection.server.send(nt_answer(5))
    connection.client.send(session_setup())
    connection.server.send(session_setup_answer())
    capture.drop(4)


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused", index=0xFFFF,
              superseded=True),
      details(6),
      in_use(7))
def in_use_after_refusal(capture):
    """65535, and a session setup succeeds all the same: a success is the proof of
    use."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send(core_answer(0xFFFF))
    connection.client.send(session_setup())
    connection.server.send(session_setup_answer())


# -- 12 and 4 without any negotiation ---------------------------------------------


@case(traffic(1), in_use(2), details(3, 4),
      fields=[("one", 1, "summary", "Negotiate not captured"),
              ("two", 1, "summary", "Negotiate not captured")])
def midstream_success(capture):
    """Joined in the middle: the first request is shown, the first success proves
    use."""
    connection = Connection(capture)
    connection.client.send(tree_disconnect())
    connection.server.send(tree_disconnect_answer())
    connection.client.send(session_setup())
    connection.server.send(session_setup_answer())


@case(traffic(1))
def midstream_failure(capture):
    """Joined in the middle, nothing succeeds, the server resets: traffic seen, no
    more."""
    connection = Connection(capture)
    connection.client.send(tree_disconnect())
    connection.server.send(tree_disconnect_answer(status=ACCESS_DENIED))
    connection.server.reset()


@case(traffic(1))
def midstream_echo(capture):
    """Joined in the middle of echoes: they succeed and prove nothing."""
    connection = Connection(capture)
    connection.client.send(echo())
    connection.server.send(echo_answer())
    connection.client.reset()


@case(in_use(1, needs="unknown"))
def midstream_response_first(capture):
    """Joined at a response that succeeds: its sender is the server."""
    connection = Connection(capture)
    connection.server.send(tree_disconnect_answer())
    connection.client.send(tree_disconnect(mid=4))
    connection.client.reset()


@case(traffic(1), in_use(4))
def midstream_oplock_break(capture):
    """Joined at the server's oplock break, the one request (MID 0xFFFF) that a
    server sends: the roles must not turn."""
    connection = Connection(capture)
    connection.server.send(oplock_break())
    connection.client.send(oplock_release())
    connection.client.send(tree_disconnect())
    connection.server.send(tree_disconnect_answer())


@case(traffic(1),
      offer(3, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(4, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"))
def midstream_then_offer(capture):
    """SMB1 traffic before the offer is seen: the offer starts the negotiation
    properly."""
    connection = Connection(capture)
    connection.client.send(echo())
    connection.server.send(echo_answer())
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send(nt_answer(0))


@case()
def midstream_smb2(capture):
    """SMB2 joined in the middle is not shown, even where a file's content looks
    like an SMB1 header."""
    connection = Connection(capture)
    connection.client.send(smb2_read())
    connection.server.send(smb2_read_answer())
    connection.client.reset()


@case()
def midstream_smb2_validate(capture):
    """FSCTL_VALIDATE_NEGOTIATE_INFO lists dialects, negotiates nothing and is
    not shown."""
    connection = Connection(capture)
    connection.client.send(
        validate_negotiate([0x0202, 0x0210, 0x0300, 0x0302]))
    connection.server.send(validate_negotiate_answer(0x0302))
    connection.server.reset()
