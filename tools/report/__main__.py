# SPDX-License-Identifier: GPL-2.0-or-later
"""What tools/audit runs: report [--merge] FORMAT OUTPUT REMOVED CAPTURE|FOLDER ...
or report --store STORE RECORDS SINCE UNTIL DAYS FORMAT OUTPUT REMOVED [CAPTURE|FOLDER ...]

With --merge it is files of records that are named, and also where RECORDS is not empty;
see campaign.py. With the format `records` OUTPUT is
the folder for such files, and there is no report.

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
from functools import partial
from importlib import import_module
from pathlib import Path

import interrupts
from captures import Unreadable, find_captures, printable
from destination import STANDARD_OUTPUT, report_to
from jobs import CLEAR_LINE, NoJobs, told_by_jobs
from rings import streams
from told import NoPlugin

NOTHING, SOMETHING, INCOMPLETE = 0, 1, 2

MERGE, STORE = "--merge", "--store"

# Not a format of a report.
RECORDS = "records"

# The module of each format, and its name there. What is not needed is not loaded.
FORMATS = {
    "table": ("table", "Table"), "csv": ("lines", "Csv"), "json": ("lines", "Json"),
    "html": ("page.page", "Page"),
}

# A module that one of them needs and that Python does not bring, and its Debian package.
TEMPLATES = ("jinja2", "python3-jinja2")

# So many lines of complaints are kept for the report.
SAID = 1000


class NoTemplates(Exception):
    """The page cannot be made."""


class Complaints:
    """Says on standard error what could not be done, and counts; keeps the first lines."""

    def __init__(self):
        self.number = self.gaps = 0
        self.said = []
        # On a terminal there may be a progress bar, which is drawn anew.
        self.start = CLEAR_LINE if sys.stderr.isatty() else ""
        # As the command was called: a package has another name for it.
        self.name = os.environ.get("SMB1AUDIT_NAME", "audit")

    def gap(self, path, why):
        """Say that a file of a ring buffer does not go on with the one before it, which
        is no trouble in reading it."""
        self.gaps += 1
        self.say(f"{printable(path)}: does not go on with the file of the ring before it: "
                 f"{printable(why)}")

    def __call__(self, trouble):
        self.number += 1
        self.say(trouble)

    def say(self, what):
        """One line."""
        if len(self.said) < SAID:
            self.said.append(str(what))
        print(f"{self.start}{self.name}: {what}", file=sys.stderr, flush=True)


def main(*arguments):
    """Report on the captures of these names; return the exit status."""
    run, arguments = way(*arguments)
    format_name, output, removed, *names = arguments
    interrupts.expect()
    complain = Complaints()
    needed = False
    try:
        with ExitStack() as leaving:
            if removed:
                leaving.callback(shutil.rmtree, removed, ignore_errors=True)
            if format_name == RECORDS:
                leave_records(output, names, complain)
            else:
                needed = run(form_of(format_name), output, names, complain)
            interrupts.ignore()
    except interrupts.Interrupted as interrupted:
        return interrupted.status
    except BrokenPipeError:  # who reads the report has read enough
        return 128 + signal.SIGPIPE
    except OSError as error:
        where = "the report" if output == STANDARD_OUTPUT else printable(output)
        complain(f"cannot write {where}: {error.strerror}")
    except (NoPlugin, NoJobs, NoTemplates, *errors_of_stores()) as error:
        complain(error)
    if complain.number:
        return INCOMPLETE
    return SOMETHING if needed else NOTHING


def form_of(format_name):
    """The class of a format. Raises NoTemplates."""
    module, name = FORMATS[format_name]
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        missing, package = TEMPLATES
        if error.name != missing:
            raise
        raise NoTemplates(f"the format {format_name} needs the Python module {missing} "
                          f"(Debian package: {package})") from error


def way(first, *others):
    """What makes the report, and the arguments behind those that say so."""
    if first == MERGE:
        return merge, others
    if first == STORE:
        asked = import_module("campaign").Asked(*others[:5])
        return partial(from_store, asked), others[5:]
    return audit, (first, *others)


def errors_of_stores():
    """What is raised only where there is a store, and known only then."""
    if "campaign" not in sys.modules:
        return ()
    return sys.modules["store"].StoreFailed, sys.modules["period"].WrongTime


def audit(form, output, names, complain):
    """Read the captures and print the report; does anything need SMB1?"""
    with report_to(output) as file, working_folder() as folder:
        paths = find_captures(names, complain)
        spare(paths, output, "captures")
        found = streams(paths, os.environ.get("SMB1AUDIT_CUT"))
        with told_by_jobs(found, folder) as captures:
            return report_on(captures, form(file), complain)


def merge(form, output, names, complain):
    """The same from the records that were kept of captures; their jobs are done."""
    with report_to(output) as file:
        merging = import_module("merging")
        paths = merging.find_results(names, complain)
        spare(paths, output, "records")
        return report_on(merging.merged(paths, complain), form(file), complain)


def from_store(asked, form, output, names, complain):
    """The same from a store, to which these captures or records are added first."""
    campaign = import_module("campaign")
    with report_to(output) as file, working_folder() as folder, \
            campaign.filled(asked, output, folder, names, complain) as told:
        report = form(file)
        return report_on(told(report), report, complain)


def leave_records(output, names, complain):
    """Read the captures and leave their records in the folder OUTPUT."""
    with working_folder() as folder:
        import_module("keeping").keep(output, folder, names, complain)


def report_on(captures, report, complain):
    """Print the report on what is told of captures, with the gap before each."""
    for told, gap in captures:
        if gap:
            complain.gap(told.path, gap)
        add(report, told, complain)
    report.finish(complain.number, complain.gaps, complain.said)
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


def spare(paths, output, what):
    """No report takes the place of what it is made of."""
    if os.path.exists(output) and any(os.path.samefile(path, output) for path in paths):
        raise FileExistsError(errno.EEXIST, f"it is one of the {what}")


def add(report, told, complain):
    """Add to the report what captures hold that were read as one. Datagrams
    are those of all."""
    whole = True
    begun = iter(told.paths)
    at = 0
    report.begin(next(begun))
    try:
        for place, record in told.records(report.parse):
            at = go_on(report, begun, at, place)
            report.take(record)
    except Unreadable as trouble:
        complain(trouble)
        whole = False
    go_on(report, begun, at, len(told.paths) - 1)
    report.end(told.datagrams, whole)
    report.cover(told)


def go_on(report, paths, at, place):
    """The next record is that of the capture at this place."""
    for _ in range(at, place):
        report.end({}, True)
        report.begin(next(paths))
    return place


if __name__ == "__main__":
    gc.disable()  # there are many objects, and none that would be collected
    status = main(*sys.argv[1:])
    # What could not be written is not tried once more.
    os._exit(status)
