# SPDX-License-Identifier: GPL-2.0-or-later
"""smb1audit-cut --stream as a program: what it keeps, how soon, how it ends, and how large
it grows."""

import os
import random
import signal
import struct
import subprocess
import sys
import time

import frames
import pytest
import streams
import tshark
from frames import Frame
from piping import start, stream
from reading import CUT, FAILED

sys.path.insert(0, str(tshark.REPOSITORY / "tests" / "bench"))
import smb  # noqa: E402  (streams knows its folder)
import traffic  # noqa: E402

REFUSED = tshark.REPOSITORY / "test-captures" / "refused-by-reset.pcap"
HEADER = struct.pack("<IHHiIII", frames.MAGIC, 2, 4, 0, 0, 262144, frames.ETHERNET)


def record(content, when=1):
    """A frame as it stands in a pcap file."""
    return struct.pack("<IIII", when, 0, len(content), len(content)) + content


def run(content):
    """The cut of these bytes."""
    return subprocess.run([CUT, "--stream"], input=content, capture_output=True, check=False)


def kept(content, folder, link=frames.ETHERNET):
    """Of these frames, those that are kept."""
    frames.write(folder / "x.pcap", content, link)
    done = stream(folder / "x.pcap", folder / "left.pcapng")
    assert (done.returncode, done.stderr) == (0, "")
    return frames.read(folder / "left.pcapng")[0]


def beyond_ip(content):
    """Without those of which nothing is left but who has which network card."""
    return [each for each in content if len(each.captured) > 34]


def share(content, left):
    """Of the bytes."""
    return sum(len(each.captured) for each in left) / sum(len(each.captured) for each in content)


# -- what is kept ---------------------------------------------------------------


def test_frames_are_as_they_were(folder):
    """Bytes, times and lengths, in their order."""
    content = streams.capture(5)
    left = kept(content, folder)
    places = iter(content)
    assert left and all(any(each == place or each.captured == place.captured[:34]
                            for place in places) for each in left)


