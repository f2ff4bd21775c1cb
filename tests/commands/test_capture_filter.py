# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit --capture-filter: what it leaves out tells nothing."""

import json
import struct
import subprocess

import pytest
from command import CAPTURES, audit

ETHERNET = 1
# Frames have other numbers then, and a card is told apart from a router by all of them.
DIFFERENT = ("capture", "frame", "last_frame", "offer_frame", "answer_frame", "close_frame",
             "client_vendor", "server_vendor")


@pytest.fixture(name="expression", scope="module")
def fixture_expression():
    """The filter: one line, and nothing is read for it."""
    done = audit("--capture-filter")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    return done.stdout.strip()


def is_ethernet(path):
    """A pcap file of Ethernet frames, of either byte order."""
    start = path.read_bytes()[:24]
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">"}.get(start[:4])
    return order is not None and struct.unpack(f"{order}I", start[20:24])[0] == ETHERNET


def filtered(source, target, expression):
    """Writes what dumpcap would have taken of a capture."""
    subprocess.run(["tcpdump", "-r", source, "-w", target, expression], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def told(folder):
    """What is reported of each capture in a folder: {name: records}."""
    found = {}
    for line in audit("--format", "json", folder).stdout.splitlines():
        record = json.loads(line)
        found.setdefault(record["capture"].rpartition("/")[2], []).append(
            {name: value for name, value in record.items() if name not in DIFFERENT})
    return found


def test_nothing_is_lost(expression, tmp_path):
    """With all captures of ours that are of Ethernet: the same records."""
    folders = [tmp_path / "whole", tmp_path / "filtered"]
    for folder in folders:
        folder.mkdir()
    for path in filter(is_ethernet, CAPTURES.glob("*.pcap")):
        (folders[0] / path.name).write_bytes(path.read_bytes())
        filtered(path, folders[1] / path.name, expression)
    whole, left = map(told, folders)
    assert len(whole) > 100
    assert [name for name in whole if whole[name] != left.get(name)] == []


def test_the_rest_is_left_out(expression, tmp_path):
    """What most of a network's traffic is."""
    def frame(port):
        ip = struct.pack(">BBHHHBBHII", 0x45, 0, 80, 0, 0, 64, 6, 0, 0x0A000001, 0x0A000002)
        tcp = struct.pack(">HHIIBBHHH", 50000, port, 1, 1, 0x50, 0x18, 0, 0, 0)
        return bytes(12) + b"\x08\x00" + ip + tcp + b"GET / HTTP/1.1\r\n" + bytes(24)

    def capture(frames):
        return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, ETHERNET) + b"".join(
            struct.pack("<IIII", 0, 0, len(each), len(each)) + each for each in frames)

    (tmp_path / "a.pcap").write_bytes(capture([frame(80), frame(443), frame(22), frame(445)]))
    filtered(tmp_path / "a.pcap", tmp_path / "b.pcap", expression)
    assert (tmp_path / "b.pcap").read_bytes() == capture([frame(445)])
