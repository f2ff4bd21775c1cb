# SPDX-License-Identifier: GPL-2.0-or-later
"""What a case must show, declared by hand, and the text of NAME.expected.

A case declares one moment per frame that must carry the audit tree, in the
order of capture. A moment says what stands on that frame alone (the class of
the offer, expert infos) and what is known of the negotiation from then on.
One pass shows each frame what is known up to it; `tshark -2` shows every frame
what is known at the end. That is all this module adds to the declarations, and
four rules of the interface: `smb1_only` stands on an SMB1-only offer, its
answer and its refusal; a link never points at its own frame; `close` is linked
only where the close decided the verdict; the client of a connection that is known
to be a scanner's, or to have served the Computer Browser alone, needs no SMB1.

Who the two sides are is declared by the frame that brings it (`identity`). It
stands on every frame of the connection that carries the tree; it is written down
for each frame on which, in one pass, there is more to say than before, and once
for two passes. There the table is complete: what it does not name is absent.
"""

import shlex
from dataclasses import dataclass, field, replace

COLUMNS = ("pass", "frame", "offer", "selected", "index", "family", "verdict",
           "needs_smb1", "smb1_only", "expert", "client", "server", "links")
FIELD_COLUMNS = ("pass", "frame", "field", "value")
NOTHING = "-"

CLASSES = ("SMB1 only", "SMB1 and SMB2", "SMB2 with SMB1 decoy", "SMB2 only",
           "Unrecognized", "Incomplete")
VERDICTS = ("No answer seen", "SMB2 selected", "SMB1 selected", "SMB1 in use",
            "Red herring reset", "SMB1 refused by reset",
            "SMB1 refused by answer", "SMB1 refused by close",
            "SMB1 abandoned", "SMB2 refused", "Invalid answer",
            "SMB1 traffic seen", "Offer refused")
REFUSED_BY_CLOSE = ("SMB1 refused by reset", "SMB1 refused by close")
IDENTITY = ("client.name", "client.domain", "client.user",
            "client.user_refused", "client.os", "client.lanman", "server.name",
            "server.domain", "server.os", "server.lanman", "share", "signing",
            "auth", "left_out", "browser", "scanner", "datagram")
LISTS = ("share", "client.user_refused", "left_out")
SET_APART = ("scanner", "browser")
NOT_OF_THE_SERVER = ("client", "unknown")
EXPERTS = ("smb1_only", "smb1_selected", "red_herring", "smb1_refused",
           "smb1_in_use", "decoy", "incomplete_offer", "invalid_answer",
           "unknown_dialect")


class Shown(str):
    """A text that Wireshark 4.0 hands over otherwise than later releases do."""

    in_4_0 = ""


def by_release(text, in_4_0):
    """A text as later releases show it, and as 4.0 does."""
    both = Shown(text)
    both.in_4_0 = in_4_0
    return both


def wide(text):
    """Text in the UTF-16 of SMB1: 4.0 has a byte for a character of Latin-1, which is
    no UTF-8, and a question mark for each 16 bits of another."""
    units = text.encode("utf-16-le")
    codes = [units[at] | units[at + 1] << 8 for at in range(0, len(units), 2)]
    return by_release(text, "".join(
        chr(code) if code < 0x80 else f"\\x{code:02x}" if code < 0x100 else "?"
        for code in codes))


@dataclass(frozen=True)
class Known:
    """What is known of one negotiation at one time."""

    verdict: str = NOTHING
    needs: str = NOTHING
    selected: str = NOTHING
    index: object = NOTHING
    family: str = NOTHING
    offer: int = 0
    answer: int = 0
    close: int = 0

    def links(self, frame):
        """The links as one word each, none to the frame itself."""
        ends = (("offer", self.offer), ("answer", self.answer),
                ("close", self.close))
        return " ".join(f"{name}={number}" for name, number in ends
                        if number not in (0, frame)) or NOTHING


@dataclass(frozen=True)
class Moment:
    """A frame with the audit tree, and what it changes."""

    frame: int
    experts: tuple
    changes: dict
    offer: str = NOTHING
    smb1_only: bool = False
    is_answer: bool = False
    superseded: bool = False
    in_the_end: tuple = ()                  # expert infos of a second pass, where they differ
    stack: str = ""                         # "": this case does not look


