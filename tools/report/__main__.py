# SPDX-License-Identifier: GPL-2.0-or-later
"""What tools/audit runs: report FORMAT OUTPUT REMOVED CAPTURE|FOLDER ...

REMOVED is a folder to remove at the end; empty for none.
"""

import errno
import gc
import os
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

import interrupts
from captures import Unreadable, find_captures, printable
from destination import STANDARD_OUTPUT, report_to
from jobs import CLEAR_LINE, NoJobs, told_by_jobs
from told import NoPlugin

NOTHING, SOMETHING, INCOMPLETE = 0, 1, 2

# The module of each format, and its name there.
FORMATS = {"table": ("table", "Table"), "csv": ("lines", "Csv"), "json": ("lines", "Json")}


class Complaints:
    """Says on standard error what could not be done, and counts."""

    def __init__(self):
        self.number = 0
        # On a terminal there may be a progress bar, which is drawn anew.
        self.start = CLEAR_LINE if sys.stderr.isatty() else ""

    def __call__(self, trouble):
        self.number += 1
        print(f"{self.start}audit: {trouble}", file=sys.stderr, flush=True)


def main(format_name, output, removed, *names):
    """Report on the captures of these names; return the exit status."""
    interrupts.expect()
    complain = Complaints()
    needed = False
    try:
        with ExitStack() as leaving:
            if removed:
                leaving.callback(shutil.rmtree, removed, ignore_errors=True)
            module, name = FORMATS[format_name]
            form = getattr(import_module(module), name)
            needed = audit(form, output, names, complain)
            interrupts.ignore()
    except interrupts.Interrupted as interrupted:
        return interrupted.status
    except BrokenPipeError:  # who reads the report has read enough
        return 128 + signal.SIGPIPE
    except OSError as error:
        where = "the report" if output == STANDARD_OUTPUT else printable(output)
        complain(f"cannot write {where}: {error.strerror}")
    except (NoPlugin, NoJobs) as error:
        complain(error)
    if complain.number:
        return INCOMPLETE
    return SOMETHING if needed else NOTHING


def audit(form, output, names, complain):
    """Read the captures and print the report; does anything need SMB1?"""
    with report_to(output) as file, working_folder() as folder:
        paths = find_captures(names, complain)
        spare(paths, output)
        report = form(file)
        with told_by_jobs(paths, folder) as captures:
            for told in captures:
                add(report, told, complain)
        report.finish(complain.number)
        return report.needed


@contextmanager
def working_folder():
    """A folder for what the jobs leave. It is removed whatever comes."""
    made = None
    try:
        with interrupts.held():
            made = tempfile.TemporaryDirectory(prefix="smb1audit-", ignore_cleanup_errors=True)
        yield Path(made.name)
    finally:
        with interrupts.held():
            if made:
                made.cleanup()


def spare(paths, output):
    """No report takes the place of a capture that it is made of."""
    if os.path.exists(output) and any(os.path.samefile(path, output) for path in paths):
        raise FileExistsError(errno.EEXIST, "it is one of the captures")


def add(report, told, complain):
    """Add a capture to the report."""
    whole = True
    report.begin(told.path)
    try:
        for record in told.records(report.parse):
            report.take(record)
    except Unreadable as trouble:
        complain(trouble)
        whole = False
    report.end(told.datagrams, whole)


if __name__ == "__main__":
    gc.disable()  # there are many objects, and none that would be collected
    status = main(*sys.argv[1:])
    # What could not be written is not tried once more.
    os._exit(status)
