# SPDX-License-Identifier: GPL-2.0-or-later
"""With the cut and without it, the same is told: of every capture there is, of mangled
ones, and of connections drawn by chance.

In one part and in several. SMB1AUDIT_CUT_SEEDS says how many of the latter; more find more.
"""

import os
import pathlib
import random
import tempfile

import frames
import mangled
import pytest
import streams
from reading import told_by_both

import tshark

PUBLIC = pathlib.Path(os.environ.get(
    "SMB1AUDIT_PUBLIC_CAPTURES", tshark.REPOSITORY.parent / "shared" / "captures"))
CAPTURES = sorted([*(tshark.REPOSITORY / "test-captures").glob("*.pcap*"),
                   *PUBLIC.glob("*.*cap*")])

# With one part, with two, and with as many as there can be; in turn, but with the captures
# as they are in one and many.
PARTS = [("--parts", str(parts), "--least", "1") for parts in (1, 2, 5)]
SEEDS = int(os.environ.get("SMB1AUDIT_CUT_SEEDS", "60"))


def tell(make, parts):
    """What both tell of the capture that make(folder) names."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        os.chmod(name, 0o755)
        return told_by_both(make(pathlib.Path(name)), pathlib.Path(name), *parts)


def differing(names, make, *parts):
    """The names whose captures are told of in another way with the cut."""
    cases = [(name, parts or (PARTS[number % len(PARTS)],)) for number, name in enumerate(names)]
    results = tshark.parallel(
        lambda case: tell(lambda folder: make(case[0], folder), case[1]), cases)
    return [name for name, (whole, left) in zip(names, results)
            if any(each != whole for each in left)]


def test_captures():
    """As they are."""
    assert CAPTURES
    assert differing(CAPTURES, lambda path, _: path, PARTS[0], PARTS[-1]) == []


def write_mangled(case, folder):
    """One of mangled_cases, as a capture in that folder."""
    path, way = case
    content, link = frames.read(path)
    frames.write(folder / "x.pcap", mangled.mangle(content, way, path.name), link)
    return folder / "x.pcap"


def mangled_cases(half):
    """Half of all captures, each with a way of its own."""
    ways = mangled.WAYS[half::2]
    return [(path, ways[number % len(ways)]) for number, path in enumerate(CAPTURES[half::2])]


@pytest.mark.parametrize("half", range(2))
def test_mangled_captures(half):
    """Each in a way of its own."""
    assert differing(mangled_cases(half), write_mangled) == []


def partly(content, way, seed):
    """Mangled, but for the most part."""
    chance = random.Random(seed)
    start = chance.randrange(len(content))
    end = start + chance.randint(2, 60)
    return content[:start] + mangled.mangle(content[start:end], way, seed) + content[end:]


@pytest.mark.parametrize("mangle", [lambda content, *_: content, mangled.mangle, partly],
                         ids=("whole", "mangled", "partly mangled"))
def test_streams(mangle):
    """Messages and segments of all sizes."""
    def make(seed, folder):
        way = mangled.WAYS[seed % len(mangled.WAYS)]
        frames.write(folder / "x.pcap", mangle(streams.capture(seed), way, seed))
        return folder / "x.pcap"

    assert differing(list(range(SEEDS)), make) == []
