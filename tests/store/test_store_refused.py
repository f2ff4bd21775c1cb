# SPDX-License-Identifier: GPL-2.0-or-later
"""What is no store of ours, and what is asked wrongly: one line, and nothing is touched."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from command import CAPTURES, audit, stand_in, with_path
from stores import add_records, numbers, on, on_store, question, seen, smb2_on, write_records


@pytest.fixture(name="records")
def fixture_records(tmp_path):
    """A file of records of three days."""
    return write_records(tmp_path / "r.jsonl", {
        "a.pcap": [on(1)], "b.pcap": [smb2_on(2)], "c.pcap": [on(2, hour=23), on(3)]})


def text(path):
    """No database at all."""
    path.write_text("Dear diary\n" * 20)


def short(path):
    """The beginning of one."""
    path.write_bytes(b"SQLite format 3\0")


def foreign(path):
    """Somebody's database, in the middle of a change, which SQLite would take back."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 1")
        database.execute("CREATE TABLE diary (text)")
        database.commit()
        database.execute("PRAGMA cache_spill = 1")
        database.execute("INSERT INTO diary VALUES ('dear')")
        shutil.copy(f"{path}-journal", f"{path}-kept")
        database.rollback()
    os.rename(f"{path}-kept", f"{path}-journal")


def logged(path):
    """Somebody's with a write-ahead log."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE diary (text)")


def of_version(number):
    """A store of a version that there is not."""
    def make(path):
        with closing(sqlite3.connect(path)) as database:
            database.execute(f"PRAGMA application_id = {0x534D4231}")
            database.execute(f"PRAGMA user_version = {number}")
            database.execute("CREATE TABLE stream (id)")
    return make


OTHERS = {
    "text": (text, "not a store of tools/audit"),
    "short": (short, "not a store of tools/audit"),
    "foreign": (foreign, "not a store of tools/audit"),
    "logged": (logged, "not a store of tools/audit"),
    "newer": (of_version(2), "a store of a newer SMB1 Audit (its schema is 2, this one knows 1)"),
    "no version": (of_version(0), "not a store of tools/audit"),
    "capture": (lambda path: shutil.copy(CAPTURES / "office.pcap", path),
                "not a store of tools/audit"),
    "folder": (os.mkdir, "not a store of tools/audit"),
    "pipe": (os.mkfifo, "not a store of tools/audit"),
}


def state(folder):
    """All that is there."""
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
            for path in folder.iterdir()}


@pytest.mark.parametrize("name", OTHERS)
def test_not_ours(tmp_path, records, name):
    """Neither read nor written, nor is anything left beside it."""
    make, why = OTHERS[name]
    store = tmp_path / "s.db"
    make(store)
    before = state(tmp_path)
    for result in (on_store(store), add_records(store, records),
                   on_store(store, CAPTURES / "office.pcap")):
        assert seen(result) == (2, "", f"audit: {store}: {why}\n")
    assert state(tmp_path) == before


def test_not_there(tmp_path, records):
    """A report is on something; what is added makes a store, if its folder is there."""
    result = on_store(tmp_path / "s.db")
    assert seen(result) == (2, "", f"audit: {tmp_path / 's.db'}: No such file or directory\n")
    assert not (tmp_path / "s.db").exists()
    result = add_records(tmp_path / "x/s.db", records)
    assert seen(result) == (2, "", f"audit: {tmp_path / 'x/s.db'}: unable to open database file\n")


def test_empty_file(tmp_path, records):
    """Whoever made it was ended at once, or it is one of mktemp's."""
    (tmp_path / "s.db").touch()
    assert add_records(tmp_path / "s.db", records).returncode == 1
    assert numbers(tmp_path / "s.db") == (1, 3, 4)


def test_damaged(tmp_path, records):
    """A page that is none, and a record that is none."""
    store = tmp_path / "s.db"
    add_records(store, records)
    content = store.read_bytes()
    store.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert seen(on_store(store)) == (2, "", f"audit: {store}: a store that is damaged\n")
    store.write_bytes(content)
    with closing(sqlite3.connect(store)) as database:
        database.execute("UPDATE kind SET record = '{' || id")
        database.commit()
    for form in ("table", "csv"):
        assert seen(on_store(store, form=form)) == (
            2, "", f"audit: {store}: a store that is damaged\n")


def test_output_is_no_store(tmp_path, records):
    """The report does not take its place."""
    store = tmp_path / "s.db"
    add_records(store, records)
    content = store.read_bytes()
    result = on_store(store, output=store)
    assert seen(result) == (2, "", f"audit: cannot write {store}: it is the store\n")
    assert store.read_bytes() == content


