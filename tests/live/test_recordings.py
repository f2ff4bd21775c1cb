# SPDX-License-Identifier: GPL-2.0-or-later
"""The recordings in test-captures are those of recordings.py.  Needs neither root nor plugin."""
import pytest

from lab import journal, roles
from record import FOLDER, read
from recordings import RECORDINGS


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda row: row.name)
def test_expected_is_current(recording):
    """The expected outcome beside a recording is what recordings.py lays down for its frames."""
    capture = FOLDER / (recording.name + ".pcap")
    parts = roles.roles(read(capture, journal.FIELDS))
    assert capture.with_suffix(".expected").read_text("utf-8") == recording.case(parts).expected()


def test_no_strays():
    """There is no recording that recordings.py does not know."""
    known = {recording.name for recording in RECORDINGS}
    assert {path.stem for path in FOLDER.glob("live-*.*")} == known
