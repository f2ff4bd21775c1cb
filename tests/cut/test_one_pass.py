# SPDX-License-Identifier: GPL-2.0-or-later
"""smb1audit-cut --stream: in one pass, the same is told as without the cut, but for the
numbers of frames: of every capture there is, of mangled ones, and of connections drawn by
chance. SMB1AUDIT_CUT_SEEDS says how many of the latter.

What one pass cannot know stands in KNOWN; see doc/mirror-port.md.
"""

import frames
import mangled
import pytest
import streams
from piping import tell_all
from test_same import CAPTURES, SEEDS, mangled_cases, partly, write_mangled

import tshark

# What is passed on has nothing to do with the release, and it takes minutes.
pytestmark = pytest.mark.skipif(tshark.release() != (4, 0), reason="tried with Wireshark 4.0")

# None where it is not known who is the server.
SMB_PORTS = (139, 445, None)


def on_smb_ports(told):
    """Without the connections of other ports."""
    records, senders = told
    return [each for each in records if each.get("server_port") in SMB_PORTS], senders


def without_last(told):
    """The same, without the last frame that was read of each."""
    records, senders = on_smb_ports(told)
    return [{name: value for name, value in each.items() if name != "last_time"}
            for each in records], senders


# What is compared where frames are mangled in a way of which one pass does not know enough.
KNOWN = {
    # The CONNECT that leads to SMB on another port goes another way than what follows.
    mangled.tunnelled: on_smb_ports,
    # A number ahead of the data makes all that comes later a retransmission for Wireshark,
    # or not, by what it saw before; what was dropped by then is gone.
    mangled.with_empty_segments: without_last,
}


def differing(cases, make, way_of=lambda _: None):
    """Those that are told of in another way."""
    told = []
    for case, (whole, left) in tell_all(cases, make):
        compared = KNOWN.get(way_of(case), lambda each: each)
        if compared(whole) != compared(left):
            told.append(case)
    return told


def test_captures():
    """As they are."""
    assert CAPTURES
    assert differing(CAPTURES, lambda path, _: path) == []


@pytest.mark.parametrize("half", range(2))
def test_mangled_captures(half):
    """Each in a way of its own."""
    assert differing(mangled_cases(half), write_mangled, lambda case: case[1]) == []


@pytest.mark.parametrize("mangle", [lambda content, *_: content, mangled.mangle, partly],
                         ids=("whole", "mangled", "partly mangled"))
def test_streams(mangle):
    """Messages and segments of all sizes."""
    def make(case, folder):
        seed, way = case
        frames.write(folder / "x.pcap", mangle(streams.capture(seed), way, seed))
        return folder / "x.pcap"

    cases = [(seed, mangled.WAYS[seed % len(mangled.WAYS)]) for seed in range(SEEDS)]
    assert differing(cases, make, lambda case: case[1]) == []
