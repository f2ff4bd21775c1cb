# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames split, joined, repeated, reordered; tuples used again."""

from outcome import (case, close, offer, refusal, shown, smb1_answer,
                     smb2_answer, story)
from smb import (DECOY, INVALID_PARAMETER, NONE_ACCEPTABLE, NT_ONLY,
                 WINDOWS_7, WINDOWS_XP, XP, bare_answer, core_answer, echo,
                 negotiate, nt_answer, session_setup, session_setup_answer,
                 smb2_negotiate)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import Connection

# Without this analysis TCP hands repeated and reordered segments to SMB as well.
NO_ANALYSIS = ("-o", "tcp.analyze_sequence_numbers:FALSE")
SESSION_KEEP_ALIVE = bytes((0x85, 0, 0, 0))

# -- split and joined --------------------------------------------------------------


@case(offer(6, "SMB1 only", "smb1_only", needs="client"),
      close(7, "SMB1 refused by reset", "smb1_refused"))
def split_offer(capture):
    """An offer in three TCP segments, cut in the header and in a dialect: it
    stands on the last."""
    connection = Connection(capture).open()
    connection.client.send_split(negotiate(XP, WINDOWS_XP), 10, 50)
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(6, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"))
def split_answer(capture):
    """An answer in two TCP segments, cut in its index."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send_split(nt_answer(0), 4 + 34)


@case(offer(4, "SMB1 only", "smb1_only", needs="client"))
def split_answer_cut_off(capture):
    """Only the first half of the answer was ever sent: no answer yet."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send_split(nt_answer(0), 4 + 34)
    capture.drop(6)


@case(offer(4, "SMB1 only", "smb1_only", needs="client"))
def answer_cut_before_index(capture):
    """The snapshot length cuts the answer before its index: it says nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY))
    connection.server.send(nt_answer(0), captured=54 + 4 + 33)


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12"),
      shown(6))
def two_negotiates_in_one_frame(capture):
    """Two negotiates in one segment: the first is the offer, the second list is
    not mixed into it."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY), negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.server.send(bare_answer(INVALID_PARAMETER))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 in use", "smb1_selected", "smb1_in_use", index=0,
                  selected="NT LM 0.12"))
def pipelined(capture):
    """Negotiate and session setup in one segment, both answers in the next."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT_ONLY), session_setup())
    connection.server.send(nt_answer(0), session_setup_answer())


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(7, "SMB1 abandoned"))
def pipelined_echoes(capture):
    """Two echoes in one segment after the answer, then the client's reset: a
    further command was sent."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.send(echo(mid=1), echo(mid=2))
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7, selected="SMB 3.1.1"))
def smb2_answer_and_fin(capture):
    """The last SMB2 answer and the server's FIN in one segment."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate([0x0311], message=1))
    connection.server.fin(smb2_negotiate_answer(0x0311, message=1))


# -- a second negotiate ----------------------------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      shown(6),
      shown(7))
def second_negotiate(capture):
    """A second SMB1 negotiate lists SMB2 and is rejected: the first offer
    stands."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP))
    connection.client.send(negotiate(WINDOWS_7))
    connection.server.send(bare_answer(INVALID_PARAMETER))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      shown(6),
      close(7, "SMB1 abandoned"))
def second_negotiate_then_reset(capture):
    """After the SMB1 answer the client lists SMB1 alone, then resets: a further
    SMB1 command, no red herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.send(negotiate(NT_ONLY))
    connection.client.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      shown(5),
      close(6, "SMB2 refused"))
def second_negotiate_before_answer(capture):
    """Two different lists before any answer, then the server's reset: judged by
    the first."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


# -- repeated ------------------------------------------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(6, "SMB1 refused by reset", "smb1_refused"))
def retransmitted_offer_and_reset(capture):
    """Offer and reset arrive twice: one offer, one refusal."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    capture.repeat(4)
    connection.server.reset()
    capture.repeat(6)


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(6, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(9, "Red herring reset", "red_herring"))
def retransmitted_red_herring(capture):
    """Offer and answer are retransmitted before the client's reset, the offer
    even after the answer: that is no further command."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    capture.repeat(4)
    connection.server.send(nt_answer(0))
    capture.repeat(4)
    capture.repeat(6)
    connection.client.reset()
    capture.repeat(9)


def _mirrored(capture, last):
    """Every frame twice in a row, as a mirror port delivers them."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    last(connection)
    capture.frames = [frame for frame in capture.frames for _ in range(2)]


@case(offer(7, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(9, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(11, "Red herring reset", "red_herring"))
def mirrored_red_herring(capture):
    """A mirror port delivers every frame of a red herring twice."""
    _mirrored(capture, lambda connection: connection.client.reset())


@case(offer(7, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(9, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(11, "SMB1 abandoned"))
def mirrored_abandoned(capture):
    """A mirror port delivers every frame twice; the client's FIN decides."""
    _mirrored(capture, lambda connection: connection.client.fin())


@case(offer(7, "SMB2 with SMB1 decoy", "decoy"),
      shown(8),
      smb1_answer(9, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      shown(10),
      close(11, "Red herring reset", "red_herring"),
      options=NO_ANALYSIS)
def mirrored_red_herring_read(capture):
    """The same mirror port while TCP does not analyze sequence numbers and hands
    the copies to SMB: they change no verdict."""
    _mirrored(capture, lambda connection: connection.client.reset())


# -- reordered -------------------------------------------------------------------------------


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused", superseded=True),
      refusal(6, "SMB1 refused by answer", "smb1_refused",
              index=NONE_ACCEPTABLE))
