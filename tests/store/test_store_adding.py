# SPDX-License-Identifier: GPL-2.0-or-later
"""What comes into a store, and what it takes the place of."""

import hashlib
import json
import os
import shutil

import pytest
from command import CAPTURES, report, stand_in, with_path
from live_ring import LIVE, ring
from stores import add_records, numbers, on, on_store, question, seen, write_records

READ = 'echo x >>"${0%/*}/reads"; exec /usr/bin/tshark "$@"'


@pytest.fixture(name="reader")
def fixture_reader(shared):
    """An environment in which a line is left for each tshark that reads, and a function
    that tells how many there were since it was asked last."""
    stand_in(shared, "tshark", READ)
    (shared / "reads").write_text("")
    (shared / "reads").chmod(0o666)

    def reads():
        number = len((shared / "reads").read_text().splitlines())
        (shared / "reads").write_text("")
        return number

    return with_path(shared), reads


def names(store):
    """Those of the captures."""
    return [os.path.basename(name) for name, in question(
        store, "SELECT name FROM capture ORDER BY name")]


def test_read_once(shared, reader):
    """By content: also a copy, and what is in another folder."""
    environment, reads = reader
    store, capture = shared / "s.db", shared / "captures/red-herring.pcap"
    first = on_store(store, capture, form="json", env=environment)
    assert (first.returncode, reads()) == (1, 1)
    (shared / "more").mkdir()
    shutil.copy(capture, shared / "more/a copy.pcap")
    again = on_store(store, capture, shared / "more", form="json", env=environment)
    assert (seen(again), reads()) == (seen(first), 0)
    shutil.copy(CAPTURES / "smb2-pure.pcap", shared / "more/a new one.pcap")
    shutil.copy(CAPTURES / "smb2-pure.pcap", shared / "more/the same.pcap")
    on_store(store, capture, shared / "more", env=environment)
    assert (numbers(store)[1], reads()) == (2, 1)


def test_content_in_the_store(shared):
    """The SHA-256 is that of the file, and the record that of --format json."""
    store, capture = shared / "s.db", shared / "captures/red-herring.pcap"
    on_store(store, capture)
    (sha256, frames, version), = question(
        store, "SELECT sha256, frames, version FROM capture, stream")
    assert sha256 == hashlib.sha256(capture.read_bytes()).hexdigest()
    assert frames > 5 and version.count(".") == 2
    (kind, frame, port), = question(
        store, "SELECT record, frame, client_port FROM connection JOIN kind ON kind = kind.id")
    record = json.loads(report("json", capture).stdout)
    assert (record["frame"], record["client_port"]) == (frame, port)
    assert json.loads(kind)["verdict"] == record["verdict"] == "Red herring reset"


def test_damaged(shared, reader):
    """It is kept with its complaint, which every report repeats once."""
    environment, reads = reader
    store, capture = shared / "s.db", shared / "cut short.pcap"
    capture.write_bytes((CAPTURES / "red-herring.pcap").read_bytes()[:-3])
    first = on_store(store, capture, form="json", env=environment)
    assert first.returncode == 2 and reads() >= 1
    assert first.stderr == f"audit: {capture}: cut short in the middle of a packet\n"
    assert first.stdout.count("Red herring reset") == 0 < len(first.stdout)
    assert (seen(on_store(store, capture, form="json", env=environment)), reads()) == (
        seen(first), 0)
    missing = on_store(store, shared / "x.pcap", form="json", env=environment)
    assert missing.stderr.splitlines() == [
        f"audit: {shared / 'x.pcap'}: No such file or directory", first.stderr.rstrip()]
    assert missing.stdout == first.stdout


def test_capture_that_grows(shared):
    """Another content of the same beginning takes its place, with no complaint left."""
    store, capture = shared / "s.db", shared / "captures/live-six-used.pcap"
    whole = LIVE.read_bytes()
    capture.write_bytes(whole[:1500])
    assert on_store(store, capture).returncode == 2
    capture.write_bytes(whole)
    result = on_store(store, capture, form="json")
    assert seen(result) == seen(report("json", capture))
    assert numbers(store)[:2] == (1, 1)


