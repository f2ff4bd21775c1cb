# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit, interrupted: no report, no temporary files, no children."""

import os
import shutil
import signal
import subprocess
import time

import pytest
from command import CAPTURES, ROOT, TOOLS, needs_root, report_command, stand_in, with_path

STATUS = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGTERM: 143}

# Says that it runs, and is in no hurry.
SLOW = "echo $$ >{folder}/running.$$; exec sleep 60"
STUBBORN = "trap '' TERM INT HUP; " + SLOW.replace("exec ", "")


def until(true, seconds=30):
    """Wait for what must become true."""
    for _ in range(seconds * 20):
        if true():
            return
        time.sleep(0.05)
    assert true()


def is_alive(process):
    """Does a process run? One that ended and was not waited for does not."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Audit:
    """An audit of captures of these names with a tshark that is slow."""

    def __init__(self, folder, temporary, script, command, names):
        self.folder = folder
        self.temporary = temporary
        self.output = folder / "report.csv"
        stand_in(folder, "tshark", script.format(folder=folder))
        for name in names:
            shutil.copy(CAPTURES / "red-herring.pcap", folder / f"{name}.pcap")
        self.there = self.files()
        self.process = subprocess.Popen(
            [*command, *folder.glob("*.pcap")],
            env=with_path(folder) | {"TMPDIR": str(temporary)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )

    def running(self):
        """The processes that were started for tshark."""
        return [path.suffix[1:] for path in self.folder.glob("running.*")]

    def files(self):
        """What is in the folder."""
        return {path for path in self.folder.iterdir() if path.stem != "running"}

    def interrupt(self, number, whole_group=False):
        """Interrupt it; nothing may be left."""
        (os.killpg if whole_group else os.kill)(self.process.pid, number)
        stdout, _ = self.process.communicate(timeout=30)
        assert (self.process.returncode, stdout) == (STATUS[number], "")
        until(lambda: not any(map(is_alive, self.running())))
        assert [*self.temporary.iterdir()] == []
        assert self.files() == self.there


@pytest.fixture(name="start")
def fixture_start(public_folder, temporary):
    """A function that starts an audit and waits until tshark runs."""
    started = []

    def start(script=SLOW, command=None, names="abc"):
        command = command or report_command("csv", output=public_folder / "report.csv")
        started.append(Audit(public_folder, temporary, script, command, names))
        return started[-1]

    yield start
    for audit in started:
        audit.process.kill()
        audit.process.communicate()


# For one, parallel is not started.
@pytest.mark.parametrize("names", ["a", "abc"])
@pytest.mark.parametrize("number", STATUS)
def test_interrupted_by_itself(start, public_folder, number, names):
    """As kill, a service manager and timeout do. The whole command."""
    output = public_folder / "report.csv"
    audit = start(command=[TOOLS / "audit", "--format", "csv", "-o", output], names=names)
    until(audit.running)
    audit.interrupt(number)


@pytest.mark.parametrize("names", ["a", "abc"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_interrupted_with_its_children(start, number, names):
    """As a terminal does, which interrupts all of them at once."""
    audit = start(names=names)
    until(audit.running)
    audit.interrupt(number, whole_group=True)


@pytest.mark.parametrize("names", ["a", "abc"])
def test_children_that_ignore_it(start, names):
    """They are killed."""
    audit = start(STUBBORN, names=names)
    until(audit.running)
    audit.interrupt(signal.SIGTERM)


def test_only_job_is_killed(start, public_folder):
    """Parallel, which was not started, is not blamed; the capture is named."""
    audit = start(names="a", command=report_command("csv"))
    until(audit.running)
    os.killpg(os.getpgid(int(audit.running()[0])), signal.SIGKILL)
    _, stderr = audit.process.communicate(timeout=30)
    capture = public_folder / "a.pcap"
    assert (audit.process.returncode, stderr) == (
        2, f"audit: {capture}: not read: its job was ended\n")


def test_child_that_parallel_forgets(start, public_folder):
    """It is between fork and exec when parallel is ended."""
    stand_in(public_folder, "parallel", """\
setsid sh -c 'exec "$AUDIT_JOB" 0' &
trap exit TERM
while sleep 0.1; do :; done""")
    audit = start()
    until(audit.running)
    audit.interrupt(signal.SIGTERM)


@pytest.mark.parametrize("names", ["a", "abc"])
@pytest.mark.parametrize("delay", [0.02, 0.1, 0.2, 0.4])
def test_interrupted_early(start, temporary, delay, names):
    """While parallel starts, it does not listen."""
    audit = start(names=names)
    until(lambda: any(temporary.iterdir()))
    time.sleep(delay)
    audit.interrupt(signal.SIGTERM)


def test_ignored_from_the_start(start):
    """As by nohup."""
    audit = start("exec sleep 1", ["nohup", *report_command("csv")])
    until(lambda: any(audit.temporary.glob("*/jobs/0.capture")))
    audit.process.send_signal(signal.SIGHUP)
    stdout, _ = audit.process.communicate(timeout=30)
    assert (audit.process.returncode, stdout.count("\n")) == (0, 1)


@needs_root
def test_copied_plugin_is_removed(start, public_folder, tmp_path):
    """Root's tshark reads a copy of the plugin of a private checkout."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "tools", checkout / "tools")
    shutil.copytree(ROOT / "build/plugins", checkout / "build/plugins")
    checkout.chmod(0o700)
    stand_in(public_folder, "cmake", "exit 0")
    says_where = "echo $WIRESHARK_PLUGIN_DIR >{folder}/running.folder; "
    audit = start(says_where + SLOW, [checkout / "tools/audit", "--format", "csv"])
    until(lambda: len(audit.running()) > 1)
    copied = (public_folder / "running.folder").read_text(encoding="utf-8").strip()
    assert copied.startswith("/tmp/smb1audit.") and os.path.isdir(copied)
    audit.interrupt(signal.SIGTERM)
    assert not os.path.exists(copied)
