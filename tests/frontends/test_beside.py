# SPDX-License-Identifier: GPL-2.0-or-later
"""Whoever else reads the same frames, and whatever was set up: the same is told."""

import shutil
import warnings

import pytest
import surroundings
from sharkd import Ended, Sharkd
from test_readers import COLUMNS, joined, plain

import telling

STATISTICS = ("json", "csv", "hosts", "tree", "capture")
ONE_PASS = ("-q", *(word for name in STATISTICS for word in ("-z", f"smb1audit,{name}")))
SHOWN = ("-Y", "smb1audit", "-O", "smb1audit")
TAPS = ("nstat:smb1audit,hosts", "stat:smb1audit", "expert")


@pytest.fixture(name="capture", scope="module")
def _capture():
    """All captures that need no preferences, as one."""
    with telling.Folder() as folder:
        yield joined(plain(), folder)


def told_by_tshark(home, capture):
    """The statistics of one pass and of two, and the trees of two."""
    return (home.tshark("-r", capture, *ONE_PASS), home.tshark("-r", capture, "-2", *ONE_PASS),
            own_trees(home.tshark("-r", capture, "-2", *SHOWN)))


def own_trees(text):
    """The lines in brackets, as all of the plugin's are."""
    return [line for line in text.splitlines() if line.lstrip().startswith("[")]


def told_by_sharkd(home, capture):
    """The columns of the frames, and the statistics."""
    with Sharkd(home) as sharkd:
        sharkd.load(capture)
        return sharkd.rows(COLUMNS), [own(sharkd.tap(name)) for name in TAPS]


def own(taps):
    """Of the remarks of Expert Information the plugin's alone."""
    for tap in taps:
        if "details" in tap:
            tap["details"] = [each for each in tap["details"] if each["p"] == "SMB1 Audit"]
    return taps


@pytest.fixture(name="alone", scope="module")
def _alone(capture):
    """What is told where there is nothing else."""
    with surroundings.Home() as home:
        return told_by_tshark(home, capture), has_sharkd() and told_by_sharkd(home, capture)


def shows_columns(surrounding, capture):
    """Whether sharkd without us does what it is asked for."""
    with surroundings.Home(surrounding, ours=False) as home:
        try:
            with Sharkd(home) as sharkd:
                sharkd.load(capture)
                return sharkd.rows(["frame.number"], "smb") != []
        except Ended:
            return False


def has_sharkd():
    """Whether it is installed."""
    return shutil.which("sharkd") is not None


@pytest.fixture(name="home", params=surroundings.BESIDE, scope="module")
def _home(request):
    """Each surrounding in turn; the loud skip where this Wireshark has no such thing."""
    surrounding = surroundings.BESIDE[request.param]
    if surrounding.lua and not surroundings.has_lua():
        warnings.warn(f"{request.param}: NOT tested, this Wireshark has no Lua")
        pytest.skip("no Lua")
    with surroundings.Home(surrounding) as home:
        yield home


def test_it_is_at_work(home, capture):
    """Else the others say nothing: on frames of ours there is something of theirs."""
    shown = home.tshark("-r", capture, "-2", "-Y", f"smb1audit && ({home.surrounding.witness})",
                        "-T", "fields", "-e", "frame.number")
    assert len(shown.split()) > 20


def test_tshark(home, capture, alone):
    """Records, statistics and trees, to the letter."""
    one, two, trees = told_by_tshark(home, capture)
    assert (one, two) == alone[0][:2]
    assert trees == alone[0][2]
    assert one.count('{"frame":') > 100 and len(trees) > 1000


@pytest.mark.skipif(not has_sharkd(), reason="sharkd is not installed")
def test_sharkd(home, capture, alone):
    """Columns, statistics and remarks; but sharkd 4.4 ends where MATE is at work and a column is
    asked for, with us or without."""
    if not shows_columns(home.surrounding, capture):
        warnings.warn("NOT tested: sharkd ends without the plugin, too")
        pytest.skip("sharkd ends without the plugin, too")
    rows, taps = told_by_sharkd(home, capture)
    assert rows == alone[1][0]
    assert taps == alone[1][1]
    assert len(rows) > 500