def offer(frame, offered, *experts, needs=NOTHING, verdict="No answer seen",
          stack="", **changes):
    """The offer, with its class, and perhaps whose it is."""
    assert offered in CLASSES
    return Moment(frame, experts, dict(changes, offer=frame, verdict=verdict,
                                       needs=needs),
                  offer=offered, smb1_only=offered == "SMB1 only", stack=stack)


def smb1_answer(frame, verdict, *experts, index, selected=NOTHING, in_the_end=(), **changes):
    """An SMB1 answer that names a dialect."""
    return replace(_answer(frame, verdict, experts, dict(
        changes, index=index, selected=selected, family="SMB1")), in_the_end=in_the_end)


def smb2_answer(frame, verdict, *experts, selected, **changes):
    """The first SMB2 answer."""
    return _answer(frame, verdict, experts, dict(
        changes, selected=selected, family="SMB2"))


def refusal(frame, verdict, *experts, index=NOTHING, superseded=False,
            **changes):
    """An answer that selects nothing: 0xFFFF or an error."""
    return replace(_answer(frame, verdict, experts, dict(
        changes, index=index, family="None")), superseded=superseded)


def _answer(frame, verdict, experts, changes):
    """The answer clears a close that seemed to decide before it."""
    changes = {"close": 0, "answer": frame, **changes, "verdict": verdict}
    return Moment(frame, experts, changes, is_answer=True)


def close(frame, verdict, *experts, superseded=False, **changes):
    """The RST or FIN that decides, unless `superseded` by a later frame."""
    return Moment(frame, experts, dict(changes, close=frame, verdict=verdict),
                  smb1_only=verdict in REFUSED_BY_CLOSE, superseded=superseded)


def in_use(frame, **changes):
    """The response that proves use."""
    return Moment(frame, ("smb1_in_use",),
                  dict(changes, close=0, verdict="SMB1 in use"))


def traffic(frame):
    """The first SMB1 frame of a connection joined in the middle."""
    return Moment(frame, (), dict(verdict="SMB1 traffic seen",
                                  needs="unknown"))


def shown(frame, *experts, **changes):
    """A frame with the tree that decides nothing new."""
    return Moment(frame, experts, changes)


def details(*frames):
    """Session setups and tree connects that tell who and what, no more."""
    return tuple(shown(frame) for frame in frames)


def mailslot(frame, name, client="192.0.2.10"):
    """A datagram on UDP 138: no negotiation and no verdict, only a name."""
    return Story((shown(frame),), client, NOTHING,
                 {frame: {"client.name": name, "datagram": "yes"}})


