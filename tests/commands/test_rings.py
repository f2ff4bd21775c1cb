# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: the files of a ring buffer are one capture."""

import json
import os
import subprocess

import pytest
from command import CAPTURES, ROOT, report, stand_in
from live_ring import LIVE, TIME

FRAMES = 20

# The names that capturing gives to the files of a ring, in their order.
RINGS = {
    "dumpcap": [f"a_{number:05}_{TIME}.pcapng" for number in (8, 9, 10)],
    "dumpcap, time first": [f"a_{TIME}_{number:05}.pcapng" for number in (8, 9, 10)],
    "dumpcap, no ending": [f"a_{number:05}_{TIME}" for number in (1, 2, 3)],
    "dumpcap that began anew": [f"_{number:05}_{TIME}.pcap" for number in (99998, 99999, 0)],
    "tcpdump -C": ["a.pcap", "a.pcap1", "a.pcap2"],
    "tcpdump -W": ["a.pcap09", "a.pcap10", "a.pcap11"],
    "tcpdump -W that began anew": ["a.cap1", "a.cap2", "a.cap0"],
    "packed": ["a.pcap", "a.pcap1.gz", "a.pcap2"],
}

# Others' names, and those with a file missing between.
NO_RINGS = {
    "no numbers": ["a.pcap", "b.pcap", "c.pcap"],
    "several": [f"a_00001_{TIME}.pcap", f"b_00002_{TIME}.pcap", f"c_00003_{TIME}.pcap"],
    "two endings": [f"a_00001_{TIME}.pcap", f"a_00002_{TIME}.pcapng", "a.cap"],
    "words": ["a_00001.pcap", "a_00002.pcap", "a_00003.pcap"],
}


