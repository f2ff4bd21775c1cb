# SPDX-License-Identifier: GPL-2.0-or-later
"""The findings: connections of the same meaning between the same two hosts."""

from addresses import by_number, filter_between
from records import APART, BROWSER, SCANNER, SHOWN

# Who needs SMB1, as far as a connection tells.
NOBODY = "nobody"
UNKNOWN = "unknown"

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


def needs_of(kind):
    """Who needs SMB1 as far as a connection tells, the word for why it is set
    apart, or nobody; empty where it is not worth a line."""
    if kind.needs_smb1:
        return kind.needs_smb1
    ends = {"client": kind.client_need, "server": kind.server_need}
    needing = [role for role, need in ends.items() if need in SHOWN]
    if needing:
        return needing[0] if len(needing) == 1 else UNKNOWN
    if apart := next((need for need in ends.values() if need in APART), ""):
        return apart
    return NOBODY if kind.verdict in DOUBTFUL else ""


def mark_of(kind):
    """Its mark if it is set apart, or would be but for the server's need."""
    return next((mark for mark in MARKS if getattr(kind, mark)), "")


def why(kind):
    """The ground, that of an end if the connection has none."""
    return kind.why or kind.client_why or kind.server_why or ""


def findings(kinds):
    """All findings: who needs SMB1, who perhaps does, doubts, what is set
    apart; and of each the frequent ones first."""
    found = {}
    for kind, seen in kinds:
        if needs := needs_of(kind):
            meaning = (
                needs, kind.verdict, why(kind), mark_of(kind),
                kind.client_address, kind.server_address, kind.offer, kind.offer_dialect,
                "offer_dialect" in kind.left_out,
            )
            if not (finding := found.get(meaning)):
                finding = found[meaning] = Finding(meaning, seen)
            finding.take(seen)
    return sorted(found.values(), key=rank)


RANKS = {"client": 0, "server": 0, UNKNOWN: 1, NOBODY: 2}


def rank(finding):
    """Where a finding stands in the list."""
    return (RANKS.get(finding.needs, 3), -finding.count,
            by_number(finding.server), by_number(finding.client), finding.example)
