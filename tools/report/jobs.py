# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark on many captures, several at a time: GNU parallel starts the jobs."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import interrupts
from told import Told

JOB = Path(__file__).resolve().parent / "job"

# The jobs are known by numbers alone, so that no name of a capture passes
# through a shell. --plain: as without the user's settings.
COMMAND = (
    "parallel", "--plain", "--will-cite", "--null", "--ungroup",
    "--jobs", str(len(os.sched_getaffinity(0))),
)
SCRIPT = 'exec "$AUDIT_JOB" {}'

# What there is of each job.
ENDINGS = (".capture", ".left", ".numbers", ".told", ".said", ".group")

CLEAR_LINE = "\r\033[K"

# Seconds for parallel to end its jobs: it kills them well before. It ignores a
# signal that comes while it starts, so there are further ones.
PATIENCE = 1
SIGNALS = 9


class NoJobs(Exception):
    """The jobs cannot be started."""


@contextmanager
def told_by_jobs(paths, folder):
    """Read the captures, with the folder for what the jobs tell. Gives an
    iterator over what is Told, in the order of the paths.

    No job is left when the with block is left, for whatever reason.
    """
    with ExitStack() as leaving:
        try:
            folder = folder / "jobs"
            folder.mkdir()
            process = prepare(paths, folder, leaving)
        except OSError as error:
            raise NoJobs(f"{error.filename or folder}: {error.strerror}") from error
        yield in_order(process, paths, folder)
        process.wait()


def prepare(paths, folder, leaving):
    """Link the captures and start parallel."""
    for number, path in enumerate(paths):
        os.symlink(target(path, leaving), folder / f"{number}.capture")
    numbers = folder / "numbers"
    numbers.write_text("".join(f"{number}\0" for number in range(len(paths))))
    with interrupts.held():
        process = start(folder, numbers)
        leaving.callback(interrupts.held()(stop), process, folder)
    return process


def target(path, leaving):
    """A name under which a job finds a capture, whatever its own folder and
    standard input are."""
    real = os.path.realpath(path)
    if os.path.exists(real):
        return real
    try:
        # A pipe without a name, as /dev/stdin or a shell's <(...), perhaps.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return real  # the job cannot open it either, which is then said
    leaving.callback(os.close, descriptor)
    return f"/proc/{os.getpid()}/fd/{descriptor}"


def start(folder, numbers):
    """Start parallel; its output is a line per job that has ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PARALLEL")}
    # Whatever parallel and tshark know of the user would be in the home folder.
    own |= {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}
    own |= {"PARALLEL_HOME": folder / "parallel", "PARALLEL_SHELL": "/bin/sh", "PERL_BADLANG": "0"}
    own |= {"AUDIT_JOB": JOB, "AUDIT_FOLDER": folder}
    progress = sys.stderr.isatty()
    with open(numbers, "rb") as names, open(said_by(folder), "wb") as said:
        return subprocess.Popen(
            [*COMMAND, "--tmpdir", folder, *["--bar"] * progress, SCRIPT],
            stdin=names,
            stdout=subprocess.PIPE,
            stderr=None if progress else said,
            env=own,
            text=True,
        )


def said_by(folder):
    """The file with what parallel complained of."""
    return folder / "parallel.said"


def in_order(process, paths, folder):
    """Yield what is Told of each capture, once the job of it has ended and
    those before it; remove what was read."""
    ended = {}
    for number, path in enumerate(paths):
        while number not in ended and (line := process.stdout.readline()):
            of, status = line.split()
            ended[int(of)] = status
        if not ended and number == 0:
            raise NoJobs(why_not(folder))
        files = folder / str(number)
        yield Told(path, files, ended.pop(number, "none"))
        for ending in ENDINGS:
            files.with_suffix(ending).unlink(missing_ok=True)


def why_not(folder):
    """Why no job was done at all."""
    version = subprocess.run(
        ["parallel", "--version"], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, errors="replace", check=False,
    )
    if "GNU parallel" not in version.stdout:
        return "the command parallel is not GNU parallel (Debian package: parallel)"
    lines = said_by(folder).read_text(errors="replace").splitlines()
    return f"parallel failed: {lines[-1]}" if lines else "parallel failed"


def stop(process, folder):
    """End parallel, which ends its jobs; nothing to do when all went well."""
    for _ in range(SIGNALS):
        if process.poll() is not None:
            break
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
    process.kill()
    process.wait()
    process.stdout.close()
    end_orphans(folder)


def end_orphans(folder):
    """Kill the job that parallel was about to start when it was ended: it knows
    nothing of it. A job that does not yet run finds no folder."""
    ended = folder.rename(folder.with_name("ended"))
    for path in ended.glob("*.group"):
        with suppress(ValueError, ProcessLookupError):  # it has ended
            os.killpg(int(path.read_text()), signal.SIGKILL)
