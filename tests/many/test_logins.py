# SPDX-License-Identifier: GPL-2.0-or-later
"""GNU parallel over two logins, as doc/many-machines.md has it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

import logins
import pytest
from command import CAPTURES, report
from test_kept_records import files, merge, seen

MANY = 12
SECONDS = 120

# Why there can be no logins here.
HINDRANCE = logins.hindrance()
pytestmark = pytest.mark.skipif(bool(HINDRANCE), reason=HINDRANCE or "none")


@pytest.fixture(name="two", scope="module")
def fixture_two():
    """The two logins."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        with logins.Logins(folder) as two:
            yield two


def parallel(two, *words):
    """The command line that does something with each capture; to be run beside them.
    A job at a time for each login, so that both get some."""
    return ["env", f"PARALLEL_HOME={two.folder}/parallel", "sh", "-c", 'exec "$@" ::: captures/*',
            "sh", "parallel", "--plain", "--will-cite", "--jobs", "1", "--ssh", two.ssh,
            "--sshloginfile", str(two.folder / "machines"), "--joblog", "log", *words]


def over(two, checkout, shared, *options):
    """That which reads captures in a shared folder."""
    command = f"{checkout}/tools/audit --records-only records {{}}"
    return parallel(two, "--workdir", str(shared), *options, command)


def run(command, shared, **options):
    """Run it to its end."""
    return subprocess.run(command, cwd=shared, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False, timeout=SECONDS, **options)


def log(shared):
    """Login, exit status and command of each job, in the order in which they ended."""
    lines = (shared / "log").read_text().splitlines()[1:]
    return [(cells[1], int(cells[6]), cells[8]) for cells in (line.split("\t") for line in lines)]


@pytest.fixture(name="records")
def fixture_records(shared):
    """The folder for records, which all may write to."""
    (shared / "records").mkdir()
    (shared / "records").chmod(0o777)
    return shared / "records"


def many(shared):
    """Captures that can all be read, one more than once."""
    shutil.rmtree(shared / "captures")
    (shared / "captures").mkdir()
    for number in range(MANY):
        shutil.copy(CAPTURES / "red-herring.pcap", shared / f"captures/{number:02}.pcap")


def same(shared):
    """Is the report that of the captures, with the names that they have there?"""
    for form in ("table", "json"):
        assert seen(merge(form, "records", cwd=shared)) == seen(
            report(form, "captures", cwd=shared))


def test_shared_disk(two, checkout, shared, records):
    """Both take part; what could not be read is said, and the report is the same."""
    done = run(over(two, checkout, shared), shared)
    jobs = log(shared)
    assert {login.split("@")[0] for login, _, _ in jobs} == {*logins.ACCOUNTS}, done.stderr
    assert [status for _, status, _ in jobs].count(2) == done.returncode == 3
    assert len(files(records)) == len(jobs)
    same(shared)


def test_own_disks(two, checkout, shared):
    """Captures go there and records come back; no capture is left there."""
    command = f"{checkout}/tools/audit --records-only {{#}}.records {{}}"
    done = run(parallel(two, "--transferfile", "{}", "--return", "{#}.records", "--cleanup",
                        command), shared)
    assert done.returncode == 3, done.stderr
    folders = sorted(path.name for path in shared.glob("*.records"))
    for form in ("table", "json"):
        assert seen(merge(form, *folders, cwd=shared)) == seen(
            report(form, "captures", cwd=shared))
    assert [*two.folder.rglob("*.pcap")] == []


def wait_for(records, number, process):
    """Until so many records are there."""
    end = time.monotonic() + SECONDS
    while len(files(records)) < number:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)


def state(records):
    """What differs if a file was written once more."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files(records)}


def start(command, shared):
    """Start it as a process group."""
    return subprocess.Popen(command, cwd=shared, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            start_new_session=True)


def test_this_machine_dies(two, checkout, shared, records):
    """--resume does what is missing and reads nothing again."""
    many(shared)
    process = start(over(two, checkout, shared), shared)
    wait_for(records, 4, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for name in logins.ACCOUNTS:
        two.die(name)
    before, ended = state(records), len(log(shared))
    assert 4 <= len(before) < MANY
    done = run(over(two, checkout, shared, "--resume"), shared)
    assert done.returncode == 0, done.stderr
    jobs = log(shared)
    assert len(jobs) == MANY == len({command for _, _, command in jobs}) and ended < MANY
    assert len(files(records)) == MANY
    assert {path: state(records)[path] for path in before} == before
    same(shared)


def test_another_machine_dies(two, checkout, shared, records):
    """Its job has failed, which --resume-failed does once more; records are whole or
    are not there."""
    many(shared)
    process = start(over(two, checkout, shared), shared)
    wait_for(records, 3, process)
    while process.poll() is None and not any(status for _, status, _ in log(shared)):
        two.die("second")
        time.sleep(0.05)
    process.wait()
    failed = [command for _, status, command in log(shared) if status]
    assert failed
    before = state(records)
    done = run(over(two, checkout, shared, "--resume-failed"), shared)
    assert done.returncode == 0, done.stderr
    assert len(files(records)) == MANY
    assert {path: state(records)[path] for path in before} == before
    same(shared)