def write(folder, names, first=6, step=2):
    """The live capture in files: its connection is in all of them."""
    starts = [1, first, first + step, FRAMES + 1]
    paths = [folder / name for name in names]
    for path, start, end in zip(paths, starts, starts[1:]):
        # editcap 4.4 packs by the name, earlier ones do not.
        plain = path.with_suffix("") if path.suffix == ".gz" else path
        subprocess.run(["editcap", "-r", "-F", "pcap", LIVE, plain, f"{start}-{end - 1}"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        if plain != path:
            subprocess.run(["gzip", plain], check=True)
    return paths


def records(result):
    """What a report in JSON has."""
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(name="whole", scope="module")
def fixture_whole():
    """The record of the capture itself."""
    record, = records(report("json", LIVE))
    return record


@pytest.mark.parametrize("ring", RINGS)
def test_ring(tmp_path, whole, ring):
    """A connection across its files is one, told of with the first; the cut makes no
    difference."""
    paths = write(tmp_path, RINGS[ring])
    result = report("json", tmp_path if paths[0].suffix else sorted(paths)[0],
                    *sorted(paths)[1:] * (not paths[0].suffix))
    assert (result.returncode, result.stderr) == (1, "")
    assert records(result) == [whole | {"capture": str(paths[0])}]
    again = report("json", *paths[::-1], env=os.environ | {"SMB1AUDIT_WHOLE": "--whole"})
    assert (again.returncode, again.stderr, again.stdout) == (1, "", result.stdout)


@pytest.mark.parametrize("names", NO_RINGS)
def test_no_ring(tmp_path, names):
    """Each is a capture of its own."""
    result = report("json", *write(tmp_path, NO_RINGS[names]))
    assert (result.returncode, result.stderr) == (1, "")
    assert len(records(result)) > 1


def test_numbers(tmp_path, whole):
    """Those of a connection in one file are its own; else they go on in the next."""
    names = RINGS["dumpcap"]
    first, second, third = write(tmp_path, names, first=3, step=15)
    result = report("json", *[first, second, third])
    record, = records(result)
    assert record["capture"] == str(second)
    moved = {name: whole[name] - 2 for name in whole if name.split("_")[-1] == "frame"}
    assert record == whole | moved | {"capture": str(second)}
    alone, = records(report("json", second))
    assert alone == record


def without(paths, _):
    """A file was lost."""
    paths[1].unlink()


def damaged(paths, place):
    """A file ends in the midst of a frame."""
    os.truncate(paths[place], paths[place].stat().st_size - 3)


def unreadable(paths, _):
    """A file is none."""
    paths[1].write_text("Dear diary\n")


def earlier(paths, _):
    """Another capture of the same name, at the same time."""
    subprocess.run(["editcap", "-F", "pcap", "-t", "3600", paths[0], paths[1]], check=True)
    subprocess.run(["mergecap", "-a", "-F", "pcap", "-w", paths[2], paths[0], paths[1]], check=True)
    os.replace(paths[2], paths[0])
    subprocess.run(["editcap", "-F", "pcap", "-t", "1800", LIVE, paths[1]], check=True)


NOT_ON = "does not go on with the file of the ring before it"
GAPS = {
    "missing": (without, 0, 1, f"{{2}}: {NOT_ON}: number 9 is missing\n"),
    "cut short": (damaged, 1, 2, "{1}: cut short in the middle of a packet\n"),
    "cut short at the end": (damaged, 2, 2, "{2}: cut short in the middle of a packet\n"),
    "unreadable": (unreadable, 1, 2, "{1}: not a capture file\n"),
    "earlier": (earlier, 0, 1, f"{{1}}: {NOT_ON}: it begins before the file before it ends\n"),
}


@pytest.mark.parametrize("name", GAPS)
@pytest.mark.parametrize("whole", ("", "--whole"))
def test_gaps(tmp_path, name, whole):
    """One line says where; what is behind is told of by itself."""
    spoil, place, status, said = GAPS[name]
    paths = write(tmp_path, RINGS["dumpcap"])
    spoil(paths, place)
    there = [path for path in paths if path.exists()]
    result = report("json", *there, env=os.environ | {"SMB1AUDIT_WHOLE": whole})
    assert result.stderr == "audit: " + said.format(*paths)
    assert result.returncode == status
    captures = {record["capture"] for record in records(result)}
    assert captures == {str(paths[0])} if place == 2 else len(captures) == 2
    table = report("table", *there)
    assert table.stdout.startswith("Not all was captured" if status == 1 else "Not all was read")


def test_without_the_cut(tmp_path):
    """Where it could not be built, each file is read by itself."""
    paths = write(tmp_path, RINGS["dumpcap"])
    result = report("json", *paths, env=os.environ | {"SMB1AUDIT_CUT": ""})
    assert (result.returncode, result.stderr) == (1, "")
    assert len(records(result)) > 1


def test_cut_that_fails(public_folder, whole):
    """For want of room, say: each file is read by itself, and it is said."""
    paths = write(public_folder, RINGS["dumpcap"])
    cut = stand_in(public_folder, "cut", (
        f'[ "$1" != --first ] || exec {ROOT}/build/smb1audit-cut "$@"\nexit 2')) / "cut"
    result = report("json", *paths, env=os.environ | {"SMB1AUDIT_CUT": str(cut)})
    assert result.returncode == 1 and whole not in records(result)
    assert result.stderr == "".join(
        f"audit: {path}: {NOT_ON}: that one was read by itself (the cut failed)\n"
        for path in paths[1:])


def test_order_of_the_report(tmp_path):
    """A ring stands where its first file does."""
    for name in ("0", "z"):
        (tmp_path / f"{name}.pcap").write_bytes((CAPTURES / "red-herring.pcap").read_bytes())
    write(tmp_path, RINGS["dumpcap"])
    result = report("json", tmp_path)
    names = [record["capture"].removeprefix(f"{tmp_path}/") for record in records(result)]
    assert names == ["0.pcap", RINGS["dumpcap"][0], "z.pcap"]


def test_many_files(tmp_path):
    """More than a process may have open without asking."""
    for number in range(300):
        name = f"a_{number:05}_{TIME}.pcap"
        source = LIVE if number == 299 else CAPTURES / "red-herring.pcap"
        (tmp_path / name).write_bytes(source.read_bytes())
    result = report("json", tmp_path, before=["prlimit", "--nofile=64:4096"])
    assert (result.returncode, result.stderr) == (1, "")
    assert records(result)[-1]["capture"] == str(tmp_path / f"a_00299_{TIME}.pcap")
