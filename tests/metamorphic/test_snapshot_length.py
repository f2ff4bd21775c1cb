# SPDX-License-Identifier: GPL-2.0-or-later
"""A capture of which only the first bytes of each frame were kept tells less, and nothing
else: no side is found to need SMB1 that does not, or that the whole frames do not show."""

import pytest
import telling
import variants

import tshark

LENGTHS = (68, 96, 128, 160, 200, 256)

# What says less of a side than anything else.
SAYS_LESS = ("not shown", "perhaps")


def is_left_of_offer(was, now):
    """Whether an offer may be what is left of another: the second round of a negotiation
    that led to SMB2 is one, where the first was behind the cut."""
    if now == "SMB2 only" and was.get("selected_family") == "SMB2":
        return True
    return now in (was.get("offer"), "Incomplete", None)


def is_weaker(was, now):
    """Whether a record may be what is left of another. A client that offers SMB1 alone needs
    it, whatever the answer; what sets it apart, a scanner or the Computer Browser, may have
    been behind the cut, as the answer of a server may."""
    if not is_left_of_offer(was, now.get("offer")):
        return False
    if was["verdict"] == "Invalid answer":      # to the whole list, not to what is left
        return now.get("needs_smb1") in (None, "unknown", was.get("needs_smb1"))
    if now["server_need"] not in (was["server_need"], *SAYS_LESS):
        return False
    if now.get("needs_smb1") == "client":
        return now.get("offer") == "SMB1 only"
    return (now.get("needs_smb1") in (None, "unknown", was.get("needs_smb1"))
            and now["client_need"] in (was["client_need"], *SAYS_LESS))


def stronger(batch, variant):
    """The records of a batch that claim what the whole frames do not, with those."""
    whole = telling.by_ends(telling.original(batch))
    left = telling.told(batch, telling.each(variant))
    return [(record, whole.get(ends)) for ends, records in telling.by_ends(left).items()
            for record in records
            if not any(is_weaker(was, record) for was in whole.get(ends, ()))]


def all_stronger(variant):
    """Of all batches."""
    own = [batch for batch in telling.batches() if telling.is_ethernet(batch)]
    return [pair for pairs in tshark.parallel(lambda batch: stronger(batch, variant), own)
            for pair in pairs]


@pytest.mark.parametrize("length", LENGTHS)
def test_cut(length):
    """Connections may be missing, claims may be; none is new."""
    assert all_stronger(variants.cut(length)) == []


def test_segments_of_a_byte():
    """Wireshark's NetBIOS takes segments of fewer than four bytes for the rest of what was
    before, so that nothing is read; the same holds."""
    assert all_stronger(variants.segments(1)) == []
