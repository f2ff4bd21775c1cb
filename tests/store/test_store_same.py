# SPDX-License-Identifier: GPL-2.0-or-later
"""The report on a store is that on its captures, read at once in the order of their names."""

import csv
import os
import random
import shutil
import subprocess
from pathlib import Path

import kind_texts
import pytest
from command import CAPTURES, PYTHON, audit, report, run, stand_in, with_path
from stores import BUILT, FORMATS, add_records, numbers, on_store, seen, without_changes

HERE = Path(__file__).resolve().parent

# Reads each capture once, and says what it said then when it is asked again: reading is
# not what is compared here, and takes its time.
TSHARK = """here=${0%/*}
key=$here/told/$(sha256sum /dev/stdin | cut -c 1-64)
if ! [ -e "$key.status" ]; then
    /usr/bin/tshark "$@" >"$key" 2>"$key.said" </dev/stdin
    echo $? >"$key.status"
fi
cat "$key"
cat "$key.said" >&2
exit "$(cat "$key.status")"
"""


@pytest.fixture(name="reader")
def fixture_reader(shared):
    """An environment with that tshark."""
    (shared / "told").mkdir(mode=0o777)
    (shared / "told").chmod(0o777)
    stand_in(shared, "tshark", TSHARK)
    return with_path(shared) | {"SMB1AUDIT_CUT": ""}


def test_all_captures(shared, reader):
    """All of ours and some that are damaged, in several commands, in any order."""
    for path in CAPTURES.glob("*.pcap*"):
        shutil.copy(path, shared / "captures")
    whole = (CAPTURES / "red-herring.pcap").read_bytes()
    (shared / "captures/cut short.pcap").write_bytes(whole[:-3])
    (shared / "captures/diary.pcap").write_text("Dear diary\n")
    (shared / "captures/empty.pcap").write_bytes(b"")
    paths = sorted((shared / "captures").iterdir())
    for path in paths:
        path.chmod(0o644)
    random.Random(1).shuffle(paths)
    store = shared / "s.db"
    for start in range(5):
        result = on_store(store, *paths[start::5], env=reader)
        assert result.returncode in (1, 2)
    assert numbers(store)[:2] == (len(paths), len(paths)) and len(paths) > 250
    (shared / "at once").mkdir()
    at_once = run(PYTHON, "-B", HERE / "at_once.py", shared / "at once", shared / "captures",
                  env=reader | BUILT | {"SMB1AUDIT_CUT": ""})
    assert len(at_once.stderr.splitlines()) == 3
    for form in FORMATS:
        kept = on_store(store, form=form, output=shared / form)
        assert seen(kept) == (at_once.returncode, "", at_once.stderr)
        content, expected = (path.read_bytes().decode()
                             for path in (shared / form, shared / "at once" / form))
        assert without_changes(form, content) == without_changes(form, expected)


def test_exit_status(shared, reader):
    """What needs nothing, alone."""
    store = shared / "s.db"
    result = on_store(store, shared / "captures/smb2-pure.pcap", env=reader)
    assert (result.returncode, result.stderr) == (0, "")
    result = on_store(store, shared / "captures/red-herring.pcap", env=reader)
    assert (result.returncode, result.stderr) == (1, "")
    assert on_store(store, form="csv").returncode == 1


def test_records_from_elsewhere(shared, reader):
    """As the captures themselves; and of these, then, none is read again."""
    report("records", shared / "captures", output=shared / "r", env=reader)
    stores = [shared / f"{name}.db" for name in "ab"]
    first = add_records(stores[0], shared / "r", form="json")
    assert seen(first) == seen(report("json", shared / "captures", env=reader))
    assert seen(on_store(stores[1], shared / "captures", form="json", env=reader)) == seen(first)
    before = numbers(stores[0]), numbers(stores[1])
    stand_in(shared, "tshark", "exit 99")
    assert seen(on_store(stores[0], shared / "captures", form="json", env=reader)) == seen(first)
    assert seen(add_records(stores[1], shared / "r", form="json")) == seen(first)
    assert (numbers(stores[0]), numbers(stores[1])) == before


