# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: what it reads, what it cannot read, and its exit status."""

import gzip
import json
import os
import shutil

import pytest
from command import CAPTURES, NOT_ALMIGHTY, ROOT, audit, needs_root, report, run

HARMLESS = CAPTURES / "smb2-pure.pcap"
REFUSED = CAPTURES / "refused-by-reset.pcap"
MIDSTREAM = CAPTURES / "midstream-success.pcap"

# The smallest PNG signature and header that Wireshark opens as a picture.
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")

# What a file holds, and why it cannot be read to its end.
UNREADABLE = {
    "empty": (b"", "empty"),
    "text": (b"Dear diary, today I captured nothing.\n" * 9, "not a capture file"),
    "picture": (PICTURE, "not a capture file"),
    "json": (b'{"not": "a capture"}\n', "not a capture file"),
    "cut header": (REFUSED.read_bytes()[:10], "cut short in the middle of a packet"),
    "cut packet": (REFUSED.read_bytes()[:-3], "cut short in the middle of a packet"),
    "cut gzip": (gzip.compress(REFUSED.read_bytes())[:-30], "cut short in the middle of a packet"),
    "damaged": (REFUSED.read_bytes()[:24] + b"\xff" * 40, "damaged or corrupt"),
}

# Names of captures, and how they are shown.
ODD_NAMES = {
    "a b.pcap": "a b.pcap",
    "two\nlines.pcap": r"two\nlines.pcap",
    "-r.pcap": "-r.pcap",
    "'$(id)'\"`id`.pcap": "'$(id)'\"`id`.pcap",
    "{} ::: {#}.pcap": "{} ::: {#}.pcap",
    "\x1b[31m.pcap": r"\x1b[31m.pcap",
    b"\xff.pcap": r"\xff.pcap",
    "\u00fc\u202e.pcap": "\u00fc\\u202e.pcap",
}


@pytest.mark.parametrize(
    "capture, status", [(HARMLESS, 0), (REFUSED, 1), (MIDSTREAM, 1)],
    ids=lambda v: getattr(v, "stem", v)
)
def test_exit_status(capture, status):
    """0: nothing needs SMB1. 1: something does, or it is unknown who."""
    result = audit(capture)
    assert (result.returncode, result.stderr) == (status, "")


def test_unreadable_files(tmp_path):
    """One line each names the file and the reason; the others are reported."""
    for name, (content, _) in UNREADABLE.items():
        (tmp_path / name).write_bytes(content)
    result = audit(*UNREADABLE, REFUSED, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        f"audit: {name}: {why}" for name, (_, why) in UNREADABLE.items()
    ]
    assert f"{REFUSED}\n" in result.stdout


def test_cut_capture_is_reported_as_far_as_it_goes(tmp_path):
    """The packets before the cut count."""
    path = tmp_path / "cut.pcap"
    path.write_bytes(REFUSED.read_bytes() + HARMLESS.read_bytes()[24:-1])
    result = audit(path)
    assert result.returncode == 2
    assert result.stderr == f"audit: {path}: cut short in the middle of a packet\n"
    assert "SMB1 refused by reset" in result.stdout


def test_capture_without_packets(tmp_path):
    """A header alone is a whole capture."""
    path = tmp_path / "quiet.pcap"
    path.write_bytes(REFUSED.read_bytes()[:24])
    result = audit(path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Nothing needs SMB1: no SMB connection was captured\n")
    assert f"1 capture with no SMB negotiation: {path}\n" in result.stdout.replace("\n      ", " ")


def test_missing_file_and_empty_folder(tmp_path):
    """Both are named, and there is no report on nothing."""
    result = audit("missing.pcap", ".", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == (
        "audit: missing.pcap: No such file or directory\n"
        "audit: .: no captures in this folder\n"
    )
    assert result.stdout == ""


def test_forbidden_file(tmp_path):
    """A file that may not be opened, by root without root's privilege, too."""
    path = tmp_path / "forbidden.pcap"
    path.touch(mode=0o000)
    result = report("table", path, before=NOT_ALMIGHTY)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"audit: {path}: Permission denied\n"


def test_odd_names(tmp_path):
    """Read whatever they are called, shown so that a terminal is safe."""
    for name in ODD_NAMES:
        shutil.copy(REFUSED, os.path.join(os.fsencode(tmp_path), os.fsencode(name)))
    for form in ("table", "json"):
        result = audit("--format", form, "--", *ODD_NAMES, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (1, "")
        lines = result.stdout.splitlines()
        assert all(line.isprintable() for line in lines)
    assert [json.loads(line)["capture"] for line in lines] == [*ODD_NAMES.values()]
    for name, shown in ODD_NAMES.items():
        lines = report("table", name, cwd=tmp_path).stdout.splitlines()
        assert any(line.endswith(f"example: frame 4 of {shown}") for line in lines)
        assert all(line.isprintable() for line in lines)


def test_folder(tmp_path):
    """Captures below it, sorted, by their names; what else is there is not."""
    names = [
        "b.pcap", "a.PCAPNG", "c.cap", "deep/er/d.pcap.gz",
        "r.pcap0", "s.pcap00", "t.pcap12", "u.pcap13.gz",  # tcpdump -C, -W, -z
        "ring_00001_20261121120000.pcapng", "2026-11-21 12-00-00.pcap1",  # dumpcap; tcpdump -G
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = HARMLESS.read_bytes()
        path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    (tmp_path / "notes.txt").write_text("no capture")
    (tmp_path / "folder.pcap").mkdir()
    result = audit("--format", "json", ".", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    shown = [json.loads(line)["capture"] for line in result.stdout.splitlines()]
    assert shown == sorted(f"./{name}" for name in names)


def test_a_capture_counts_once(tmp_path):
    """Named twice, in its folder and by a link, it is one capture."""
    shutil.copy(REFUSED, tmp_path / "a.pcap")
    (tmp_path / "b.pcap").symlink_to("a.pcap")
    result = audit("a.pcap", "./a.pcap", ".", cwd=tmp_path)
    assert "1 capture, 1 connection" in result.stdout


@needs_root
def test_private_capture_and_private_checkout(tmp_path):
    """Root reads what tshark's own user cannot: the capture, the plugin."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns("build", ".git"))
    checkout.chmod(0o700)
    capture = tmp_path / "private.pcap"
    shutil.copy(REFUSED, capture)
    capture.chmod(0o600)
    result = run(checkout / "tools/audit", capture)
    assert (result.returncode, result.stderr) == (1, "")
    assert "SMB1 refused by reset" in result.stdout
