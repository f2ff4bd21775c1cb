# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit --records-only and --merge."""

import hashlib
import json
import os
import random
import shutil

import pytest
from command import CAPTURES, PYTHON, TOOLS, audit, needs_root, report, run, stand_in, with_path
from live_ring import LIVE, ring

FORMATS = ("table", "csv", "json")


def keep(folder, *captures, **options):
    """Keep the records of captures."""
    return report("records", *captures, output=folder, **options)


def merge(form, *records, **options):
    """Report on records."""
    return run(PYTHON, "-B", TOOLS / "report", "--merge", form, "-", "", *records, **options)


def seen(result):
    """All that a user sees."""
    return result.returncode, result.stdout, result.stderr


def files(folder):
    """Those of the records, in order."""
    return sorted(folder.glob("*.jsonl"))


@pytest.fixture(name="kept")
def fixture_kept(shared):
    """The folder with the records of the captures."""
    result = keep(shared / "records", shared / "captures")
    assert (result.returncode, result.stdout) == (2, "")
    return shared / "records"


@pytest.mark.parametrize("form", FORMATS)
def test_same_report(shared, kept, form):
    """As if the captures had been read here: also what could not be read."""
    here = report(form, shared / "captures")
    assert len(here.stderr.splitlines()) == 3
    assert seen(merge(form, kept)) == seen(here)


def test_order_of_the_files(shared, kept):
    """It makes no difference, nor that some are given twice."""
    paths = files(kept)
    random.Random(1).shuffle(paths)
    (shared / "again").mkdir()
    shutil.copy(paths[0], shared / "again/x.jsonl")
    result = merge("table", *paths, kept, shared / "again")
    assert seen(result) == seen(report("table", shared / "captures"))


def test_whole_command(shared):
    """tools/audit itself; --merge starts nothing but Python."""
    result = audit("--records-only", shared / "r", shared / "captures/red-herring.pcap")
    assert seen(result) == (0, "", "")
    for name in ("tshark", "cmake", "parallel"):
        stand_in(shared, name, "exit 99")
    alone = audit("--merge", shared / "r", env=with_path(shared))
    assert seen(alone) == seen(report("table", shared / "captures/red-herring.pcap"))


