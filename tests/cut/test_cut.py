# SPDX-License-Identifier: GPL-2.0-or-later
"""smb1audit-cut: what it keeps, what it says, and how it ends."""

import os
import struct
import subprocess
import sys

import frames
import pytest
import tshark
from frames import Frame
from reading import CUT, FAILED, LEFT, NOTHING, WHOLE, cut

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
    return left, left.path.stat().st_size / path.stat().st_size


@pytest.mark.parametrize("kind, status, most", [
    ("bulk", LEFT, 0.01), ("web", NOTHING, 0.001), ("negotiations", LEFT, 1.1)])
def test_share(folder, kind, status, most):
    """Of bulk data next to nothing is kept, of the web nothing."""
    left, share = share_kept(folder, kind, 20)
    assert left.status == status and share < most


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


def test_frames_are_as_they_were(folder):
    """Bytes, times and lengths, in the order of their numbers."""
    for name in ("captures-truncated", "live-smb1-only-client", "red-herring"):
        for path in (tshark.REPOSITORY / "test-captures").glob(f"{name}*.pcap*"):
            left = cut(path, folder)
            whole, _ = frames.read(path)
            assert frames.read(left.path)[0] == [whole[number - 1] for number in left.numbers]
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
    yield "link type", refused[:20] + struct.pack("<I", 147) + refused[24:], WHOLE, "link type"
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
    missing = run(folder / "none", folder / "o", folder / "n")
    assert (missing.returncode, missing.stderr) == (
        FAILED, f"smb1audit-cut: {folder}/none: No such file or directory\n")
    lost = run(REFUSED, folder / "none/o", folder / "n")
    assert (lost.returncode, lost.stderr) == (
        FAILED, f"smb1audit-cut: {folder}/none/o: No such file or directory\n")


def test_the_capture_is_spared(folder):
    """It is not what is written to."""
    path = folder / "x.pcap"
    path.write_bytes(REFUSED.read_bytes())
    for names in ((path, folder / "n"), (folder / "o", path)):
        done = run(path, *names)
        assert (done.returncode, done.stderr) == (
            FAILED, f"smb1audit-cut: {path}: it is the capture\n")
    assert path.read_bytes() == REFUSED.read_bytes()


def test_pipe(folder):
    """It would have to be read twice; not a byte of it is read."""
    with subprocess.Popen(["cat", REFUSED], stdout=subprocess.PIPE) as pipe:
        done = run("-", folder / "o", folder / "n", stdin=pipe.stdout)
        assert done.returncode == WHOLE
        assert pipe.stdout.read() == REFUSED.read_bytes()


def test_descriptors(folder):
    """Standard input and output, and an open descriptor, need no names."""
    path = folder / "x.pcap"
    frames.write(path, streams.capture(1))
    left = cut(path, folder)
    shell = 'exec "$0" - - /dev/fd/3 <x.pcap >y.pcapng 3>y.numbers'
    subprocess.run(["sh", "-c", shell, CUT], cwd=folder, check=True)
    assert (folder / "y.pcapng").read_bytes() == left.path.read_bytes()
    assert (folder / "y.numbers").read_bytes() == (folder / "left.numbers").read_bytes()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_full_disk(folder):
    """One line."""
    path = folder / "x.pcap"
    traffic.write(path, "negotiations", 3000)
    script = ('mount -t tmpfs -o size=100k none "$1" 2>/dev/null || exit 77; '
              '"$0" "$2" "$1/o" "$1/n"')
    (folder / "small").mkdir()
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script, CUT, folder / "small", path],
                          capture_output=True, text=True, check=False)
    if done.returncode in (1, 77) and "unshare" in done.stderr + "unshare" * (done.returncode == 77):
        pytest.skip("no namespaces here")
    assert (done.returncode, done.stderr) == (
        FAILED, f"smb1audit-cut: {folder}/small/o: No space left on device\n")


def test_help():
    """And wrong usage."""
    assert run("--help").stdout.startswith("usage: smb1audit-cut CAPTURE OUTPUT NUMBERS\n")
    wrong = run("x")
    assert (wrong.returncode, wrong.stdout) == (FAILED, "")
    assert wrong.stderr == "usage: smb1audit-cut CAPTURE OUTPUT NUMBERS\n"