def test_capture_that_is_another(shared):
    """Of the same name, when the older one was removed: both are there."""
    store, capture = shared / "s.db", shared / "captures/office.pcap"
    on_store(store, capture)
    before = numbers(store)
    shutil.copy(CAPTURES / "live-six-used.pcap", capture)
    on_store(store, capture)
    assert numbers(store)[:2] == (2, 2) and numbers(store)[2] > before[2]


@pytest.mark.parametrize("done, reason", (
    ('touch -d 2001-01-01 "$CAPTURE"', "changed while it was read; no records are kept"),
    ('rm "$CAPTURE"', "changed while it was read; no records are kept"),
    ("kill -9 $$", "signal 9 ended tshark; its connections are lost"),
))
def test_capture_that_changes(shared, done, reason):
    """Meanwhile, or is removed: one line, nothing of it is kept, the others are."""
    folder, store = shared / "captures", shared / "s.db"
    capture = folder / "red-herring.pcap"
    folder.chmod(0o777)
    if os.geteuid() == 0:
        shutil.chown(capture, "nobody")
    test = f'cmp -s /dev/stdin "{capture}" && {done.replace("$CAPTURE", str(capture))}'
    stand_in(shared, "tshark", f'{test}; exec /usr/bin/tshark "$@"')
    environment = with_path(shared) | {"SMB1AUDIT_CUT": ""}
    result = on_store(store, capture, folder / "smb2-pure.pcap", form="json", env=environment)
    assert (result.returncode, result.stderr) == (2, f"audit: {capture}: {reason}\n")
    assert names(store) == ["smb2-pure.pcap"]
    shutil.copy(CAPTURES / "red-herring.pcap", capture)
    assert on_store(store, capture).returncode == 1
    assert names(store) == ["red-herring.pcap", "smb2-pure.pcap"]


def test_ring_that_grows(shared):
    """It is read as a whole, and the last report is that of all of it."""
    paths = ring(shared / "ring")
    for number in range(1, 4):
        result = on_store(shared / "s.db", *paths[:number], form="json")
    assert numbers(shared / "s.db")[:2] == (1, 3)
    assert seen(result) == seen(report("json", shared / "ring"))
    before = numbers(shared / "s.db")
    on_store(shared / "s.db", paths[1])
    assert numbers(shared / "s.db") == before


def test_ring_that_loses_its_oldest(shared):
    """Nothing is lost, and nothing twice: a file is in the stream that came last."""
    first, second, third = ring(shared / "ring")
    on_store(shared / "s.db", first, second)
    result = on_store(shared / "s.db", second, third)
    assert numbers(shared / "s.db")[:2] == (2, 3)
    assert result.stderr == (
        f"audit: {second}: does not go on with the file of the ring before it: "
        "that one was read by itself\n")


def test_ring_with_a_gap(shared):
    """Which closes when the file that was missing comes."""
    first, second, third = ring(shared / "ring")
    result = on_store(shared / "s.db", first, third, form="json")
    assert seen(result) == seen(report("json", first, third))
    assert "number 2 is missing" in result.stderr
    result = on_store(shared / "s.db", first, second, third, form="json")
    assert seen(result) == seen(report("json", first, second, third))
    assert result.stderr == "" and numbers(shared / "s.db")[:2] == (1, 3)


def test_grown_records(tmp_path):
    """Those of a ring that goes on elsewhere: in any order it is there once."""
    store = tmp_path / "s.db"
    old = write_records(tmp_path / "old.jsonl", {"a.pcap": [on(1)], "b.pcap": [on(2)]})
    new = write_records(
        tmp_path / "new.jsonl", {"a.pcap": [on(1)], "b.pcap": [on(2), on(3)], "c.pcap": [on(4)]},
        captures=[{"frames": 100}, {"frames": 200}, {}])
    for order in ((old, new), (new, old), (new,), (new, new)):
        store.unlink(missing_ok=True)
        for path in order:
            result = add_records(store, path, form="json")
        assert numbers(store) == (1, 3, 4)
        assert len(result.stdout.splitlines()) == 4
    other = write_records(tmp_path / "other.jsonl", {"b.pcap": [on(5)]})
    add_records(store, other)
    assert numbers(store) == (2, 4, 5)


