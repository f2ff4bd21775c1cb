# SPDX-License-Identifier: GPL-2.0-or-later
"""Display filters that users copy from the README."""

import functools

import pytest

import tshark
from expected import FOLDER, PASSES, observed

# capture, filter, frames in one pass, frames in two
FILTERS = [
    ("refused-by-reset", "smb1audit.smb1_only", "4 5", "4 5"),
    ("in-use-xp", "smb1audit.smb1_only", "4 5", "4 5"),
    ("red-herring", "smb1audit.smb1_only", "", ""),
    ("smb2-after-decoy", "smb1audit.offer", "4", "4"),
    ("two-negotiates-in-one-frame", "smb1audit.offer", "4", "4"),
    ("red-herring", 'smb1audit.verdict == "Red herring reset"', "6", "4 5 6"),
    ("red-herring", 'smb1audit.needs_smb1 == "server"', "5 6", "4 5 6"),
    ("red-herring", "smb1audit.close_frame == 6", "", "4 5"),
    ("red-herring", "smb1audit.expert.red_herring", "6", "6"),
    ("red-herring", '_ws.expert.severity == "Warning" && smb1audit', "5 6",
     "5 6"),
    ("smb2-after-decoy", "_ws.expert.group == Security"
     ' && _ws.expert.severity == "Warning"', "", ""),
    ("smb2-after-eight", "_ws.expert.group == Security", "", ""),
    ("identity-shares", 'smb1audit.share contains "DATA"', "9 10 11 12 14 15",
     "4 5 6 7 8 9 10 11 12 14 15"),
    ("identity-shares", 'smb1audit.client.user == "alice"',
     "6 7 8 9 10 11 12 14 15", "4 5 6 7 8 9 10 11 12 14 15"),
    ("identity-chained", 'smb1audit.auth == "NTLMv1"', "6 7", "4 5 6 7"),
    ("identity-chained", 'smb1audit.signing == "not offered"', "5 6 7",
     "4 5 6 7"),
    ("identity-browser", "smb1audit.browser", "12", "6 7 8 9 10 11 12"),
    ("stack-scanners", 'smb1audit.scanner && smb1audit.offer.stack == "nmap"',
     "5 6 7 11", "5 6 7 11"),
    ("stack-clients", "smb1audit.scanner", "", ""),
    ("udp-138-mailslot", "smb1audit.datagram", "1", "1"),
    ("ipx-mailslots", "smb1audit.datagram", "1 2", "1 2"),
    ("logon-brute-force", 'smb1audit.client.user_refused == "root"', "8 10 11",
     "4 5 6 8 10 11"),
    ("logon-brute-force", 'smb1audit.client.user == "root"', "6", ""),
    ("logon-two-users", 'smb1audit.client.user == "bob"', "9", "4 5 6 7 8 9"),
    ("red-herring", 'smb1audit.why == "took SMB1 though SMB2 was on offer"',
     "5 6", "4 5 6"),
    ("identity-browser", "smb1audit.needs_smb1", "6 7 8 9 10 11", ""),
    ("identity-browser", 'smb1audit.why == "Computer Browser"', "12",
     "6 7 8 9 10 11 12"),
    ("stack-scanners", "smb1audit.needs_smb1", "", ""),
    ("selected-zero-ids", 'smb1audit.scanner && smb1audit.needs_smb1 == "server"',
     "5", "4 5"),
    # On connections that are set apart, they are Notes of the same name.
    ("identity-browser", "smb1audit.expert.smb1_in_use", "9", "9"),
    ("identity-browser", 'smb1audit.expert.smb1_in_use'
     ' && _ws.expert.severity == "Warning"', "9", ""),
    ("offer-of-core-alone", 'smb1audit.expert.smb1_refused'
     ' && _ws.expert.severity == "Warning"', "", ""),
    ("offer-of-core-alone", 'smb1audit.expert.smb1_refused'
     ' && _ws.expert.severity == "Note"', "5", "5"),
    ("udp-138-mailslot", "smb1audit.verdict || smb1audit.summary", "", ""),
]


@functools.lru_cache(maxsize=None)
def _frames():
    """What each filter leaves, in both passes, by row of the table."""
    def read(task):
        (name, display_filter, _, _), one_or_two = task
        rows = tshark.fields(FOLDER / (name + ".pcap"), ["frame.number"],
                             two_pass=one_or_two == "two",
                             display_filter=display_filter)
        return " ".join(row["frame.number"][0] for row in rows)

    tasks = [(row, one_or_two) for row in FILTERS for one_or_two in PASSES]
    return dict(zip(tasks, tshark.parallel(read, tasks)))


@pytest.mark.parametrize("one_or_two", PASSES)
@pytest.mark.parametrize("row", FILTERS, ids=lambda row: f"{row[0]}:{row[1]}")
def test_filter(row, one_or_two):
    """The frames that a filter leaves."""
    assert _frames()[row, one_or_two] == row[2 + PASSES.index(one_or_two)]


def test_every_offer_stands_on_its_frame_alone(request):
    """Dialects and count exist on the offer, and nowhere else."""
    each = request.config.getoption("--each")
    for one_or_two in PASSES:
        for name, (_, rows) in observed(each, one_or_two).items():
            for row in rows:
                if not row["smb1audit.offer"]:
                    assert not row["smb1audit.offer.dialect"], name
                    assert not row["smb1audit.offer.count"], name