WRONG = {
    "--merge": ["no records given"],
    "--records-only x": ["no capture given"],
    "--records-only x --merge y": ["--merge and --records-only are two things"],
    "--records-only x --format csv y": ["--records-only prints no report: --format has no meaning"],
    "--records-only x -o z y": ["--records-only prints no report: -o has no meaning"],
    "--merge --whole y": ["--merge reads no captures: --whole has no meaning"],
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage(words):
    """One line says why, and the usage follows."""
    result = audit(*words.split())
    assert result.returncode == 2
    assert result.stderr.startswith(f"audit: {WRONG[words][0]}\nusage: ")


def test_read_once(shared, kept):
    """No tshark is started for what is there; complaints are the same."""
    before = [(path, path.stat().st_ino) for path in files(kept)]
    assert len(before) == len([*(shared / "captures").iterdir()])
    stand_in(shared, "tshark", "exit 99")
    again = keep(kept, shared / "captures", env=with_path(shared))
    assert [(path, path.stat().st_ino) for path in files(kept)] == before
    assert seen(again) == (2, "", report("json", shared / "captures").stderr)


def test_changed_content(shared, kept):
    """It is read again, and what was kept of the older one is gone."""
    capture = shared / "captures/red-herring.pcap"
    shutil.copy(CAPTURES / "office.pcap", capture)
    number = len(files(kept))
    keep(kept, shared / "captures")
    assert len(files(kept)) == number
    assert seen(merge("json", kept)) == seen(report("json", shared / "captures"))


def test_damaged_records_are_made_again(shared, kept):
    """What is not whole is not there."""
    path = next(path for path in files(kept) if path.name.startswith("red-herring"))
    content = path.read_bytes()
    os.truncate(path, len(content) - 1)
    keep(kept, shared / "captures")
    assert path.read_bytes() == content


def test_kept_meanwhile_by_another_login(shared):
    """That is its file, which we may not even write to, and the same records."""
    capture = shared / "captures/red-herring.pcap"
    keep(shared / "theirs", capture)
    theirs, = files(shared / "theirs")
    (shared / "ours").mkdir()
    (shared / "ours").chmod(0o777)
    kept = shared / "ours" / theirs.name
    stand_in(shared, "tshark", f"""cp '{theirs}' '{kept}'; touch -d @1 '{kept}'
        exec '{shutil.which("tshark")}' "$@" """)
    assert seen(keep(shared / "ours", capture, env=with_path(shared))) == (0, "", "")
    assert files(shared / "ours") == [kept]
    assert kept.stat().st_mtime == 1


def test_content_of_a_file(kept):
    """The heading, the records and the sum, as doc/many-machines.md says."""
    path = next(path for path in files(kept) if path.name.startswith("red-herring"))
    *lines, last = path.read_bytes().splitlines(keepends=True)
    head, *records = map(json.loads, lines)
    stretch, = head["stretches"]
    capture, = stretch["captures"]
    content = (CAPTURES / "red-herring.pcap").read_bytes()
    assert capture["sha256"] == hashlib.sha256(content).hexdigest()
    assert (capture["records"], head["version"].count(".")) == (len(records), 2)
    numbers = run("tshark", "-r", CAPTURES / "red-herring.pcap", "-T", "fields",
                  "-e", "frame.number").stdout.split()
    assert (capture["frames"], capture["cut_frames"]) == (len(numbers), 0)
    assert (capture["time"], capture["last_time"]) == (
        "2020-01-01T12:00:00.000000Z", f"2020-01-01T12:00:00.{len(numbers) - 1:03}000Z")
    assert all(record["capture"] == capture["name"] for record in records)
    assert json.loads(last) == {"sha256": hashlib.sha256(b"".join(lines)).hexdigest()}


def test_senders_in_the_heading(kept):
    """Who sent datagrams, and in which frame first, whatever tshark was spared."""
    path = next(path for path in files(kept) if path.name.startswith("udp-138"))
    sender, = json.loads(path.read_text().splitlines()[0])["stretches"][0]["datagrams"]
    done = run("tshark", "-n", "-r", CAPTURES / "udp-138-mailslot.pcap", "-Y", "udp.port == 138",
               "-T", "fields", "-e", "frame.number", "-e", "ip.src")
    number, address = done.stdout.split()[:2]
    assert sender == {"name": "CLIENT", "address": address, "capture": 0, "frame": int(number),
                      "datagrams": 1}


def foreign(path):
    """Something else in JSON."""
    path.write_text('{"frame": 1}\n')


def cut(path):
    """The last line is missing."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def flipped(path):
    """A bit is another."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def beginning(path):
    """A disk was full."""
    os.truncate(path, 40)


def anew(change):
    """What changes the heading, with a sum that is right."""
    def spoil(path):
        first, *others, _ = path.read_text().splitlines(keepends=True)
        head = json.loads(first)
        change(head)
        content = json.dumps(head) + "\n" + "".join(others)
        digest = hashlib.sha256(content.encode()).hexdigest()
        path.write_text(content + json.dumps({"sha256": digest}) + "\n")

    return spoil


DAMAGED = "records that are damaged or not whole"
SPOILT = {
    "foreign": (foreign, "not records of tools/audit"),
    "a capture": (lambda path: shutil.copy(LIVE, path), "not records of tools/audit"),
    "empty": (lambda path: path.write_text(""), "not records of tools/audit"),
    "cut": (cut, DAMAGED),
    "beginning": (beginning, DAMAGED),
    "bit": (flipped, DAMAGED),
    "longer": (lambda path: path.write_bytes(path.read_bytes() + b"\n"), DAMAGED),
    "newer form": (anew(lambda head: head.update(smb1audit_records=2)),
                   "records of a newer SMB1 Audit (1.0.0)"),
    "newer version": (anew(lambda head: head.update(version="99.1")),
                      "records of a newer SMB1 Audit (99.1)"),
    "no version": (anew(lambda head: head.update(version="x")), DAMAGED),
    "wrong heading": (anew(lambda head: head.update(stretches=[{"captures": 1}])), DAMAGED),
    "wrong number": (
        anew(lambda head: head["stretches"][0]["captures"][0].update(records=9)), DAMAGED),
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt(kept, name):
    """One line; the others are reported."""
    spoil, reason = SPOILT[name]
    path = next(path for path in files(kept) if path.name.startswith("abandoned"))
    spoil(path)
    result = merge("json", kept)
    assert result.returncode == 2
    assert f"audit: {path}: {reason}\n" in result.stderr
    assert len(result.stderr.splitlines()) == 4
    others = {json.loads(line)["capture"].rsplit("/", 1)[1] for line in result.stdout.splitlines()}
    assert {"red-herring.pcap", "office.pcap"} <= others


def test_nothing_there(tmp_path):
    """As with captures."""
    reasons = {tmp_path: "no records in this folder",
               tmp_path / "x.jsonl": "No such file or directory"}
    for path, reason in reasons.items():
        assert seen(merge("table", path)) == (2, "", f"audit: {path}: {reason}\n")


def test_reason_that_may_pass(shared):
    """Nothing is kept where tshark was ended; the next time it is."""
    capture = shared / "captures/red-herring.pcap"
    stand_in(shared, "tshark", "kill -9 $$")
    result = keep(shared / "r", capture, env=with_path(shared))
    assert result.returncode == 2 and "signal 9 ended tshark" in result.stderr
    assert files(shared / "r") == []
    assert (keep(shared / "r", capture).returncode, len(files(shared / "r"))) == (0, 1)


def test_pipe(shared):
    """Its content would be gone."""
    os.mkfifo(shared / "p.pcap")
    result = keep(shared / "r", shared / "p.pcap")
    assert seen(result) == (
        2, "", f"audit: {shared / 'p.pcap'}: not a file: its content cannot be read twice\n")


def test_capture_that_changes(shared):
    """While it is read: nothing is kept."""
    capture = shared / "captures/red-herring.pcap"
    stand_in(shared, "tshark", f'touch -d 2001-01-01 "{capture}"; exec /usr/bin/tshark "$@"')
    capture.chmod(0o666)
    if os.geteuid() == 0:
        shutil.chown(capture, "nobody")
    result = keep(shared / "r", capture, env=with_path(shared))
    assert seen(result) == (
        2, "", f"audit: {capture}: changed while it was read; no records are kept\n")
    assert files(shared / "r") == []


@needs_root
def test_full_disk(shared):
    """One line, and nothing that looks like records."""
    disk = shared / "disk"
    disk.mkdir()
    script = ('mount -t tmpfs -o size=4k none "$1" && shift && "$@"; status=$?; '
              'ls -A "$0" >&2; exit $status')
    result = keep(disk, shared / "captures/office.pcap",
                  before=["unshare", "--mount", "sh", "-c", script, disk, disk])
    if "mount" in result.stderr:
        pytest.skip("no mounts here")
    assert result.returncode == 2
    assert result.stderr.startswith("audit: cannot write ")
    assert result.stderr.endswith(": No space left on device\n")


def test_names_of_all_kinds(shared):
    """With invalid bytes, line feeds and what a terminal would obey."""
    folder = shared / "odd"
    folder.mkdir()
    for name in (b"a\xff.pcap", b"b\n.pcap", b"c\x1b[31m.pcap", b"d'\" $x.pcap", b"-e.pcap"):
        shutil.copy(CAPTURES / "red-herring.pcap", os.fsencode(folder) + b"/" + name)
    assert seen(keep(shared / "r", folder)) == (0, "", "")
    for form in FORMATS:
        assert seen(merge(form, shared / "r")) == seen(report(form, folder))


@pytest.mark.parametrize("missing", (None, 1))
def test_ring(shared, missing):
    """One capture, and so are its records; a gap is said as if it was read here."""
    paths = ring(shared / "ring")
    if missing:
        paths[missing].unlink()
    keep(shared / "r", shared / "ring")
    assert len(files(shared / "r")) == (2 if missing else 1)
    for form in FORMATS:
        assert seen(merge(form, shared / "r")) == seen(report(form, shared / "ring"))


def test_ring_in_pieces(shared):
    """Each file by itself: the connection is not one, and that is said."""
    paths = ring(shared / "ring")
    for path in paths:
        keep(shared / "r", path)
    result = merge("table", shared / "r")
    assert result.stderr == "".join(
        f"audit: {path}: does not go on with the file of the ring before it: "
        "that one was read by itself\n" for path in paths[1:])
    keep(shared / "r", *paths)
    assert seen(merge("table", shared / "r")) == seen(report("table", shared / "ring"))


def test_ring_that_went_on(shared):
    """Where two records have a file in common, it counts twice, which is said."""
    first, second, third = ring(shared / "ring")
    keep(shared / "r", first, second)
    keep(shared / "r", second, third)
    result = merge("json", shared / "r")
    assert result.returncode == 2
    assert "once more, whose connections count twice" in result.stderr


def test_output_is_no_input(kept):
    """The report does not take the place of records."""
    path = files(kept)[0]
    content = path.read_bytes()
    result = run(PYTHON, "-B", TOOLS / "report", "--merge", "json", path, "", kept)
    assert result.returncode == 2 and "it is one of the records" in result.stderr
    assert path.read_bytes() == content
