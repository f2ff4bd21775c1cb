# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: small captures share a tshark, and the report does not show it."""

import shutil
import struct
import subprocess

import pytest
from command import CAPTURES, report, stand_in, with_path

ETHERNET = struct.pack("<I", 1)
# Of all kinds of one link, as they are read together; so many that a few of them come to each
# core.
NAMES = [path.name for path in sorted(CAPTURES.glob("*.pcap"))
         if path.read_bytes()[20:24] == ETHERNET][::16]

TSHARK = shutil.which("tshark")
MANY = ["taskset", "-c", "0"]

# What the stand-in does when it is to read several captures; else it is tshark.
FAILURES = {
    "ends with an error": "exit 1",
    "is killed": "kill -9 $$",
    "tells of one too few": f'{TSHARK} "$@" | sed "/^{{.frames/{{G;s/^.*\\n//;q}}"',
    "tells half a line more": f'{TSHARK} "$@"; printf "{{\\"frame\\":1,"',
    "tells nothing": "cat >/dev/null",
}


@pytest.fixture(name="captures")
def fixture_captures(public_folder):
    """Small ones in a folder, and one with more frames than a small one may have."""
    folder = public_folder / "captures"
    folder.mkdir(mode=0o755)
    for name in NAMES:
        shutil.copy(CAPTURES / name, folder)
    (folder / "several.pcap").write_bytes(several(CAPTURES / "red-herring.pcap", 100))
    return folder


def several(path, times):
    """A pcap whose frames come several times, as captures of a mirror port may have them."""
    content = path.read_bytes()
    return content[:24] + content[24:] * times


def stand_in_for_tshark(folder, together):
    """Keeps the arguments of each start in a file; returns that."""
    log = folder / "started"
    log.write_text("")
    log.chmod(0o666)
    stand_in(folder, "tshark", f"""
echo "$*" >>{log}
case " $* " in
*" -M "*) {together} ;;
*) exec {TSHARK} "$@" ;;
esac""")
    return log


def starts(log):
    """How many tsharks read several captures, and how many one."""
    lines = log.read_text().splitlines()
    together = sum(" -M " in f" {line} " for line in lines)
    return together, len(lines) - together


@pytest.fixture(name="alone")
def fixture_alone(captures, public_folder):
    """The report of captures each of which was read by itself, and with how many starts."""
    log = stand_in_for_tshark(public_folder, FAILURES["ends with an error"])
    result = report("json", captures, before=MANY, env=with_path(public_folder))
    _, number = starts(log)
    return result, number


def test_same_report(captures, public_folder, alone):
    """With far fewer starts of tshark; the one with more frames has one by itself, and
    perhaps one capture that is left over."""
    log = stand_in_for_tshark(public_folder, f'exec {TSHARK} "$@"')
    result = report("json", captures, before=MANY, env=with_path(public_folder))
    told, number = alone
    assert (result.returncode, result.stdout, result.stderr) == (
        told.returncode, told.stdout, told.stderr)
    assert result.stdout.count("several.pcap") > 0
    together, single = starts(log)
    assert (single in (1, 2), 0 < together < number / 3) == (True, True)


@pytest.mark.parametrize("name", FAILURES)
def test_trouble_with_several(captures, public_folder, alone, name):
    """Each is read by itself then."""
    log = stand_in_for_tshark(public_folder, FAILURES[name])
    result = report("json", captures, before=MANY, env=with_path(public_folder))
    told, number = alone
    assert (result.returncode, result.stdout, result.stderr) == (
        told.returncode, told.stdout, told.stderr)
    assert starts(log)[1] == number


@pytest.mark.usefixtures("modules")
def test_what_fills_up(tmp_path):
    """Any number of its frames is a capture that Wireshark reads, of frames without
    time and content."""
    from filling import FILLING as filling, SIZES  # its folder is known by now
    first, frame, frames = (int(SIZES[f"AUDIT_{name}"]) for name in (
        "FILLING_FIRST", "FILLING_FRAME", "TOGETHER"))
    assert len(filling) == first + frame * frames
    assert struct.unpack_from("=I", filling)[0] == 0x0A0D0D0A
    for number in (0, 1, frames):
        path = tmp_path / f"{number}.pcapng"
        path.write_bytes(filling[:first + frame * number])
        done = subprocess.run(
            ["tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.len",
             "-e", "frame.time_epoch"], check=True, capture_output=True, text=True)
        assert done.stdout.splitlines() == ["0\t"] * number