def connection(story, number=1, port=445):
    """The frames of a connection, a millisecond each."""
    return [Frame((1 + place // 1000, place % 1000 * 1000), each, len(each))
            for place, each in enumerate(traffic.Stream(number, port).frames(story))]


READ = [(traffic.CLIENT, traffic.message(smb.smb2_read())),
        (traffic.SERVER, traffic.message(traffic.smb2_read_response(65536)))]


@pytest.mark.parametrize("lost", (0, 0.1))
def test_bulk(folder, lost):
    """Of each answer the first segment, from which the next one is found; what a mirror port
    loses in the midst of an answer changes nothing."""
    content = connection(traffic.smb2_round(smb.DECOY) + READ * 200)
    chance = random.Random(3)
    content = [each for each in content if len(each.captured) < 1500 or
               b"SMB" in each.captured or chance.random() >= lost]
    assert share(content, kept(content, folder)) < 0.03


def test_web(folder):
    """Nothing is kept, but of a connection to a proxy the SYN."""
    assert beyond_ip(kept(connection(traffic.web(), port=80), folder)) == []
    left = beyond_ip(kept(connection(traffic.web(), port=8080), folder))
    assert [each.captured[47] for each in left] == [traffic.SYN]


def test_joined_in_the_midst(folder):
    """All of it is kept until there was enough that cannot matter, and again once something
    did."""
    joined = connection(READ * 400 + traffic.smb2_round(smb.DECOY) + READ * 9)[3:]
    left = kept(joined, folder)
    assert share(joined[:9000], [each for each in left if each in joined[:9000]]) > 0.99
    negotiation = [each for each in joined if b"\xffSMBr" in each.captured]
    at = joined.index(negotiation[0])
    assert joined[at - 3000:at - 100] and not {*joined[at - 3000:at - 100]} & {*left}
    assert joined[at:] == left[-len(joined[at:]):]


def test_other_port(folder):
    """From the first SMB message on, until it is closed."""
    content = connection([(traffic.CLIENT, b"hello" * 9), (traffic.SERVER, b"you" * 9),
                          *traffic.smb2_round(smb.DECOY), *READ, (traffic.CLIENT, traffic.FIN | traffic.ACK),
                          (traffic.SERVER, traffic.FIN | traffic.ACK)], port=4450)
    assert beyond_ip(kept(content, folder)) == content[5:]


# -- how it ends ----------------------------------------------------------------


@pytest.mark.parametrize("content, said", [
    (b"", b"standard input: it is empty"),
    (b"Dear diary\n" * 9, b"standard input: "),
    (REFUSED.read_bytes()[:-3], b"standard input: Less data was read"),
    (HEADER + b"\xff" * 40, b"standard input: The file appears to be damaged"),
])
def test_odd_input(content, said):
    """One line with the reason; what came before is written."""
    done = run(content)
    assert done.returncode == FAILED
    assert done.stderr.startswith(b"smb1audit-cut: " + said) and done.stderr.count(b"\n") == 1


def test_what_came_before(folder):
    """Of an input that is cut short."""
    content = streams.capture(2)
    frames.write(folder / "x.pcap", content)
    whole = run((folder / "x.pcap").read_bytes())
    done = run((folder / "x.pcap").read_bytes() + b"\0\0")
    assert (whole.returncode, done.returncode) == (0, FAILED)
    assert done.stdout == whole.stdout


def test_nothing(folder):
    """An input without a frame is a capture without one, as is one of no interest."""
    for content in (b"", record(b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\x06" + bytes(46))):
        done = run(HEADER + content)
        (folder / "left.pcapng").write_bytes(done.stdout)
        assert (done.returncode, done.stderr) == (0, b"")
        assert frames.read(folder / "left.pcapng") == ([], frames.ETHERNET)


def test_closed_output(folder):
    """It ends, and says why."""
    frames.write(folder / "x.pcap", streams.capture(2) * 20)
    with open(folder / "x.pcap", "rb") as file, \
            subprocess.Popen([CUT, "--stream"], stdin=file, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (
        FAILED, b"smb1audit-cut: standard output: Broken pipe\n")


def await_frames(path, count, seconds=2):
    """Waits until there are so many; how long that was."""
    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        if path.stat().st_size and path.read_bytes().count(b"\x08\0\x45") >= count:
            return time.monotonic() - begun
        time.sleep(0.02)
    raise AssertionError(f"{path.read_bytes().count(bytes((8, 0, 0x45)))} frames of {count}")


def test_at_once(folder):
    """A frame that is kept is there before the next one comes."""
    content = connection(traffic.refused())
    with open(folder / "left.pcapng", "wb") as output, start(output) as process:
        process.stdin.write(HEADER)
        for count, each in enumerate(content[:2], 1):
            process.stdin.write(record(each.captured))
            process.stdin.flush()
            await_frames(folder / "left.pcapng", count)
        process.stdin.close()
        assert process.wait() == 0


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
@pytest.mark.parametrize("busy", (True, False))
def test_signal(folder, number, busy):
    """Ends the file: at once where nothing comes any more, and soon where frames do."""
    content = b"".join(record(each.captured) for each in connection(traffic.refused()))
    with open(folder / "left.pcapng", "wb") as output, start(output) as process:
        process.stdin.write(HEADER + content)
        process.stdin.flush()
        await_frames(folder / "left.pcapng", 4)
        process.send_signal(number)
        begun = time.monotonic()
        while process.poll() is None and time.monotonic() < begun + 9:
            if busy:
                try:
                    process.stdin.write(content)
                    process.stdin.flush()
                except BrokenPipeError:
                    pass
            time.sleep(0.001)
        assert (process.returncode, process.stderr.read()) == (0, b"")
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
    assert frames.read(folder / "left.pcapng")[0]


def test_drains(folder):
    """A signal to the whole pipeline loses nothing of what is on its way."""
    content = connection(traffic.refused())
    with open(folder / "left.pcapng", "wb") as output, start(output) as process:
        process.stdin.write(HEADER)
        process.stdin.flush()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.stdin.write(b"".join(record(each.captured) for each in content))
        process.stdin.close()
        assert process.wait() == 0
    assert len(frames.read(folder / "left.pcapng")[0]) >= len(content) - 1


def test_usage():
    """It has no arguments."""
    for wrong in (["--stream", "x"], ["--stream", "--whole"], ["--stream", "--first"]):
        done = subprocess.run([CUT, *wrong], stdin=subprocess.DEVNULL, capture_output=True,
                              check=False)
        assert (done.returncode, done.stdout) == (FAILED, b"")


# -- how large it grows ----------------------------------------------------------


class Template:
    """The records of one connection, into which others' ends are written."""

    def __init__(self, story):
        self.content = bytearray()
        self.places = []
        for each in connection(story):
            at = len(self.content) + 16
            is_client = each.captured[26] == 10
            self.places.append((at - 16, at + (26 if is_client else 30), at + (34 if is_client else 36)))
            self.content += record(each.captured)

    def of(self, number, when):
        """Of the client of that number, at that time."""
        ends = struct.pack(">I", 0x0A000000 + (number >> 10)), struct.pack(">H", 40000 + (number & 1023))
        for at, address, port in self.places:
            struct.pack_into("<I", self.content, at, when)
            self.content[address:address + 4], self.content[port:port + 2] = ends
        return bytes(self.content)


NEGOTIATION = traffic.pure_smb2() + READ[:1]
KINDS = {
    "closed": Template([*NEGOTIATION, (traffic.CLIENT, traffic.FIN | traffic.ACK),
                        (traffic.SERVER, traffic.FIN | traffic.ACK)]),
    "never closed": Template(NEGOTIATION),
    "half open": Template([]),
}


def largest(connections, per_second, kinds):
    """The largest resident size of the cut, in KiB, after so many connections of these kinds
    in turn."""
    templates = [KINDS[kind] for kind in kinds]
    with start(subprocess.DEVNULL) as process:
        process.stdin.write(HEADER)
        for number in range(connections):
            process.stdin.write(templates[number % len(templates)].of(
                number, 1000 + number // per_second))
        process.stdin.flush()
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            size, = (int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        process.stdin.close()
        assert process.wait() == 0
    return size


CONNECTIONS = int(os.environ.get("SMB1AUDIT_CUT_CONNECTIONS", "300000"))
MOST = 48 << 10         # KiB: with as many connections as it follows at a time, at most


@pytest.mark.parametrize("kinds", [["closed"], ["half open"], ["closed", "half open", "never closed"]],
                         ids=lambda kinds: ", ".join(kinds))
def test_size(kinds):
    """No larger for ten times as many, once it follows as many as it may."""
    few, many = (largest(count, 1000, kinds) for count in (CONNECTIONS // 10, CONNECTIONS))
    print(f"{', '.join(kinds)}: {few} KiB, {many} KiB")
    assert many < MOST
    if "never closed" not in kinds:     # of which 100,000 are more than it follows
        assert many < few + (2 << 10)
