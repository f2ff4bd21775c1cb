# SPDX-License-Identifier: GPL-2.0-or-later
"""Where Wireshark is told not to look, nobody is blamed for what it did not see."""

import pytest

import tshark
from expected import FOLDER
from taps import cells, hosts, records

NBSS_WHOLE = "nbss.desegment_nbss_commands"
TCP_WHOLE = "tcp.desegment_tcp_streams"
# What the user switched off, and what the warning and the column say of it.
BLIND = {
    ("--disable-protocol", "smb2"): "the protocol SMB2 is disabled",
    ("--disable-protocol", "smb"): "the protocol SMB is disabled",
    ("--disable-protocol", "nbss"): "the protocol NBSS is disabled",
    ("--disable-protocol", "tcp"): "the protocol TCP is disabled",
    ("-o", f"{TCP_WHOLE}:FALSE"): "TCP streams are not reassembled",
    ("-o", f"{NBSS_WHOLE}:FALSE"): "NBSS messages are not reassembled",
}
# Those under which an offer of SMB1 is still read.
STILL_READ = [options for options in BLIND
              if options[1] not in ("smb", "nbss", "tcp")]
WARNING = "SMB1 Audit: %s; what depends on it is not judged."


def warnings(capture, *arguments):
    """The lines on stderr that are ours."""
    done = tshark.run("tshark", "-n", "-r", capture, *arguments)
    return [line for line in done.stderr.decode("utf-8").splitlines()
            if "SMB1 Audit" in line]


@pytest.mark.parametrize("options", BLIND, ids=lambda options: options[1])
@pytest.mark.parametrize("two_pass", ((), ("-2",)))
def test_a_warning_at_the_start(options, two_pass):
    """One line, once, that names what is switched off."""
    line, = warnings(FOLDER / "red-herring.pcap", *two_pass, *options)
    assert line.endswith(WARNING % BLIND[options])


def test_a_warning_for_all_sessions():
    """Once, though tshark -M ends a session with each frame."""
    options = ("--disable-protocol", "smb2")
    line, = warnings(FOLDER / "red-herring.pcap", "-M", "1", *options)
    assert line.endswith(WARNING % BLIND[options])


def test_no_warning():
    """As Wireshark comes, and where other things are switched off."""
    capture = FOLDER / "red-herring.pcap"
    assert warnings(capture) == []
    assert warnings(capture, "--disable-protocol", "http",
                    "-o", "tcp.analyze_sequence_numbers:FALSE") == []


@pytest.mark.parametrize("options", STILL_READ, ids=lambda options: options[1])
def test_column_unseen(options):
    """Each record says so, in both forms, and without the options none does."""
    capture = FOLDER / "office.pcap"
    found = records(capture, options=options)
    assert {record["unseen"] for record in found} == {BLIND[options]}
    assert {row["unseen"] for row in cells(capture, options=options)} == {BLIND[options]}
    assert all("unseen" not in record for record in records(capture))


# Verdicts that rest on an answer that was not seen.
RESTS_ON_SILENCE = ("refused-by-reset", "refused-by-reset-after-ack", "refused-by-fin",
                    "unanswered-client-reset", "offer-smb1-only",
                    "smb2-refused-by-reset", "unrecognized-refused-by-reset")
# What was seen all the same: the answer, or that SMB1 succeeded.
SEEN = {"refused-by-index-65535": ("SMB1 refused by answer", "client"),
        "red-herring": ("Red herring reset", "server"),
        "in-use-xp": ("SMB1 in use", "client")}


@pytest.mark.parametrize("options", STILL_READ, ids=lambda options: options[1])
@pytest.mark.parametrize("name", RESTS_ON_SILENCE)
def test_no_claim_from_silence(name, options):
    """No answer was seen, and nobody needs SMB1 for it: neither in a record, nor on
    a frame, nor in the table."""
    capture = FOLDER / f"{name}.pcap"
    record, = records(capture, options=options)
    assert record["verdict"] == "No answer seen"
    assert "needs_smb1" not in record and "why" not in record
    assert "yes" not in (record["client_need"], record["server_need"])
    for two_pass in (False, True):
        rows = tshark.fields(capture, ["smb1audit.needs_smb1"], two_pass=two_pass,
                             options=options, display_filter="smb1audit")
        assert not any(row["smb1audit.needs_smb1"] for row in rows)
        assert {row.needs for row in hosts(capture, two_pass=two_pass,
                                           options=options)} <= {"not shown", "no"}


@pytest.mark.parametrize("options", STILL_READ, ids=lambda options: options[1])
@pytest.mark.parametrize("name", SEEN)
def test_what_was_seen_is_judged(name, options):
    """Who answers, or uses SMB1, does so whatever else was not looked at."""
    record, = records(FOLDER / f"{name}.pcap", options=options)
    assert (record["verdict"], record["needs_smb1"]) == SEEN[name]


def test_smb2_answers_that_are_not_looked_at():
    """The client of an SMB2 connection is not told to have no answer but one that was
    not looked for: the top line says so."""
    options = ("--disable-protocol", "smb2")
    text = tshark.read(FOLDER / "smb2-after-decoy.pcap", "-O", "smb1audit",
                       options=options, two_pass=True).decode("utf-8")
    headlines = {line for line in text.splitlines()
                 if line.startswith("[SMB1 Audit: ")}
    assert headlines == {"[SMB1 Audit: No answer seen, not all was looked at]"}
