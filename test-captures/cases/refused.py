# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing comes of the offer: verdicts 1, 6, 7, 8, 10, 11 and 13."""

from outcome import (case, close, details, offer, refusal, smb1_answer,
                     smb2_answer)
from smb import (DECOY, DOS_ERRORS, ERRSRV_ERROR, IMPACKET, INVALID_PARAMETER,
                 NONE_ACCEPTABLE, NOT_SUPPORTED, NT_ONLY, SAMBA,
                 SMB2_NEGOTIATE, SMBJ, SUCCESS, VISTA, WINDOWS_7, WINDOWS_XP,
                 XP, bare_answer, core_answer, negotiate, nt_answer,
                 session_setup, smb2_error, smb2_negotiate)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import Connection

# -- 1: no answer, and it is the client that gives up ----------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"))
def unanswered_client_reset(capture):
    """The client resets its own SMB1-only offer: nobody refused it."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.client.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"))
def unanswered_client_fin_server_fin(capture):
    """The server's FIN answers the client's: no refusal."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.client.fin()
    connection.server.fin()
    connection.client.ack()


@case(offer(4, "SMB1 and SMB2"))
def unanswered_client_fin_server_reset(capture):
    """The server resets after the client's FIN: no refusal."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))
    connection.client.fin()
    connection.server.reset()


# -- 6, 7, 8: SMB1 refused ---------------------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"))
def refused_by_reset(capture):
    """Windows XP's six dialects, and Windows without SMB1 resets: the client
    needs SMB1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(6, "SMB1 refused by reset", "smb1_refused"))
def refused_by_reset_after_ack(capture):
    """The server acknowledges the offer before it resets."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY, IMPACKET))
    connection.server.ack()
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused",
              index=NONE_ACCEPTABLE),
      fields=[("one", 5, "summary", "Negotiate, Selected Dialect: None, "
               "Requested Dialects: [NT LANMAN 1.0, NT LM 0.12]")])
def refused_by_index_65535(capture):
    """Samba without SMB1 answers index 65535, then closes; the answer decides."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"NT LANMAN 1.0", b"NT LM 0.12"), SAMBA))
    connection.server.send(core_answer(NONE_ACCEPTABLE, SAMBA))
    connection.server.fin()
    connection.client.fin()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused",
              index=NONE_ACCEPTABLE))
def refused_by_index_65535_and_fin(capture):
    """The same answer with the FIN in its segment: the answer comes first."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY, SAMBA))
    connection.server.fin(core_answer(NONE_ACCEPTABLE, SAMBA))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused",
              index=NONE_ACCEPTABLE))
def refused_by_index_65535_of_17_words(capture):
    """Index 65535 in an answer of the NT form: none acceptable all the same."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(NONE_ACCEPTABLE, WINDOWS_XP))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused"))
def refused_by_error(capture):
    """Word count 0 and STATUS_NOT_SUPPORTED."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(bare_answer(NOT_SUPPORTED, WINDOWS_XP))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused"))
def refused_by_error_with_index(capture):
    """An error status beside an index that fits: an error selects nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP, status=INVALID_PARAMETER))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused"))
def refused_by_dos_error(capture):
    """A DOS error class and code (ERRSRV/ERRerror) in place of an NT status."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY, DOS_ERRORS))
    connection.server.send(bare_answer(ERRSRV_ERROR, DOS_ERRORS))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by close", "smb1_refused"))
def refused_by_fin(capture):
    """The server closes without a word; what follows changes nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.fin()
    connection.client.fin()
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"),
      details(6))
def refused_then_late_request(capture):
    """A request of the client that is captured after the server's reset does not
    undo the refusal."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()
    connection.client.send(session_setup(WINDOWS_XP))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"))
def refused_with_pipelined_request(capture):
    """The client does not wait for the answer, the server resets: refused, for no
    answer was seen."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP), session_setup(WINDOWS_XP))
    connection.server.reset()


# -- 10: SMB2 refused -----------------------------------------------------------------


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      close(5, "SMB2 refused"))
def smb2_refused_by_reset(capture):
    """The decoy's three dialects are reset by the server: SMB1 was not the
    reason."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.reset()


@case(offer(4, "SMB2 only"), close(5, "SMB2 refused"))
def smb2_refused_by_fin(capture):
    """An SMB1-only router closes when it receives an SMB2 NEGOTIATE."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0311]))
    connection.server.fin()


@case(offer(4, "SMB1 and SMB2"),
      refusal(5, "SMB2 refused", index=NONE_ACCEPTABLE))
def smb2_refused_by_index_65535(capture):
    """A Samba that wants SMB 3.1.1 refuses `NT LM 0.12` and `SMB 2.002`: 65535
    does not always mean an SMB1-only client."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"NT LM 0.12", b"SMB 2.002"), IMPACKET))
    connection.server.send(core_answer(NONE_ACCEPTABLE, IMPACKET))
    connection.server.fin()


@case(offer(4, "SMB2 only"), refusal(5, "SMB2 refused"))
def smb2_refused_by_smb2_error(capture):
    """An SMB2 NEGOTIATE answered with an SMB2 error."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0311]))
    connection.server.send(smb2_error(SMB2_NEGOTIATE, NOT_SUPPORTED))


