# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark on many captures, several at a time: GNU parallel starts the jobs."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

import interrupts
from told import Told

JOB = Path(__file__).resolve().parent / "job"

# The jobs are known by numbers alone, so that no name of a capture passes
# through a shell. --plain: as without the user's settings.
CORES = len(os.sched_getaffinity(0))
COMMAND = (
    "parallel", "--plain", "--will-cite", "--null", "--ungroup", "--jobs", str(CORES),
)
SCRIPT = 'exec "$AUDIT_JOB" {}'

CLEAR_LINE = "\r\033[K"

# Seconds for parallel to end its jobs: it kills them well before. It ignores a
# signal that comes while it starts, so there are further ones.
PATIENCE = 1
SIGNALS = 9


class NoJobs(Exception):
    """The jobs cannot be started."""


@contextmanager
def told_by_jobs(streams, folder):
    """Read the Streams of captures, with the folder for what the jobs tell. Gives an
    iterator over what is Told, in the order of the streams, and why it is none with
    what was told before.

    No job is left when the with block is left, for whatever reason.
    """
    with ExitStack() as leaving:
        try:
            folder = folder / "jobs"
            folder.mkdir()
            process = prepare(streams, folder, leaving)
        except OSError as error:
            raise NoJobs(f"{error.filename or folder}: {error.strerror}") from error
        yield in_order(process, streams, folder)
        process.wait()


def prepare(streams, folder, leaving):
    """Link the captures and start parallel."""
    for number, stream in enumerate(streams):
        link(stream.paths, folder / f"{number}.capture", leaving)
    numbers = folder / "numbers"
    numbers.write_text("".join(f"{number}\0" for number in range(len(streams))))
    with interrupts.held():
        process = start(folder, numbers, len(streams))
        leaving.callback(interrupts.held()(stop), process, folder)
    return process


def link(paths, name, leaving):
    """One capture as that name, several in a folder of that name."""
    if len(paths) == 1:
        os.symlink(target(paths[0], leaving), name)
        return
    name.mkdir()
    for place, path in enumerate(paths):
        os.symlink(target(path, leaving), name / f"{place:06}")


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


def start(folder, numbers, number):
    """Start parallel; its output is a line per job that has ended."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PARALLEL")}
    # Whatever parallel and tshark know of the user would be in the home folder.
    own |= {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}
    own |= {"PARALLEL_HOME": folder / "parallel", "PARALLEL_SHELL": "/bin/sh", "PERL_BADLANG": "0"}
    own |= {"AUDIT_JOB": JOB, "AUDIT_FOLDER": folder, "AUDIT_PYTHON": sys.executable}
    # Cores that have no capture of their own read parts of others.
    own |= {"AUDIT_PARTS": str(max(1, CORES // max(1, number)))}
    own |= {"AUDIT_WHOLE": own.get("SMB1AUDIT_WHOLE", "")}
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


def in_order(process, streams, folder):
    """Yield what is Told of the captures of each stream, once the job of it has
    ended and those before it; remove what was read."""
    ended = set()
    for number, stream in enumerate(streams):
        while number not in ended and (line := process.stdout.readline()):
            ended.add(int(line.split()[0]))
        if not ended and number == 0:
            raise NoJobs(why_not(folder))
        yield from stretches(stream, folder / str(number))
        remove(folder.glob(f"{number}.*"))


def stretches(stream, files):
    """Yield what is Told of each stretch of captures that were read as one."""
    paths, why = stream.paths, stream.gap
    for number in count():
        told = Told(paths, files.with_name(f"{files.name}.{number}"))
        yield told, why
        paths, why = paths[len(told.paths):], told.gap_behind()
        if not paths:
            return


def remove(paths):
    """Files, links and folders."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


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