def test_pieces_become_one(tmp_path):
    """Files of a ring that were read one by one, and then together."""
    store = tmp_path / "s.db"
    for name in ("a.pcap", "b.pcap"):
        add_records(store, write_records(tmp_path / f"{name}.jsonl", {name: [on(1)]}))
    assert numbers(store) == (2, 2, 2)
    both = write_records(tmp_path / "both.jsonl", {"a.pcap": [on(1)], "b.pcap": [on(1)]})
    add_records(store, both)
    assert numbers(store) == (1, 2, 2)
    add_records(store, tmp_path / "a.pcap.jsonl")
    assert numbers(store) == (1, 2, 2)


def test_older_version(tmp_path):
    """What a newer one read takes its place, and never the other way."""
    store = tmp_path / "s.db"
    older = write_records(tmp_path / "older.jsonl", {"a.pcap": [on(1)]}, version="0.9")
    newer = write_records(tmp_path / "newer.jsonl", {"a.pcap": [on(1)]}, version="0.10")
    for path in (older, newer, older):
        add_records(store, path)
    assert numbers(store) == (1, 1, 1)
    assert question(store, "SELECT version FROM stream") == [("0.10",)]


def test_senders_of_datagrams(shared):
    """Their number, and the name that they give a host."""
    store = shared / "s.db"
    on_store(store, shared / "captures/udp-138-mailslot.pcap")
    (name, number, frame), = question(store, "SELECT name, datagrams, frame FROM datagram")
    assert (name, number) == ("CLIENT", 1) and frame > 0
    assert "1 mailslot datagram" in on_store(store).stdout


WRONG = {
    "a record that is none": {"records": ["frame"]},
    "a number that is text": {"captures": [{"frames": "many"}]},
    "a number that is too big": {"captures": [{"frames": 1 << 70}]},
    "a reason that is a list": {"stretch": {"trouble": {"capture": 0, "reason": ["x"]}}},
    "a datagram of no capture": {"stretch": {"datagrams": [
        {"capture": 7, "frame": 1, "datagrams": 1}]}},
    "a datagram without a frame": {"stretch": {"datagrams": [{"capture": 0, "datagrams": 1}]}},
    "a host that is a number": {"host": [1]},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_records(tmp_path, name):
    """With a sum that is right: one line, nothing of it is kept, and the others are."""
    wrong = dict(WRONG[name])
    records = [on(1)] if "records" not in wrong else []
    path = write_records(tmp_path / "wrong.jsonl", {"w.pcap": records}, **wrong) \
        if records else no_record(tmp_path / "wrong.jsonl")
    good = write_records(tmp_path / "good.jsonl", {"z.pcap": [on(2)]})
    result = add_records(tmp_path / "s.db", path, good, form="json")
    assert (result.returncode, result.stderr) == (
        2, f"audit: {path}: records that are damaged or not whole\n")
    assert names(tmp_path / "s.db") == ["z.pcap"]
    assert len(result.stdout.splitlines()) == 1
    assert question(tmp_path / "s.db", "SELECT count(*) FROM kind") == [(1,)]


def no_record(path):
    """A line that only looks like a record."""
    path = write_records(path, {"w.pcap": [on(1)]})
    first, record, _ = path.read_text().splitlines(keepends=True)
    content = first + record.replace('"why"', "why").replace('"verdict"', "verdict")
    digest = hashlib.sha256(content.encode()).hexdigest()
    path.write_text(content + json.dumps({"sha256": digest}) + "\n")
    return path