@case(offer(4, "SMB1 and SMB2"), refusal(5, "SMB2 refused"))
def smb2_refused_by_smb1_error(capture):
    """Windows Vista's list answered with an SMB1 error."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(VISTA))
    connection.server.send(bare_answer(INVALID_PARAMETER))


@case(offer(4, "SMB2 only"), refusal(5, "SMB2 refused", index=NONE_ACCEPTABLE))
def smb2_strings_refused_by_index_65535(capture):
    """smbj's SMB2 strings meet an SMB1-only server: 65535, SMB2 refused."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(SMBJ))
    connection.server.send(core_answer(NONE_ACCEPTABLE))


# -- 11: invalid answer ------------------------------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=9, needs="-"))
def invalid_index(capture):
    """Index 9 of six: no dialect, nobody is blamed."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(9, WINDOWS_XP))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=3))
def invalid_index_by_one(capture):
    """Index 3 of three, then the client's reset: no red herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(3))
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=1,
                  selected="SMB 2.002"))
def invalid_index_of_smb2(capture):
    """An SMB1 answer that picks an SMB2 dialect."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(1))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb2_answer(5, "Invalid answer", "invalid_answer", selected="SMB 2.0.2",
                  needs="-"))
def invalid_smb2_to_smb1_only(capture):
    """An SMB2 answer to an SMB1-only offer."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(smb2_negotiate_answer(0x0202))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      smb2_answer(6, "Invalid answer", "invalid_answer", selected="SMB 2.0.2",
                  needs="-", index="-"))
def invalid_smb2_after_smb1(capture):
    """An SMB2 answer after the SMB1 answer to an SMB1-only offer."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP))
    connection.server.send(smb2_negotiate_answer(0x0202))


@case(offer(4, "SMB2 only"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=0))
def invalid_smb1_to_smb2(capture):
    """An SMB1 answer with an index to an SMB2 NEGOTIATE."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0311]))
    connection.server.send(nt_answer(0))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index="-", needs="-"))
def invalid_word_count_0(capture):
    """Word count 0 and success: an answer that answers nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(bare_answer(SUCCESS, WINDOWS_XP))


@case(offer(4, "Unrecognized"),
      smb1_answer(5, "Invalid answer", "invalid_answer", index=0))
def invalid_index_of_empty_list(capture):
    """Index 0 of an empty list."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(()))
    connection.server.send(nt_answer(0))


# -- 13: offer refused ------------------------------------------------------------------------


@case(offer(4, "Unrecognized", "unknown_dialect"),
      refusal(5, "Offer refused", index=NONE_ACCEPTABLE))
def unrecognized_refused_by_index_65535(capture):
    """Unknown dialects, answered with 65535."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"FANCY FS 1.0",)))
    connection.server.send(core_answer(NONE_ACCEPTABLE))
    connection.server.fin()


@case(offer(4, "Unrecognized", "unknown_dialect"), refusal(5, "Offer refused"))
def unrecognized_refused_by_error(capture):
    """Unknown dialects, answered with an error."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"FANCY FS 1.0",)))
    connection.server.send(bare_answer(INVALID_PARAMETER))


@case(offer(4, "Unrecognized", "unknown_dialect"), close(5, "Offer refused"))
def unrecognized_refused_by_reset(capture):
    """Unknown dialects, reset by the server: not an SMB1 refusal."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"FANCY FS 1.0",)))
    connection.server.reset()


@case(offer(4, "Incomplete", "incomplete_offer"), close(5, "Offer refused"))
def incomplete_refused_by_reset(capture):
    """Windows 7's list cut before its SMB2 strings, reset by the server: not an
    SMB1 refusal."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7), captured=190)
    connection.server.reset()


@case(offer(4, "Incomplete", "incomplete_offer"),
      refusal(5, "Offer refused", index=NONE_ACCEPTABLE))
def incomplete_refused_by_index_65535(capture):
    """The same cut list, answered with 65535."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7), captured=190)
    connection.server.send(core_answer(NONE_ACCEPTABLE))


@case(offer(4, "Incomplete", "incomplete_offer"), close(5, "Offer refused"))
def incomplete_refused_by_fin(capture):
    """An SMB1-only list cut before its count, closed by the server."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP), captured=54 + 4 + 33)
    connection.server.fin()


@case(refusal(4, "Offer refused", index=NONE_ACCEPTABLE))
def refused_without_offer(capture):
    """65535 to an offer that was not captured: refused, and whose fault cannot be
    told."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(core_answer(NONE_ACCEPTABLE, WINDOWS_XP))
    connection.server.fin()
    capture.drop(4)
