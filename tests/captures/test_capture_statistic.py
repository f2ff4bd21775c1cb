# SPDX-License-Identifier: GPL-2.0-or-later
"""-z smb1audit,capture: how much the audit saw, and who sent datagrams."""

import json
import re

import pytest

import tshark
from expected import FOLDER, names, read_expected
from smb import NT_ONLY, mailslot_datagram, negotiate, netbios_datagram
from tcp import CLIENT, SERVER, Connection, datagram

FRAME = ("frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "frame.protocols",
         "smb1audit.datagram", "smb1audit.client.address", "smb1audit.client.name")
# Frames of a session of tshark -M.
SESSION = 10


def told(capture, *options):
    """The objects that are written, one a session."""
    done = tshark.run("tshark", "-n", "-q", "-r", capture, *options, "-z", "smb1audit,capture")
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(name="file_of")
def _file_of(tmp_path_factory):
    """Write bytes where an ordinary user can read them."""
    def write(name, content):
        folder = tmp_path_factory.mktemp("file")
        folder.chmod(0o755)
        path = folder / name
        path.write_bytes(content)
        path.chmod(0o644)
        return path
    return write


def seconds(text):
    """A time as the records have it, in seconds of that day."""
    hours, minutes, rest = text.split("T")[1].rstrip("Z").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def senders(rows):
    """From the frames alone: address, name, first frame, how many."""
    found = {}
    for row in rows:
        if row["smb1audit.datagram"]:
            address, name = (row[field][0] if row[field] else None for field in FRAME[-2:])
            found.setdefault((address, name), []).append(int(row["frame.number"][0]))
    return [(*key, frames[0], len(frames)) for key, frames in found.items()]


@pytest.mark.parametrize("two_pass", (False, True))
@pytest.mark.parametrize("name", [name for name in names() if any(
    part in name for part in ("mailslot", "datagram", "cut", "office"))])
def test_against_the_frames(name, two_pass):
    """What it says is what the frames say."""
    capture, options = FOLDER / f"{name}.pcap", read_expected(name).options
    found, = told(capture, *options, *["-2"] * two_pass)
    rows = tshark.fields(capture, FRAME, options=options)
    times = [float(row["frame.time_epoch"][0]) % 86400 for row in rows]
    assert found["frames"] == len(rows)
    assert found["cut_frames"] == sum(
        int(row["frame.cap_len"][0]) < int(row["frame.len"][0]) for row in rows)
    assert abs(seconds(found["time"]) - min(times)) < 1e-5
    assert abs(seconds(found["last_time"]) - max(times)) < 1e-5
    assert set(found["links"]) == {row["frame.protocols"][0].split(":")[0] for row in rows}
    assert [(each.get("address"), each.get("name"), each["frame"], each["datagrams"])
            for each in found["datagrams"]] == senders(rows)


@pytest.mark.parametrize("order", [(10, 11), (11, 10), (10, 12, 11), (12, 10, 11)])
def test_times_in_any_order(order, written):
    """The first and the last, though they are a second apart, and in whatever order."""
    def offers(capture):
        capture.seconds = order
        for number in range(len(order)):
            Connection(capture, port=capture.port + number).client.send(negotiate(NT_ONLY))

    found, = told(written(offers))
    assert (found["time"], found["last_time"]) == (
        f"2020-01-01T12:00:{min(order)}.000000Z", f"2020-01-01T12:00:{max(order)}.000000Z")


def test_senders_by_name(written):
    """A sender without a name is not one that is called "?"."""
    def datagrams(capture):
        for name in ("", "?", ""):
            capture.add(datagram(CLIENT, SERVER, 138, netbios_datagram(
                CLIENT.address, mailslot_datagram(), name)))

    found, = told(written(datagrams))
    assert [(each.get("name"), each["datagrams"]) for each in found["datagrams"]] == [
        (None, 2), ("?", 1)]


@pytest.mark.parametrize("display_filter, count", (("frame.number == 1", 1), ("udp", 3),
                                                   ("frame.number == 0", 0)))
def test_filter(written, display_filter, count):
    """The datagrams that pass; what was seen is the whole capture."""
    def datagrams(capture):
        for _ in range(3):
            capture.add(datagram(CLIENT, SERVER, 138, netbios_datagram(
                CLIENT.address, mailslot_datagram(), "A")))

    done = tshark.run("tshark", "-n", "-q", "-r", written(datagrams), "-z",
                      f"smb1audit,capture,{display_filter}")
    found = json.loads(done.stdout)
    assert (found["frames"], sum(each["datagrams"] for each in found["datagrams"])) == (3, count)


def test_sessions_of_one_frame():
    """Each is told, and nothing behind the last."""
    whole, = told(FOLDER / "office.pcap")
    parts = told(FOLDER / "office.pcap", "-M", 1)
    assert [part["frames"] for part in parts] == [1] * whole["frames"]


@pytest.mark.parametrize("size, is_whole", ((24, True), (30, False)))
def test_no_frames(file_of, size, is_whole):
    """A capture that has none, or breaks off within its first, is told of once."""
    capture = file_of("x.pcap", (FOLDER / "office.pcap").read_bytes()[:size])
    done = tshark.run("tshark", "-n", "-q", "-r", capture, "-z", "smb1audit,capture", check=False)
    found, = map(json.loads, done.stdout.splitlines())
    assert (done.returncode == 0, found["frames"], found["links"]) == (is_whole, 0, [])


def test_other_statistics_are_not_taken():
    """It answers to its own name alone."""
    done = tshark.run("tshark", "-r", FOLDER / "office.pcap", "-q", "-z", "smb1audit,nothing",
                      check=False)
    assert done.returncode != 0 and b"smb1audit,nothing" in done.stderr


def test_what_is_documented():
    """doc/records.md has all that it tells, in this order."""
    text = (tshark.REPOSITORY / "doc" / "records.md").read_text("utf-8")
    _, section = text.split("\n## The capture\n")
    documented = [name for line in section.splitlines() if line.startswith("| `")
                  for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    found, = told(FOLDER / "udp-138-mailslot.pcap")
    assert documented == list(found)


def test_sessions():
    """Each session that tshark -M ends is told by itself."""
    whole, = told(FOLDER / "office.pcap")
    parts = told(FOLDER / "office.pcap", "-M", SESSION)
    assert [part["frames"] for part in parts] == [SESSION] * (whole["frames"] // SESSION) + [
        whole["frames"] % SESSION] * (whole["frames"] % SESSION > 0)
    assert (parts[0]["time"], parts[-1]["last_time"]) == (whole["time"], whole["last_time"])


def test_no_capture(file_of):
    """Wireshark opens JSON as a capture of one frame; its link tells."""
    found, = told(file_of("x.json", b'{"a": [1, 2]}\n'))
    assert (found["frames"], found["links"], found["datagrams"]) == (1, ["json"], [])
    assert "time" not in found
