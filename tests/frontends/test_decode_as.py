# SPDX-License-Identifier: GPL-2.0-or-later
"""Decode As: SMB on a port that is another protocol's, and something else on the port of SMB."""

import contextlib
import shutil
import struct

import frames
import pytest
import surroundings
import telling
from sharkd import Sharkd
from surroundings import Surrounding
from test_readers import COLUMNS


SMB_PORT, OTHER_PORT = 445, 4711
TCP, PORTS = 6, 34          # the protocol's number, and where its ports are
RECORDS = ("-q", "-z", "smb1audit,json")
CAPTURE = "office.pcap"

# The same, said on the command line and in the configuration.
SAID = {
    "command line": (surroundings.ALONE, ("-d", f"tcp.port=={OTHER_PORT},nbss")),
    "configuration": (Surrounding(
        {"decode_as_entries": f"decode_as_entry: tcp.port,{OTHER_PORT},(none),NBSS\n"}), ()),
}
TAKEN_AWAY = {
    "command line": (surroundings.ALONE, ("-d", f"tcp.port=={SMB_PORT},http")),
    "configuration": (Surrounding(
        {"decode_as_entries": f"decode_as_entry: tcp.port,{SMB_PORT},(none),HTTP\n"}), ()),
}


def ports(frame):
    """Those of TCP over IPv4 without options; of all else none."""
    data = frame.captured
    if data[12:15] != b"\x08\x00\x45" or data[23] != TCP:
        return ()
    return struct.unpack_from(">HH", data, PORTS)


def moved(frame):
    """With the other port in place of SMB's."""
    other = (OTHER_PORT if port == SMB_PORT else port for port in ports(frame))
    data = frame.captured
    return frames.replace(frame, captured=data[:PORTS] + struct.pack(">HH", *other) + data[PORTS + 4:])


@contextlib.contextmanager
def written(change):
    """The frames to and from SMB's port, changed, where everybody can read them."""
    content, link = frames.read(telling.FOLDER / CAPTURE)
    with telling.Folder() as folder:
        frames.write(folder / "x.pcap", [change(frame) for frame in content
                                         if SMB_PORT in ports(frame)], link)
        yield folder / "x.pcap"


@pytest.fixture(name="here", scope="module")
def _here():
    """The capture as it is."""
    with written(lambda frame: frame) as path:
        yield path


@pytest.fixture(name="elsewhere", scope="module")
def _elsewhere():
    """On the other port."""
    with written(moved) as path:
        yield path


@pytest.mark.parametrize("passes", ((), ("-2",)), ids=("one pass", "two passes"))
@pytest.mark.parametrize("how", SAID)
def test_another_port(how, passes, here, elsewhere):
    """The records are those of the usual port, with the other one in them."""
    surrounding, options = SAID[how]
    with surroundings.Home() as home:
        usual = home.tshark("-r", here, *RECORDS)
        assert home.tshark("-r", elsewhere, *RECORDS) == ""
    with surroundings.Home(surrounding) as home:
        told = home.tshark("-r", elsewhere, *options, *passes, *RECORDS)
    assert told == usual.replace(f'_port":{SMB_PORT},', f'_port":{OTHER_PORT},') != usual


@pytest.mark.parametrize("how", TAKEN_AWAY)
def test_taken_away(how, here):
    """What is to be read as something else is no SMB, and nothing is told of it."""
    surrounding, options = TAKEN_AWAY[how]
    with surroundings.Home(surrounding) as home:
        assert home.tshark("-r", here, *options, *RECORDS) == ""
        assert home.tshark("-r", here, "-2", *options, "-Y", "smb1audit") == ""


@pytest.mark.skipif(not shutil.which("sharkd"), reason="sharkd is not installed")
def test_sharkd(here, elsewhere):
    """It reads the same configuration: every frame as it is on the usual port."""
    with surroundings.Home() as home, Sharkd(home) as sharkd:
        sharkd.load(here)
        usual = sharkd.rows(COLUMNS)
        sharkd.load(elsewhere)
        assert sharkd.rows(COLUMNS) == []
    with surroundings.Home(SAID["configuration"][0]) as home, Sharkd(home) as sharkd:
        sharkd.load(elsewhere)
        assert sharkd.rows(COLUMNS) == usual != []
    with surroundings.Home(TAKEN_AWAY["configuration"][0]) as home, Sharkd(home) as sharkd:
        sharkd.load(here)
        assert sharkd.rows(COLUMNS) == []
