# SPDX-License-Identifier: GPL-2.0-or-later
"""smb1audit-cut tells how much there was of each capture, whatever it left of it."""

import json
import subprocess

import frames
import pytest
import streams
import tshark
from frames import Frame
from reading import CUT, LEFT, NOTHING, WHOLE
from test_same import CAPTURES


def coverage(folder, paths, *options):
    """Exit status, and the lines of the file, each as its words."""
    folder.mkdir()
    done = subprocess.run([CUT, *options, folder, *paths], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    return done.returncode, [line.split("\t")
                             for line in (folder / "coverage").read_text().splitlines()]


def expected(content):
    """The words of a line, from the frames."""
    times = ["{}.{:06}000".format(*each.time) for each in sorted(content, key=lambda each: each.time)]
    cut = sum(len(each.captured) < each.length for each in content)
    return [str(cut), *((times[0], times[-1]) if times else "--")]


@pytest.mark.parametrize("options", [(), ("--whole",), ("--parts", "3", "--least", "1")])
def test_several(folder, options):
    """A line for each file of a ring, also for one without frames."""
    content = streams.capture(3)[:900]
    content[7:60:9] = [Frame(each.time, each.captured[:40], each.length) for each in content[7:60:9]]
    shares = [content[:50], [], content[50:]]
    paths = [folder / f"{number}.pcap" for number in range(3)]
    for path, share in zip(paths, shares):
        frames.write(path, share, frames.ETHERNET)
    status, lines = coverage(folder / "left", paths, *options)
    assert (status, lines) == (LEFT, [expected(share) for share in shares])
    assert lines[0][0] > "0"


def of_tshark(path):
    """What the plugin tells of the capture itself."""
    done = tshark.run("tshark", "-n", "-q", "-r", path, "-z", "smb1audit,capture")
    return json.loads(done.stdout)


def test_as_the_plugin(folder, monkeypatch):
    """Of every capture that there is: the report takes one for the other."""
    monkeypatch.syspath_prepend(tshark.REPOSITORY / "tools" / "report")
    from account import Account  # its folder is known by now

    def both(path):
        where = folder / path.name
        status, lines = coverage(where, [path])
        assert (status == WHOLE) == (not lines), path
        if status not in (LEFT, NOTHING):
            return 0
        told = of_tshark(path)
        assert Account(where).coverage == [{
            name: told[name] for name in ("frames", "cut_frames", "time", "last_time") if name in told
        }], path
        return 1

    assert sum(tshark.parallel(both, CAPTURES)) > 150