def late_refusal_after_reset(capture):
    """A reset in the server's name, then the server's own 65535: judged as if the
    answer had come first."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()
    connection.server.send(core_answer(NONE_ACCEPTABLE, WINDOWS_XP))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      close(5, "SMB2 refused", superseded=True),
      smb2_answer(6, "SMB2 selected", selected="SMB 2.0.2"))
def late_smb2_after_reset(capture):
    """A reset in the server's name, then the server's SMB2 answer: selected, the
    reset is forgotten."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.server.reset()
    connection.server.send(smb2_negotiate_answer(0x0202))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused", superseded=True),
      smb1_answer(6, "SMB1 abandoned", "smb1_selected", index=5,
                  selected="NT LM 0.12", close=5))
def late_smb1_after_reset(capture):
    """A reset in the server's name, then the server's SMB1 answer: selected, then
    abandoned."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()
    connection.server.send(nt_answer(5, WINDOWS_XP))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(6, "SMB1 abandoned", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server", close=5))
def late_smb1_after_client_reset(capture):
    """The client resets before the SMB1 answer comes: it cannot have been the
    answer that made it reset, no red herring."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))
    connection.client.reset()
    connection.server.send(nt_answer(0))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by close", "smb1_refused"))
def late_refusal_not_read(capture):
    """A server's 65535 is captured after its last words and FIN: TCP keeps a
    segment that is out of order from SMB, so the close is what was seen."""
    # Behind a bare FIN, TCP of Wireshark 4.6 hands the answer to SMB.
    _late_refusal(capture, SESSION_KEEP_ALIVE)


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by close", "smb1_refused", superseded=True),
      refusal(6, "SMB1 refused by answer", "smb1_refused",
              index=NONE_ACCEPTABLE),
      options=NO_ANALYSIS)
def late_refusal_read(capture):
    """Samba's 65535 is captured after its FIN while TCP does not analyze sequence
    numbers and hands the answer to SMB: it came first."""
    _late_refusal(capture)


def _late_refusal(capture, last_words=b""):
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(core_answer(NONE_ACCEPTABLE, WINDOWS_XP))
    connection.server.emit("FPA" if last_words else "FA", last_words)
    capture.swap(5, 6)


@case(smb1_answer(4, "SMB1 selected", "smb1_selected", index=5,
                  needs="unknown"))
def answer_before_offer_not_read(capture):
    """The offer is captured behind its answer and the client's next message; TCP
    takes it for a retransmission and keeps it from SMB."""
    connection = _answer_before_offer(capture)
    # Behind the answer alone, TCP of Wireshark 4.4 hands the offer to SMB.
    connection.client.send(echo(WINDOWS_XP))
    capture.swap(5, 6)


@case(smb1_answer(4, "SMB1 selected", "smb1_selected", index=5,
                  needs="unknown"),
      offer(5, "SMB1 only", "smb1_only", needs="client",
            verdict="SMB1 selected", selected="NT LM 0.12"),
      options=NO_ANALYSIS)
def answer_before_offer_read(capture):
    """The wire's two directions are captured in the wrong order while TCP does not
    analyze sequence numbers and hands the offer to SMB: the answer belongs to it."""
    _answer_before_offer(capture)


def _answer_before_offer(capture):
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(nt_answer(5, WINDOWS_XP))
    capture.swap(4, 5)
    return connection


# -- the same tuple, several connections ---------------------------------------------------------


@case(story(offer(4, "SMB1 only", "smb1_only", needs="client"),
            close(5, "SMB1 refused by reset", "smb1_refused")),
      story(offer(9, "SMB2 with SMB1 decoy", "decoy"),
            smb2_answer(10, "SMB2 selected", selected="SMB 2.???"),
            shown(11),
            shown(12, selected="SMB 3.1.1")),
      story(smb1_answer(16, "SMB1 selected", "smb1_selected", index=5,
                        needs="unknown")))
def tuple_reuse(capture):
    """The same addresses and ports three times: refused SMB1, then SMB 3.1.1,
    then an answer whose offer is missing; no story leaks into the next."""
    first = Connection(capture).open()
    first.client.send(negotiate(XP, WINDOWS_XP))
    first.server.reset()
    second = Connection(capture, sequence=80000000).open()
    second.client.send(negotiate(DECOY))
    second.server.send(smb2_negotiate_answer(0x02FF))
    second.client.send(smb2_negotiate([0x0311], message=1))
    second.server.send(smb2_negotiate_answer(0x0311, message=1))
    third = Connection(capture, sequence=160000000).open()
    third.client.send(negotiate(XP, WINDOWS_XP))
    third.server.send(nt_answer(5, WINDOWS_XP))
    capture.drop(16)


@case(story(offer(7, "SMB1 only", "smb1_only", needs="client"),
            close(9, "SMB1 refused by reset", "smb1_refused")),
      story(offer(8, "SMB2 with SMB1 decoy", "decoy"),
            smb1_answer(10, "SMB1 selected", "smb1_selected", index=0,
                        selected="NT LM 0.12", needs="server"),
            close(11, "Red herring reset", "red_herring")))
def interleaved(capture):
    """Two connections between the same hosts, interleaved: a refusal and a red
    herring that must not mix."""
    old = Connection(capture, port=capture.port).open()
    new = Connection(capture, port=capture.port + 1).open()
    old.client.send(negotiate(XP, WINDOWS_XP))
    new.client.send(negotiate(DECOY))
    old.server.reset()
    new.server.send(nt_answer(0))
    new.client.reset()
