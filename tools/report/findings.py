# SPDX-License-Identifier: GPL-2.0-or-later
"""The findings: connections of the same meaning between the same two hosts."""

from addresses import by_number, filter_between
from records import APART, BROWSER, CERTAIN, SCANNER, SHOWN

# Who needs SMB1, as far as a connection tells, besides one of its ends alone.
NOBODY = "nobody"
UNKNOWN = "unknown"
BOTH = "both"

# The marks of connections that by themselves are no need, and what is said.
MARKS = {"scanner": SCANNER, "browser": BROWSER}

# Verdicts to show although nobody is known to need SMB1.
DOUBTFUL = ("Invalid answer", "Offer refused")


# What makes two findings one.
MEANING = ("needs", "verdict", "why", "mark", "client", "server", "offer", "dialects",
           "more_dialects")


class Finding:
    """Connections that are told in one line."""

    __slots__ = (*MEANING, "count", "first", "last", "example", "captures")

    def __init__(self, meaning, seen):
        for name, value in zip(MEANING, meaning):
            setattr(self, name, value)
        self.count = 0
        self.first, self.last = seen.first, seen.last
        self.example = seen.capture, seen.frame
        self.captures = set()

    def take(self, seen):
        """More connections like it. The example is one of the first capture."""
        self.count += seen.count
        self.first = min(self.first, seen.first)
        self.last = max(self.last, seen.last)
        self.example = min(self.example, (seen.capture, seen.frame))
        self.captures.add(seen.capture)
        self.captures.update(seen.captures or ())

    @property
    def filter(self):
        """A display filter that shows them."""
        return filter_between(self.client, self.server, self.example[1])


def ends_of(kind, hosts):
    """What a connection says of its two ends: need and ground. The software of a
    server that was seen to speak SMB2 is no ground."""
    yield "client", kind.client_need, kind.client_why
    if not hosts.outdo(kind):
        yield "server", kind.server_need, kind.server_why


def needs_of(kind, hosts):
    """Who needs SMB1 as far as a connection tells, the word for why it is set
    apart, or nobody; empty where it is not worth a line. And the ground."""
    ends = [*ends_of(kind, hosts)]
    needing = [end for end in ends if end[1] in SHOWN]
    if certain := [end for end in needing if end[1] == CERTAIN]:
        if len(certain) == 1:
            return certain[0][0], certain[0][2] or ""
        return BOTH, "; ".join(f"{role}: {why}" for role, _, why in certain)
    if needing:
        return UNKNOWN, kind.why or ""
    if apart := next((need for _, need, _ in ends if need in APART), ""):
        return apart, kind.why or ""
    return NOBODY if kind.verdict in DOUBTFUL else "", ""


def mark_of(kind):
    """Its mark if it is set apart, or would be but for the server's need."""
    return next((mark for mark in MARKS if getattr(kind, mark)), "")


def findings(kinds, hosts):
    """All findings: who needs SMB1, who perhaps does, doubts, what is set
    apart; and of each the frequent ones first."""
    found = {}
    for kind, seen in kinds:
        needs, why = needs_of(kind, hosts)
        if needs:
            meaning = (
                needs, kind.verdict, why, mark_of(kind),
                kind.client_address, kind.server_address, kind.offer, kind.offer_dialect,
                "offer_dialect" in kind.left_out,
            )
            if not (finding := found.get(meaning)):
                finding = found[meaning] = Finding(meaning, seen)
            finding.take(seen)
    return sorted(found.values(), key=rank)


RANKS = {"client": 0, "server": 0, BOTH: 0, UNKNOWN: 1, NOBODY: 2}


def rank(finding):
    """Where a finding stands in the list."""
    return (RANKS.get(finding.needs, 3), -finding.count,
            by_number(finding.server), by_number(finding.client), finding.example)
