# SPDX-License-Identifier: GPL-2.0-or-later
"""The tree's top line, and the finding, say in words what an administrator has to know."""

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


# capture: the finding of its last frame with a tree, once all was read
FINDINGS = {
    "red-herring": "Server needs SMB1: red herring",
    "refused-by-reset": "Client needs SMB1: refused by reset",
    "smb2-after-decoy": "SMB2 selected",
    "midstream-success": "Who needs SMB1 is not known: in use",
    "identity-browser": "Needs SMB1: no (Computer Browser): SMB1 in use",
    "offer-of-core-alone": "Needs SMB1: no (scanner): SMB1 refused by answer",
    "udp-138-mailslot": "Mailslot datagram, not an SMB1 session",
}


@pytest.mark.parametrize("name", FINDINGS)
def test_finding(name):
    """On every frame with a tree; the packet details do not show it."""
    capture = tshark.REPOSITORY / "test-captures" / f"{name}.pcap"
    rows = tshark.fields(capture, ["smb1audit", "smb1audit.finding"], two_pass=True)
    findings = [row["smb1audit.finding"] for row in rows if row["smb1audit"]]
    assert all(len(finding) == 1 for finding in findings)
    assert findings[-1] == [FINDINGS[name]]
    assert not any(row["smb1audit.finding"] for row in rows if not row["smb1audit"])
    assert b"[Finding: " not in tshark.read(capture, "-V", two_pass=True)


def test_finding_begins_the_info_column():
    """As people read it there."""
    capture = tshark.REPOSITORY / "test-captures" / "office.pcap"
    findings = tshark.fields(capture, ["smb1audit.finding"], two_pass=True,
                             display_filter="smb1audit")
    lines = tshark.read(capture, two_pass=True, display_filter="smb1audit").decode().splitlines()
    assert len(lines) == len(findings) > 20
    for line, row in zip(lines, findings):
        assert f" {row['smb1audit.finding'][0]} | " in line
