# SPDX-License-Identifier: GPL-2.0-or-later
"""smb1audit-cut: what it keeps, what it says, and how it ends."""

import os
import random
import struct
import subprocess
import sys

import frames
import pytest
import tshark
from frames import Frame
from reading import CUT, FAILED, LEFT, NOTHING, WHOLE, cut, told_by_both

sys.path.insert(0, str(tshark.REPOSITORY / "tests" / "bench"))
sys.path.insert(0, str(tshark.REPOSITORY / "test-captures"))
import smb  # noqa: E402
import streams  # noqa: E402
import traffic  # noqa: E402

REFUSED = tshark.REPOSITORY / "test-captures" / "refused-by-reset.pcap"
SECRETS = bytes.fromhex(
    "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"  # section
    "01000000 14000000 0100 0000 00000400 14000000"                   # Ethernet
    "0a000000 18000000 4b534c54 04000000 41424344 18000000"           # secrets
)


def run(*arguments, **options):
    """The cut with these arguments."""
    return subprocess.run([CUT, *arguments], stdin=options.pop("stdin", subprocess.DEVNULL),
                          capture_output=True, text=True, check=False, **options)


def share_kept(folder, kind, connections):
    """How the cut of such traffic ended, and the share of bytes that it kept."""
    path = folder / "x.pcap"
    traffic.write(path, kind, connections)
    left = cut(path, folder)
    return left, sum(each.stat().st_size for each in left.paths) / path.stat().st_size


@pytest.mark.parametrize("kind, status, most", [
    ("bulk", LEFT, 0.01), ("web", NOTHING, 0.001), ("negotiations", LEFT, 1.1)])
def test_share(folder, kind, status, most):
    """Of bulk data next to nothing is kept, of the web nothing."""
    left, share = share_kept(folder, kind, 20)
    assert left.status == status and share < most


@pytest.mark.parametrize("least, parts", [(0, 5), (60, 5), (100, 3), (10000, 1)])
def test_parts(folder, least, parts):
    """No connection is in two, all are of one size, and none is begun for little."""
    path = folder / "x.pcap"
    traffic.write(path, "negotiations", 50)
    left = cut(path, folder, "--parts", "5", "--least", str(least))
    assert len(left.paths) == parts
    ends = [{frozenset((frame.captured[26:30] + frame.captured[34:36],
                        frame.captured[30:34] + frame.captured[36:38]))
             for frame in frames.read(each)[0] if len(frame.captured) > 34} for each in left.paths]
    assert len(set().union(*ends)) == sum(map(len, ends)) == 50
    lengths = [len(numbers) for numbers in left.all_numbers]
    assert max(lengths) - min(lengths) < (20 if least == 0 else 2 * least)


def test_all_have_what_none_owns(folder):
    """Fragments and tunnels, unless there is much of it: then there is one part."""
    path = folder / "x.pcap"
    traffic.write(path, "negotiations", 50)
    content, _ = frames.read(path)
    for size, expected in ((10, (LEFT, [True, True])), (1400, (WHOLE, []))):
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + size, 0, 0, 64, 47, 0, bytes(4), bytes(4))
        tunnel = b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + bytes(size)
        frames.write(path, [Frame((1, 0), tunnel, len(tunnel))] * 12000 + content)
        left = cut(path, folder, "--parts", "2", "--least", "10")
        assert (left.status, [len(each) > 12000 for each in left.all_numbers]) == expected


def test_most_would_be_kept(folder):
    """Of a large capture: then a copy would save nothing."""
    path = folder / "x.pcap"
    traffic.write(path, "negotiations", 20000)
    left = cut(path, folder)
    assert (left.status, left.said) == (
        WHOLE, f"smb1audit-cut: {path}: most of it would be kept\n")


