# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark on many captures, several at a time: GNU parallel starts the jobs."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

import interrupts
from filling import FILLING, SIZES
from told import Told

JOB = Path(__file__).resolve().parent / "job"

# The jobs are known by numbers alone, so that no name of a capture passes
# through a shell. --plain: as without the user's settings.
CORES = len(os.sched_getaffinity(0))
COMMAND = (
    "parallel", "--plain", "--will-cite", "--null", "--ungroup", "--jobs", str(CORES),
)
SCRIPT = 'exec "$AUDIT_JOB" {}'

# Captures of which one job reads several: bytes, and how many at most.
SMALL = 1 << 18
MOST_TOGETHER = 64
# So many jobs of these for each core, so that none waits long for the other.
SHARES = 4

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
    shared = [" ".join(map(str, group)) for group in groups(streams)]
    if len(shared) < len(streams):
        (folder / "filling").write_bytes(FILLING)
    with interrupts.held():
        process = (start_one if len(shared) == 1 else start)(folder, shared)
        leaving.callback(interrupts.held()(stop), process, folder)
    return process


def groups(streams):
    """Yield the numbers of those that are read by one job; in order of the first ones."""
    small = [number for number, stream in enumerate(streams) if is_small(stream)]
    most = min(MOST_TOGETHER, max(1, len(small) // (CORES * SHARES)))
    shared = {small[at]: small[at:at + most] for at in range(0, len(small), most)}
    alone = set(range(len(streams))).difference(small)
    for number in sorted(alone.union(shared)):
        yield shared.get(number, [number])


def is_small(stream):
    """May it share a tshark? Of what can be read once alone that is not known."""
    try:
        about = os.stat(stream.paths[0])
    except OSError:
        return False
    return len(stream.paths) == 1 and stat.S_ISREG(about.st_mode) and about.st_size <= SMALL


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


def start(folder, shared):
    """Start parallel; its output is a line per capture that was read."""
    numbers = folder / "numbers"
    numbers.write_text("".join(f"{job}\0" for job in shared))
    progress = sys.stderr.isatty()
    with open(numbers, "rb") as names, open(said_by(folder), "wb") as said:
        return subprocess.Popen(
            [*COMMAND, "--tmpdir", folder, *["--bar"] * progress, SCRIPT],
            stdin=names,
            stdout=subprocess.PIPE,
            stderr=None if progress else said,
            env=environment(folder, len(shared)),
            text=True,
        )


def start_one(folder, shared):
    """Start the only job there is: parallel needs half a second to begin with, which who
    looks at one capture would wait for."""
    with open(said_by(folder), "wb") as said:
        return subprocess.Popen(
            [JOB, *shared],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment(folder, 1),
            text=True,
            start_new_session=True,
        )


def environment(folder, number):
    """Of so many jobs."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PARALLEL")}
    # Whatever parallel and tshark know of the user would be in the home folder.
    own |= {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}
    own |= {"PARALLEL_HOME": folder / "parallel", "PARALLEL_SHELL": "/bin/sh", "PERL_BADLANG": "0"}
    own |= {"AUDIT_JOB": JOB, "AUDIT_FOLDER": folder, "AUDIT_PYTHON": sys.executable}
    # Cores that have no capture of their own read parts of others.
    own |= {"AUDIT_PARTS": str(max(1, CORES // max(1, number)))}
    return own | SIZES | {"AUDIT_WHOLE": own.get("SMB1AUDIT_WHOLE", "")}


def said_by(folder):
    """The file with what parallel complained of, or the only job."""
    return folder / "parallel.said"


def in_order(process, streams, folder):
    """Yield what is Told of the captures of each stream, once the job of it has
    ended and those before it; remove what was read."""
    ended = set()
    for number, stream in enumerate(streams):
        while number not in ended and (line := process.stdout.readline()):
            ended.add(int(line.split()[0]))
        if not ended and number == 0 and process.args[0] == COMMAND[0]:
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
