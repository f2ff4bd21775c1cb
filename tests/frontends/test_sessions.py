# SPDX-License-Identifier: GPL-2.0-or-later
"""One process, several captures one after the other: sessions of tshark -M, the files of a ring
buffer, a second file in sharkd.  Nothing of one is in the next, and each is told of as if it
were alone; preferences and filters that change on the way change what they are for.
"""

import os
import shutil
import subprocess

import frames
import pytest
import surroundings
import telling
from sharkd import Sharkd
from test_readers import COLUMNS, joined, plain

import tshark

FRAMES = 150                # of a session, and of a file of the ring
WHAT = ("-q", "-z", "smb1audit,json", "-z", "smb1audit,capture")
NEEDS = 'smb1audit.needs_smb1 == "server"'
FILTERS = ("smb1audit", NEEDS, "smb1audit.expert.red_herring", "tcp", NEEDS, "smb1audit")
TAPS = ("nstat:smb1audit,hosts", "stat:smb1audit", "expert")

needs_sharkd = pytest.mark.skipif(not shutil.which("sharkd"), reason="sharkd is not installed")


@pytest.fixture(name="home", scope="module")
def _home():
    with surroundings.Home() as home:
        yield home


@pytest.fixture(name="folder", scope="module")
def _folder():
    """Where everybody can read, and write."""
    with telling.Folder() as folder:
        folder.chmod(0o777)
        yield folder


@pytest.fixture(name="capture", scope="module")
def _capture(folder):
    return joined(plain(), folder)


@pytest.fixture(name="parts", scope="module")
def _parts(capture, folder):
    """The same frames in files of FRAMES each."""
    content, link = frames.read(capture)
    paths = []
    for start in range(0, len(content), FRAMES):
        paths.append(folder / f"part-{len(paths)}.pcap")
        frames.write(paths[-1], content[start:start + FRAMES], link)
    return paths


@pytest.fixture(name="one_by_one", scope="module")
def _one_by_one(home, parts):
    """What is told of each part by itself: records, then how much was seen."""
    told = tshark.parallel(lambda path: home.tshark("-r", path, *WHAT), parts)
    assert sum(text.count('{"frame":') for text in told) > 200
    return told


def test_sessions(home, capture, one_by_one):
    """tshark -M begins anew after so many frames."""
    text = home.tshark("-r", capture, "-M", FRAMES, *WHAT)
    assert sorted(text.splitlines()) == sorted(line for part in one_by_one
                                               for line in part.splitlines())


def test_ring_buffer(home, capture, folder, one_by_one):
    """Each file of the ring is one capture, and its records are written when it is full."""
    ring = folder / "ring"
    ring.mkdir(mode=0o777)
    ring.chmod(0o777)
    environment = {**os.environ, "WIRESHARK_PLUGIN_DIR": str(home.plugins), "TZ": "UTC"}
    with open(capture, "rb") as file, subprocess.Popen(
            ["cat"], stdin=file, stdout=subprocess.PIPE) as source:
        done = subprocess.run(
            [tshark.UNPRIVILEGED, *home.words("tshark", "-n", "-i", "-"), *WHAT, "-b", f"packets:{FRAMES}",
             "-w", ring / "x.pcapng"], stdin=source.stdout, capture_output=True, check=False,
            env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    files = sorted(ring.iterdir())
    assert len(files) == len(one_by_one)
    told = [line for line in done.stdout.decode("utf-8").splitlines() if line]
    assert sorted(told) == sorted(line for part in one_by_one for line in part.splitlines())


def everything(sharkd):
    """What sharkd shows of the capture that is loaded."""
    return sharkd.rows(), sharkd.rows(COLUMNS), [sharkd.tap(name) for name in TAPS]


@needs_sharkd
def test_another_file(home, parts):
    """Loaded one after the other and once more, each shows what it shows alone."""
    alone = {}
    for path in parts[:4]:
        with Sharkd(home) as sharkd:
            sharkd.load(path)
            alone[path] = everything(sharkd)
    assert len({str(shown) for shown in alone.values()}) == 4
    with Sharkd(home) as sharkd:
        for path in (*parts[:4], parts[0], parts[0], parts[2]):
            sharkd.load(path)
            assert everything(sharkd) == alone[path], path


@needs_sharkd
def test_filters(home, capture):
    """What a filter shows does not depend on those before it."""
    with Sharkd(home) as sharkd:
        sharkd.load(capture)
        shown = [sharkd.rows(COLUMNS, each) for each in FILTERS]
        everything_shown = {row[0]: row for row in sharkd.rows(COLUMNS, "frame")}
    by_filter = dict(zip(FILTERS, shown))
    assert [by_filter[each] for each in FILTERS] == shown
    assert all(everything_shown[row[0]] == row for rows in shown for row in rows)
    server = [row for row in by_filter["smb1audit"] if row in by_filter[NEEDS]]
    assert server == by_filter[NEEDS] and 0 < len(server) < len(by_filter["smb1audit"])


@needs_sharkd
def test_preference(home, capture):
    """The Info column as each choice has it; else nothing changes, and the first one leads back
    to where it began."""
    with Sharkd(home) as sharkd:
        sharkd.load(capture)
        shown = {}
        for choice in ("before", "after", "off", "before"):
            sharkd.ask("setconf", name="smb1audit.info", value=choice)
            sharkd.load(capture)
            told = everything(sharkd)
            assert shown.setdefault(choice, told) == told
    before, after, off = (shown[choice] for choice in ("before", "after", "off"))
    assert before[1:] == after[1:] == off[1:]
    assert len({str(rows) for rows, *_ in shown.values()}) == 3
    assert not any("needs SMB1: " in info for *_, info in off[0])
    assert any(info.startswith("Server needs SMB1: ") for *_, info in before[0])
    assert any(" | Server needs SMB1: " in info for *_, info in after[0])