def test_names_of_all_kinds(shared, reader):
    """With invalid bytes, line feeds and what a terminal would obey."""
    folder = shared / "odd"
    folder.mkdir()
    content = (CAPTURES / "red-herring.pcap").read_bytes()
    for number, name in enumerate((b"a\xff.pcap", b"b\n.pcap", b"c\x1b[31m.pcap", b"d'\" $x.pcap")):
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:
            # Another content each: the bytes that tell of the time zone mean nothing.
            file.write(content[:8] + bytes([number]) + content[9:])
    store = shared / "s%20?#.db"
    for form in FORMATS:
        kept = on_store(store, folder, form=form, env=reader)
        at_once = report(form, folder, env=reader)
        for each in (at_once, kept):
            each.stdout = without_changes(form, each.stdout)
        assert seen(kept) == seen(at_once)
    assert store.is_file() and numbers(store)[1] == 4


def test_other_text_of_a_record(shared):
    """Whatever a text looks like, it comes out as it went in."""
    time = "2026-01-01T00:00:00.000001Z"
    for text in (
        '{"frame":0,"time":""}',
        '{"frame": 1, "last_frame": 2, "time": "%s", "last_time": "%s"}' % (time, time),
        '{"frame":007,"client_port":-1,"server_port":1.5,"offer_frame":1234567890123456789}',
        r'{"client_name":"\"frame\":5,\"time\":\"%s\"","frame":5}' % time,
        '{"time":"0000-01-01T00:00:00.000000Z","last_time":"2026-02-30T00:00:00.000000Z"}',
        '{"why":"100%s","frame":3,"offer_dialect":["frame","time"]}',
        '{"time":"2026-01-01T00:00:00Z","last_time":"9999-12-31T23:59:59.999999Z"}',
    ):
        kind, values = kind_texts.taken_apart(text)
        assert kind_texts.Kind(kind).record(values) == text
    with pytest.raises(ValueError):
        kind_texts.taken_apart('{"frame":1,"frame":0}')


def test_whole_command(shared):
    """tools/audit itself; without captures it starts nothing but Python."""
    result = audit("--store", shared / "s.db", "--format", "json",
                   shared / "captures/red-herring.pcap")
    assert seen(result) == seen(report("json", shared / "captures/red-herring.pcap"))
    for name in ("tshark", "cmake", "parallel"):
        stand_in(shared, name, "exit 99")
    alone = audit("--store", shared / "s.db", "--format", "json", env=with_path(shared))
    assert seen(alone) == seen(result)
    report("records", shared / "captures/office.pcap", output=shared / "r")
    more = audit("--store", shared / "s.db", "--records", "--format", "json", shared / "r",
                 env=with_path(shared))
    assert more.stdout.splitlines()[-1] == result.stdout.strip()
    assert len(more.stdout.splitlines()) > 1


def test_sqlite_takes_the_schema(shared, reader):
    """Its own shell finds nothing wrong, and the view says what --format csv says."""
    store = shared / "s.db"
    on_store(store, shared / "captures", env=reader)
    assert run("sqlite3", "-readonly", store, "PRAGMA integrity_check; PRAGMA foreign_key_check"
               ).stdout == "ok\n"
    told = subprocess.run(
        ["sqlite3", "-readonly", "-csv", "-header", store, "SELECT * FROM record"],
        capture_output=True, text=True, check=True).stdout
    ours = on_store(store, form="csv").stdout.removeprefix("\ufeff")
    theirs, ours = ([*csv.reader(text.splitlines())] for text in (told, ours))
    assert theirs[0] == ours[0] and len(theirs) == len(ours) > 5
    for name in ("capture", "frame", "verdict", "client_address", "server_port", "why"):
        place = ours[0].index(name)
        assert sorted(row[place] for row in theirs) == sorted(row[place] for row in ours)
    times = [row[ours[0].index("time")] for row in theirs[1:]]
    assert all(time.endswith("Z") and "T" in time for time in times)
