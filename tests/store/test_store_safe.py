# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever ends a command, and how many there are: a stream is there as a whole or not."""

import os
import signal
import subprocess
import time

import pytest
from command import needs_root
from stores import (
    BUILT, add_records, asked, numbers, on, on_store, question, seen, smb2_on, write_records,
)

# So many connections that SQLite writes to the file before all are there.
MANY = 60_000


@pytest.fixture(name="many", scope="module")
def fixture_many(tmp_path_factory):
    """A file of many records, of many kinds."""
    hour = 3_600
    records = [smb2_on(1 + number % 28, hour=number // hour % 24, frame=number + 1,
                       client_name=f"HOST{number:06}" + "x" * 64) for number in range(MANY)]
    return write_records(tmp_path_factory.mktemp("many") / "many.jsonl", {"many.pcap": records})


@pytest.fixture(name="few")
def fixture_few(tmp_path):
    """A file of few records."""
    return write_records(tmp_path / "few.jsonl", {"few.pcap": [on(1), on(2)]})


def begun(*arguments, **options):
    """A command that runs."""
    return subprocess.Popen(asked(*arguments, **options), env=os.environ | BUILT,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until_it_writes(process, store):
    """Wait until the file has grown in the middle of a transaction."""
    size = store.stat().st_size
    journal = store.with_name(f"{store.name}-journal")
    end = time.monotonic() + 120
    while not (journal.exists() and store.stat().st_size > size + 100_000):
        assert process.poll() is None and time.monotonic() < end, "it never wrote"
        time.sleep(0.001)


@pytest.mark.parametrize("number", (signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
def test_ended_in_a_transaction(tmp_path, many, few, number):
    """What was there is there, nothing of the stream is; the same command goes on."""
    store = tmp_path / "s.db"
    first = add_records(store, few)
    process = begun(store, many, records="yes", form="csv")
    until_it_writes(process, store)
    process.send_signal(number)
    _, complaint = process.communicate()
    assert process.returncode == (-9 if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in complaint
    journal = store.with_name("s.db-journal")
    assert journal.exists() == (number == signal.SIGKILL)
    assert seen(on_store(store)) == seen(first)
    assert numbers(store) == (1, 1, 2)
    assert question(store, "PRAGMA integrity_check") == [("ok",)]
    assert add_records(store, many, form="csv").returncode == 1
    assert numbers(store) == (2, 2, MANY + 2)


def test_two_at_a_time(tmp_path):
    """Each adds what the other one adds, too, and something else; one is made by both."""
    store = tmp_path / "s.db"
    paths = [write_records(tmp_path / f"{number}.jsonl", {f"{number}.pcap": [on(1)] * 50})
             for number in range(12)]
    running = [begun(store, *paths[start:start + 8], records="yes", form="csv")
               for start in (0, 2, 4)]
    for process in running:
        _, complaint = process.communicate()
        assert (process.returncode, complaint) == (1, "")
    assert numbers(store) == (12, 12, 600)
    assert question(store, "PRAGMA integrity_check") == [("ok",)]


def test_report_while_another_writes(tmp_path, many, few):
    """It waits, and is on the whole of what was added."""
    store = tmp_path / "s.db"
    add_records(store, few)
    process = begun(store, many, records="yes", form="csv")
    until_it_writes(process, store)
    result = on_store(store, form="csv")
    process.communicate()
    assert process.returncode == 1
    assert (result.returncode, result.stderr) == (1, "")
    assert len(result.stdout.splitlines()) in (1 + 2, 1 + 2 + MANY)


def test_wait_that_is_ended(tmp_path, few):
    """By a signal, at once, though another command has the store."""
    store = tmp_path / "s.db"
    add_records(store, few)
    other = subprocess.Popen(
        ["/usr/bin/python3", "-c", "import sqlite3, sys, time; d = sqlite3.connect(sys.argv[1]); "
         "d.execute('BEGIN EXCLUSIVE'); print(flush=True); time.sleep(99)", store],
        stdout=subprocess.PIPE)
    other.stdout.readline()
    process = begun(store, few, records="yes")
    time.sleep(3)
    assert process.poll() is None
    process.terminate()
    assert process.wait(30) == 143
    process.communicate()
    other.kill()
    other.communicate()
    assert on_store(store).returncode == 1


@needs_root
def test_full_disk(tmp_path, many, few):
    """One line; what was there before is there."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = ('mount -t tmpfs -o size=400k none "$1" || exit 99; shift; '
              '"$@" && exit 98; status=$?; ls -A "$0" >&2; cp "$0/s.db" "$0/../kept.db"; exit $status')
    store = disk / "s.db"
    before = ["unshare", "--mount", "sh", "-c", script, disk, disk]
    result = add_records(store, few, many, before=before)
    if result.returncode == 99:
        pytest.skip("no mounts here")
    line, *files = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (2, "")
    assert line == f"audit: {store}: cannot be written: No space left on device"
    assert files == ["s.db"]
    assert numbers(tmp_path / "kept.db") == (1, 1, 2)
    assert on_store(tmp_path / "kept.db").returncode == 1


def test_no_right_to_write(tmp_path, few):
    """A report is made; nothing can be added, and one line says so."""
    store = tmp_path / "s.db"
    first = add_records(store, few)
    more = write_records(tmp_path / "more.jsonl", {"more.pcap": [on(5)]})
    store.chmod(0o444)
    before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] \
        if os.geteuid() == 0 else []
    assert seen(on_store(store, before=before)) == seen(first)
    result = add_records(store, more, before=before)
    assert seen(result) == (2, "", f"audit: {store}: cannot be written: Permission denied\n")


def test_nothing_is_left(tmp_path, few, monkeypatch):
    """One file, and no other one, neither beside it nor among temporary ones."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    add_records(tmp_path / "store/s.db", few)
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["s.db"]
    assert not [*(tmp_path / "temporary").iterdir()]