def test_bulk_over_smb1(folder):
    """Once SMB1 is in use, its data are of no more interest either."""
    data = smb.session_message(smb.smb1(0x2E, bytes(24), bytes(60000), response=True))
    asked = smb.session_message(smb.smb1(0x2E, bytes(20)))
    story = [(traffic.CLIENT, smb.session_message(smb.negotiate(smb.XP))),
             (traffic.SERVER, smb.session_message(smb.nt_answer(5))),
             (traffic.CLIENT, smb.session_message(smb.session_setup())),
             (traffic.SERVER, smb.session_message(smb.session_setup_answer())),
             *[(traffic.CLIENT, asked), (traffic.SERVER, data)] * 20]
    content = [Frame((1, 0), each, len(each)) for each in traffic.Stream(1, 445).frames(story)]
    frames.write(folder / "x.pcap", content)
    left = cut(folder / "x.pcap", folder)
    assert left.status == LEFT and len(left.numbers) < 0.02 * len(content)


def card(address, number=1):
    """A frame of a host behind a card of a maker that Wireshark knows: a DNS question."""
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40, 0, 0, 64, 17, 0, address, bytes(4))
    udp = struct.pack(">HHHH", 50000, 53, 20, 0)
    return (b"\x02\0\0\0\0\1" + b"\0\x0c\x29" + number.to_bytes(3, "big") + b"\x08\0"
            + ip + udp + bytes(12))


# What is captured apart from one client's connection, and whose maker is told then.
APART = {
    "nobody": ([], "VMware, Inc."),
    "the same": ([card(bytes((10, 0, 0, 1)))], "VMware, Inc."),
    "another behind the same": ([card(bytes((10, 0, 0, 9)))], None),
    "another behind it among many": (
        [card(bytes((10, 1, number, 1)), 5) for number in range(9)]
        + [card(bytes((10, 0, 0, 1))), card(bytes((10, 0, 0, 9)))], None),
    # The plugin keeps 65,536 cards.
    "too many": ([card(bytes((10, 9, 0, 1)), 9 + number) for number in range(65536)], None),
    "many": ([card(bytes((10, 9, 0, 1)), 9 + number) for number in range(65534)],
             "VMware, Inc."),
}


@pytest.mark.parametrize("apart", APART)
@pytest.mark.parametrize("first", (True, False))
def test_cards(folder, apart, first):
    """Of what else is dropped, that is kept which says who has which network card."""
    others, maker = APART[apart]
    stream = streams.Stream(random.Random(1), 1, 445, 1460)
    story = [(streams.CLIENT, smb.session_message(smb.negotiate(smb.XP)))]
    content = [frame.replace(stream.card(0), b"\0\x0c\x29\0\0\1") for frame in stream.frames(story)]
    content = others + content if first else content + others
    frames.write(folder / "x.pcap", [Frame((1, 0), each, len(each)) for each in content])
    whole, left = told_by_both(folder / "x.pcap", folder)
    assert left == [whole]
    expected = maker or ("VMware, Inc." if apart == "too many" and not first else None)
    assert whole[0][0].get("client_vendor") == expected


def test_cards_alone(folder):
    """They are no reason to read anything."""
    content = [card(bytes((10, 0, 0, number))) for number in range(9)]
    frames.write(folder / "x.pcap", [Frame((1, 0), each, len(each)) for each in content])
    assert cut(folder / "x.pcap", folder).status == NOTHING


def as_kept(frame, kept):
    """The frame, or its headers of Ethernet and IP where no more of it was kept."""
    headers = 14 + (20 if frame.captured[12:14] == b"\x08\0" else 40)
    return frames.replace(frame, captured=frame.captured[:headers]) \
        if len(kept.captured) == headers else frame


def test_frames_are_as_they_were(folder):
    """Bytes, times and lengths, in the order of their numbers."""
    for name in ("captures-truncated", "live-smb1-only-client", "red-herring"):
        for path in (tshark.REPOSITORY / "test-captures").glob(f"{name}*.pcap*"):
            left = cut(path, folder)
            whole, _ = frames.read(path)
            kept, _ = frames.read(left.path)
            assert [as_kept(whole[number - 1], each)
                    for number, each in zip(left.numbers, kept, strict=True)] == kept
            assert list(left.numbers) == sorted(set(left.numbers))


