# SPDX-License-Identifier: GPL-2.0-or-later
"""The tree's top line says in words what an administrator has to know."""

import pytest

import tshark

# capture: the top line of its last frame with a tree, once all was read
HEADLINES = {
    "red-herring": "Red herring reset (NT LM 0.12), server needs SMB1",
    "refused-by-reset": "SMB1 refused by reset, client needs SMB1",
    "in-use-xp": "SMB1 in use (NT LM 0.12), client needs SMB1",
    "smb2-after-decoy": "SMB2 selected (SMB 3.1.1)",
    "midstream-success": "SMB1 in use, who needs SMB1 is not known",
    "identity-browser": "SMB1 in use (NT LM 0.12), needs SMB1: no (Computer Browser)",
    "scanner-nmap-as-system": "SMB1 in use (NT LM 0.12), needs SMB1: no (scanner)",
    "offer-of-core-alone": "SMB1 refused by answer, needs SMB1: no (scanner)",
    "selected-zero-ids": "SMB1 selected (NT LM 0.12), server needs SMB1",
    "udp-138-mailslot": "mailslot datagram, not an SMB1 session",
}


@pytest.mark.parametrize("name", HEADLINES)
def test_headline(name):
    """As the packet details show it."""
    capture = tshark.REPOSITORY / "test-captures" / f"{name}.pcap"
    details = tshark.read(capture, "-V", two_pass=True, display_filter="smb1audit").decode()
    lines = [line for line in details.splitlines() if line.startswith("[SMB1 Audit: ")]
    assert lines[-1] == f"[SMB1 Audit: {HEADLINES[name]}]"
