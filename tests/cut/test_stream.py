# SPDX-License-Identifier: GPL-2.0-or-later
"""smb1audit-cut with several captures that are one: of the files of a ring buffer the same
is left as of one file with all frames."""

import random
import struct
import subprocess

import frames
import pytest
import streams
from frames import Frame
from reading import CUT, LEFT, NOTHING, WHOLE
from test_same import CAPTURES

SECRETS = bytes.fromhex("0a000000 18000000 4b534c54 04000000 41424344 18000000")


def write(folder, number, content, link=frames.ETHERNET):
    """One more file of the ring."""
    path = folder / f"{number}.pcap"
    frames.write(path, content, link)
    return path


def cut(folder, name, paths, *options):
    """What is left of these captures, status, frames, numbers and account."""
    where = folder / name
    where.mkdir()
    done = subprocess.run([CUT, *options, where, *paths], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    parts = []
    for part in sorted(where.glob("*.pcapng")) if done.returncode == LEFT else []:
        numbers = part.with_suffix(".numbers").read_bytes()
        if part.stat().st_size:
            parts.append((frames.read(part)[0], struct.unpack(f"<{len(numbers) // 8}Q", numbers)))
    return done.returncode, parts, (where / "captures").read_text()


def in_files(content, chance):
    """The frames in three files, some of them perhaps without any."""
    first, second = sorted(chance.choices(range(len(content) + 1), k=2))
    return [content[:first], content[first:second], content[second:]]


def in_order(content):
    """None is earlier than the one before it, as a clock has it."""
    return all(a.time <= b.time for a, b in zip(content, content[1:]))


@pytest.mark.parametrize("options", [(), ("--parts", "3", "--least", "1")])
def test_as_one(folder, options):
    """Of every capture that there is, cut by chance."""
    seen = 0
    for number, path in enumerate(CAPTURES):
        content, link = frames.read(path)
        if not in_order(content):
            continue
        (folder / f"{number}").mkdir()
        where = folder / f"{number}"
        files = in_files(content, random.Random(f"{path.name} {options}"))
        paths = [write(where, place, each, link) for place, each in enumerate(files)]
        status, left, account = cut(where, "as files", paths, *options)
        expected = cut(where, "as one", [write(where, 9, content, link)], *options)
        if expected[0] != WHOLE:
            assert (status, left) == expected[:2], path
        assert account == "".join(f"{len(each)}\t\n" for each in files)
        seen += status == LEFT
    assert seen > 100


def test_whole(folder):
    """All frames, one behind the other."""
    content = streams.capture(3)[:900]  # not a second
    paths = [write(folder, place, content[place::2]) for place in range(2)]
    status, [(left, numbers)], account = cut(folder, "left", paths, "--whole", "--parts", "9")
    assert (status, left) == (LEFT, content[0::2] + content[1::2])
    assert numbers == tuple(range(1, len(content) + 1))
    assert account == "".join(f"{len(content[place::2])}\t\n" for place in range(2))


# The second of three files, how many are read as one, and what is said.
def others(content):
    """By name: the content of the file, status, lines of the account."""
    whole, count = header() + records(content), len(content)
    yield "earlier", header() + records([frames.replace(each, time=(1, 0)) for each in content]), \
        LEFT, f"{count}\t\n-\tit begins before the file before it ends\n"
    yield "cut short", whole[:-3], LEFT, \
        f"{count}\t\n{count - 1}\tLess data was read than was expected\n"
    yield "none", b"Dear diary\n" * 9, LEFT, f"{count}\t\n"
    yield "missing", None, LEFT, f"{count}\t\n"
    yield "no frames", header(), LEFT, f"{count}\t\n0\t\n{count}\t\n"
    yield "secrets", pcapng(content), LEFT, f"{count}\t\n-\tit has decryption secrets\n"


def header():
    """Of a pcap file."""
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)


def records(content):
    """Of a pcap file."""
    return b"".join(struct.pack("<IIII", *each.time, len(each.captured), each.length)
                    + each.captured for each in content)


def pcapng(content):
    """A file whose secrets come behind its frames."""
    def block(kind, body):
        length = struct.pack("<I", 12 + len(body))
        return struct.pack("<I", kind) + length + body + length

    blocks = [block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)),
              block(1, struct.pack("<HHI", 1, 0, 262144))]
    for each in content:
        time = each.time[0] * 1000000 + each.time[1]
        padded = each.captured + bytes(-len(each.captured) % 4)
        blocks.append(block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF,
                                           len(each.captured), each.length) + padded))
    return b"".join(blocks) + SECRETS


NAMES = [name for name, *_ in others(streams.capture(0))]


@pytest.mark.parametrize("name", NAMES)
def test_end(folder, name):
    """Where one does not go on with the other, and what is left up to there."""
    content = streams.capture(3)
    second, status, account = next(each[1:] for each in others(content) if each[0] == name)
    paths = [write(folder, place, content) for place in range(3)]
    paths[1].unlink()
    if second is not None:
        paths[1].write_bytes(second)
    done = cut(folder, "left", paths, "--whole")
    assert (done[0], done[2]) == (status, account)
    count = sum(int(line.split("\t")[0]) for line in account.splitlines() if line[0] != "-")
    assert done[1][0][1] == tuple(range(1, count + 1))


@pytest.mark.parametrize("name, account", [
    ("secrets", "*\tit has decryption secrets\n"),
    ("cut short", "{}\tLess data was read than was expected\n")])
def test_end_with_the_first(folder, name, account):
    """It is read itself, or as far as it goes."""
    content = streams.capture(3)
    second = next(each[1] for each in others(content) if each[0] == name)
    (folder / "1").write_bytes(second)
    done = cut(folder, "left", [folder / "1", write(folder, 2, content)], "--whole")
    assert done[0] == (WHOLE if account[0] == "*" else LEFT)
    assert done[2] == account.format(len(content) - 1)


def test_interfaces(folder):
    """Each file has its own, of its link type and with its precision."""
    content = streams.capture(3)[:9]
    raw = [Frame(each.time, each.captured[14:], each.length - 14) for each in content]
    paths = [write(folder, 0, content), write(folder, 1, raw, 101)]
    (folder / "left").mkdir()
    subprocess.run([CUT, "--whole", folder / "left", *paths], check=True)
    done = subprocess.run(
        ["tshark", "-n", "-r", folder / "left" / "0.pcapng", "-T", "fields",
         "-e", "frame.encap_type", "-e", "ip.src"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
        text=True)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == ["1"] * 9 + ["7"] * 9
    assert [line[1] for line in lines[:9]] == [line[1] for line in lines[9:]]


def test_first(folder):
    """When each begins."""
    content = streams.capture(3)
    (folder / "none").write_text("Dear diary\n")
    (folder / "cut").write_bytes(header() + b"abc")
    paths = [write(folder, 1, content[5:]), write(folder, 2, []), folder / "none", folder / "cut",
             folder / "missing"]
    done = subprocess.run([CUT, "--first", *paths], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=True)
    time = "{}.{:06}000".format(*content[5].time)
    assert (done.stdout, done.stderr) == (f"{time}\n-\n\n\n\n", "")


def test_nothing(folder):
    """In none of them."""
    paths = [write(folder, place, []) for place in range(3)]
    assert cut(folder, "left", paths) == (NOTHING, [], "0\t\n" * 3)