def odd_captures():
    """Captures, and how the cut of each ends."""
    refused = REFUSED.read_bytes()
    yield "empty", b"", NOTHING, ""
    yield "text", b"Dear diary\n" * 9, FAILED, "known format"
    yield "no frames", refused[:24], NOTHING, ""
    yield "cut record", refused[:-3], WHOLE, "Less data was read"
    yield "damaged", refused[:24] + b"\xff" * 40, WHOLE, "damaged or corrupt"
    yield "secrets", SECRETS, WHOLE, "decryption secrets"
    yield "link type", refused[:20] + struct.pack("<I", 147) + refused[24:], WHOLE, "most of it"
    yield "json", b'{"not": "a capture"}\n', WHOLE, "proper time"


def test_odd_captures(folder):
    """One line names the file and the reason."""
    for name, content, status, why in odd_captures():
        path = folder / name
        path.write_bytes(content)
        left = cut(path, folder)
        assert left.status == status, (name, left)
        if status in (FAILED, WHOLE):
            assert left.said.startswith(f"smb1audit-cut: {path}: "), left
            assert left.said.count("\n") == 1
            assert why in left.said, left


def test_missing_and_forbidden(folder):
    """Of the capture and of the output."""
    missing = run(folder, folder / "none")
    assert (missing.returncode, missing.stderr) == (
        FAILED, f"smb1audit-cut: {folder}/none: No such file or directory\n")
    lost = run(folder / "none", REFUSED)
    assert (lost.returncode, lost.stderr) == (
        FAILED, f"smb1audit-cut: {folder}/none/0.pcapng: No such file or directory\n")


@pytest.mark.parametrize("name", ("0.pcapng", "0.numbers", "1.pcapng", "captures", "coverage"))
def test_nothing_is_overwritten(folder, name):
    """Nor is a capture, whatever its name."""
    path = folder / name
    path.write_bytes(REFUSED.read_bytes())
    done = run("--parts", "2", folder, path)
    assert (done.returncode, done.stderr) == (FAILED, f"smb1audit-cut: {path}: File exists\n")
    assert path.read_bytes() == REFUSED.read_bytes()


def test_pipe(folder):
    """It would have to be read twice; not a byte of it is read."""
    with subprocess.Popen(["cat", REFUSED], stdout=subprocess.PIPE) as pipe:
        done = run(folder, "-", stdin=pipe.stdout)
        assert done.returncode == WHOLE
        assert pipe.stdout.read() == REFUSED.read_bytes()


def test_descriptors(folder):
    """What is open needs no name, and none of it is passed over."""
    path = folder / "x.pcap"
    frames.write(path, streams.capture(1))
    left = cut(path, folder)
    for number, name in enumerate(("-", "/dev/fd/0", "/dev/fd/7")):
        where = folder / f"{number}"
        where.mkdir()
        shell = 'read line <&7; exec "$0" "$1" "$2" 0<&7'
        subprocess.run(["bash", "-c", f"exec 7<x.pcap; {shell}", CUT, where, name], cwd=folder,
                       check=True)
        for ending in (".pcapng", ".numbers"):
            assert (where / f"0{ending}").read_bytes() == left.path.with_suffix(ending).read_bytes()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_full_disk(folder):
    """One line."""
    path = folder / "x.pcap"
    traffic.write(path, "negotiations", 3000)
    script = ('mount -t tmpfs -o size=100k none "$1" 2>/dev/null || exit 77; '
              '"$0" "$1" "$2"')
    (folder / "small").mkdir()
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script, CUT, folder / "small", path],
                          capture_output=True, text=True, check=False)
    if done.returncode in (1, 77) and "unshare" in done.stderr + "unshare" * (done.returncode == 77):
        pytest.skip("no namespaces here")
    assert (done.returncode, done.stderr) == (
        FAILED, f"smb1audit-cut: {folder}/small/0.pcapng: No space left on device\n")


def test_help():
    """And wrong usage."""
    usage = run("--help").stdout.partition("\n\n")[0]
    assert usage.startswith("usage: smb1audit-cut ")
    for wrong in ([], ["x"], ["--parts", "0", "x", "y"], ["--least", "-1", "x", "y"], ["--else"]):
        done = run(*wrong)
        assert (done.returncode, done.stdout) == (FAILED, "")
        assert done.stderr.endswith(usage + "\n")