TIMES = {
    ("since", "yesterday"): "--since: not an ISO date or time: yesterday",
    ("since", "2026-02-30"): "--since: not an ISO date or time: 2026-02-30",
    ("until", "2026-01-01T25:00"): "--until: not an ISO date or time: 2026-01-01T25:00",
    ("until", "9999-12-31"): "--until: not an ISO date or time: 9999-12-31",
    ("since", "0001-01-01T00:00+23:00"): "--since: not an ISO date or time: 0001-01-01T00:00+23:00",
    ("since", "\x1b[31m"): r"--since: not an ISO date or time: \x1b[31m",
    ("days", "0"): "--recent-days: not a number of days from 1 to 36,500: 0",
    ("days", "x"): "--recent-days: not a number of days from 1 to 36,500: x",
    ("days", "9" * 5000): "--recent-days: not a number of days from 1 to 36,500: " + "9" * 5000,
}


@pytest.mark.parametrize("option, value", TIMES, ids=[why[:50] for why in TIMES.values()])
def test_wrong_times(tmp_path, option, value):
    """Refused before anything is read or made."""
    result = on_store(tmp_path / "s.db", CAPTURES / "office.pcap", **{option: value})
    assert seen(result) == (2, "", f"audit: {TIMES[option, value]}\n")
    assert not (tmp_path / "s.db").exists()


def test_times_in_the_wrong_order(tmp_path):
    """No time is between them."""
    for until in ("2026-01-01T12:00", "2025-12-31"):
        result = on_store(tmp_path / "s.db", since="2026-01-01T12:00", until=until)
        assert seen(result) == (2, "", "audit: --since is not before --until\n")


PERIODS = {
    ("", ""): ["a", "b", "c", "c"],
    ("2026-01-02", ""): ["b", "c", "c"],
    ("", "2026-01-02"): ["a", "b", "c"],
    ("2026-01-02", "2026-01-02"): ["b", "c"],
    ("2026-01-02T12:00:01Z", "2026-01-03T12:00"): ["b", "c"],
    ("2026-01-02T12:00:01.000001", ""): ["c", "c"],
    ("2026-01-02T23:00+01:00", "2026-01-03T12:00:00.000001"): ["c", "c"],
    ("2026-01-04", ""): [],
}


@pytest.mark.parametrize("since, until", PERIODS)
def test_period(tmp_path, records, since, until):
    """Connections that last until then or longer, and begin before the end."""
    add_records(tmp_path / "s.db", records)
    result = on_store(tmp_path / "s.db", form="csv", since=since, until=until)
    rows = result.stdout.splitlines()[1:]
    assert [row.split(".")[0] for row in rows] == PERIODS[since, until]
    table = on_store(tmp_path / "s.db", since=since, until=until)
    found = len(set(PERIODS[since, until]))
    if since or until:
        assert (f"{found} capture" in table.stdout) == bool(found)
        assert table.stdout.startswith("Connections ") == bool(found)
        assert table.stdout.startswith("No connections ") == (not found)
    assert table.returncode == result.returncode == bool({"a", "c"} & set(PERIODS[since, until]))


def test_period_in_words(tmp_path, records):
    """The first line says what the report is on; captures without it are none."""
    add_records(tmp_path / "s.db", records)
    table = on_store(tmp_path / "s.db", since="2026-01-02T10:30", until="2026-01-02").stdout
    assert table.startswith("Connections since 2026-01-02 10:30 and before 2026-01-03 alone, and "
                            "captures that have some\n\n")
    assert "a.pcap" not in table and "2 captures, 2 connections" in table


WRONG = {
    "--store": "option '--store' requires an argument",
    "--since 2026-01-01 x": "--since is for a store: --store is missing",
    "--records x": "--records is for a store: --store is missing",
    "--recent-days 3 x": "--recent-days is for a store: --store is missing",
    "--store s --merge x": "--store is one thing, --records-only and --merge are others",
    "--store s --records-only x y": "--store is one thing, --records-only and --merge are others",
    "--store s --records": "no records given",
    "--store s --whole": "no captures are read: --whole has no meaning",
    "--store s --records --whole x": "no captures are read: --whole has no meaning",
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage(words, tmp_path):
    """One line says why, and the usage follows."""
    result = audit(*words.split(), cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"audit: {WRONG[words]}\nusage: ")
    assert not [*tmp_path.iterdir()]


def test_options_without_a_value(tmp_path):
    """An empty one is none."""
    for option, why in (("--store", "the store has no name"), ("--since", "--since has no value"),
                        ("--recent-days", "--recent-days has no value")):
        result = audit(option, "", "x", cwd=tmp_path)
        assert (result.returncode, result.stderr.splitlines()[0]) == (2, f"audit: {why}")


def test_options_reach_the_report(tmp_path, records):
    """Of tools/audit itself."""
    for name in ("tshark", "cmake", "parallel"):
        stand_in(tmp_path, name, "exit 99")
    store, environment = tmp_path / "s.db", with_path(tmp_path)
    result = audit("--store", store, "--records", "--format", "csv", records, "--since",
                   "2026-01-03", env=environment)
    assert [row[:6] for row in result.stdout.splitlines()[1:]] == ["c.pcap"]
    result = audit("--store", store, "--until=2026-01-01", "--recent-days", "3", "-o",
                   tmp_path / "out", env=environment)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")
    assert "the last 3 are compared" in (tmp_path / "out").read_text()
    assert question(store, "PRAGMA user_version") == [(1,)]