@dataclass(frozen=True)
class Story:
    """The moments of one negotiation and who is who in it.

    `identity` has, by frame, what becomes known there; None takes it back. One
    frame may bring several entries of a list.
    """

    moments: tuple
    client: str = "192.0.2.10"
    server: str = "198.51.100.20"
    identity: dict = field(default_factory=dict)

    def rows(self):
        """(pass, frame, cell, ...) for both passes."""
        known, rows = Known(), []
        for moment in self.moments:
            known = replace(known, **moment.changes)
            rows.append(self._row("one", moment, self._set_apart(
                known, self._known_at(moment.frame))))
        known = self._set_apart(known, self._known_in_the_end())
        return rows + [self._row("two", moment, known)
                       for moment in self.moments]

    @staticmethod
    def _set_apart(known, identity):
        """Whoever asks, a server that takes SMB1 though SMB2 is on offer needs it;
        a scanner, and the Computer Browser, do not."""
        if known.needs in NOT_OF_THE_SERVER and any(
                identity.get(mark) for mark in SET_APART):
            return replace(known, needs=NOTHING)
        return known

    def further(self):
        """(pass, frame, field, values): whose the offer is, and the identity."""
        for name in ("one", "two"):
            for moment in self.moments:
                if moment.stack:
                    yield name, moment.frame, "offer.stack", moment.stack
                    if not any("scanner" in each
                               for each in self.identity.values()):
                        yield name, moment.frame, "scanner", NOTHING
        known, before = {}, {}
        for moment in self.moments:
            known = self._known_at(moment.frame)
            if known != before:
                yield from _identity_rows("one", moment.frame, known)
            before = known
        yield from _identity_rows("two", self.moments[0].frame,
                                  self._known_in_the_end())

    def _known_in_the_end(self):
        return self._known_at(max(self.identity, default=0))

    def _known_at(self, last):
        """What the frames up to the last have brought."""
        known = {}
        for frame in sorted(self.identity):
            if frame > last:
                break
            for name, value in self.identity[frame].items():
                if name in LISTS:
                    value = known.get(name, ()) + _several(value)
                known[name] = value
        return known

    def _smb1_only_offer(self):
        return next((moment.frame for moment in self.moments
                     if moment.offer == "SMB1 only"), None)

    def _row(self, name, moment, known):
        experts = name == "two" and moment.in_the_end or moment.experts
        assert known.verdict in VERDICTS or self.server == NOTHING
        assert set(experts) <= set(EXPERTS)
        stands = not (moment.superseded and name == "two")
        smb1_only = moment.smb1_only and stands or (
            moment.is_answer and self._smb1_only_offer() == known.offer)
        return (name, moment.frame, moment.offer, known.selected, known.index,
                known.family, known.verdict, known.needs,
                "yes" if smb1_only else NOTHING,
                ",".join(sorted(experts)) if experts and stands
                else NOTHING, self.client, self.server,
                known.links(moment.frame))


def _several(values):
    return (values,) if isinstance(values, (str, int)) else tuple(values)


def _by_release(place, values):
    """A row for each value; those of 4.0 apart where it has others."""
    for value in _several(values):
        yield place, value
    if any(isinstance(value, Shown) for value in _several(values)):
        *place, name = place
        for value in _several(values):
            yield (*place, name + "@4.0"), getattr(value, "in_4_0", value)


def _identity_rows(name, frame, known):
    assert set(known) <= set(IDENTITY), known
    return [(name, frame, field_name, known[field_name])
            for field_name in IDENTITY if known.get(field_name) is not None]


def _flat(moments):
    """The moments in order, `details` of several frames among them."""
    return tuple(moment for each in moments
                 for moment in (each if isinstance(each, tuple) else (each,)))


def story(*moments, identity=None, **hosts):
    """A negotiation between hosts other than the usual two."""
    return Story(_flat(moments), identity=identity or {}, **hosts)


@dataclass(frozen=True)
class Case:
    """One row of the table of cases."""

    name: str
    purpose: str
    build: object
    stories: tuple
    options: tuple = ()
    fields: tuple = field(default=())

    def expected(self):
        """The text of NAME.expected."""
        lines = ["# " + self.purpose]
        if self.options:
            lines.append("# options: " + shlex.join(self.options))
        lines.append("\t".join(COLUMNS))
        rows = [row for each in self.stories for row in each.rows()]
        rows.sort(key=lambda row: row[:2])
        lines += ["\t".join(map(str, row)) for row in rows]
        further = [*self.fields, *sorted(
            (row for each in self.stories for row in each.further()),
            key=lambda row: row[:2])]
        if further:
            lines.append("\t".join(FIELD_COLUMNS))
            lines += ["\t".join(map(str, (*place, value)))
                      for *place, values in further
                      for place, value in _by_release(place, values)]
        return "\n".join(lines) + "\n"


TABLE = []


def case(*outcome, options=(), fields=(), identity=None):
    """Decorate the builder of a capture with its outcome.

    The builder's name is the capture's, its docstring the purpose. `outcome` is
    the moments of the only negotiation, whose `identity` may follow, or a story
    for each of several.
    """
    def register(build):
        stories = outcome
        if not outcome or not isinstance(outcome[0], Story):
            stories = (story(*outcome, identity=identity),) if outcome else ()
        TABLE.append(Case(build.__name__.replace("_", "-"),
                          " ".join(build.__doc__.split()), build, stories,
                          options, fields))
        return build
    return register
