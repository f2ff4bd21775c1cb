# SPDX-License-Identifier: GPL-2.0-or-later
"""What tools/audit runs: report FORMAT CAPTURE|FOLDER ..."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from captures import find_captures
from connections import VERDICT, read_capture
from output import FORMATS
from frames import read_labels

NOTHING, SOMETHING, INCOMPLETE = 0, 1, 2


class Complaints:
    """Says on standard error what could not be done, and counts."""

    def __init__(self):
        self.number = 0

    def __call__(self, trouble):
        self.number += 1
        print(f"audit: {trouble}", file=sys.stderr, flush=True)


def main(format_name, *names):
    """Report on the captures of these names; return the exit status."""
    complain = Complaints()
    labels = read_labels()
    if not any(field == VERDICT for field, _ in labels):
        complain("tshark does not load the plugin")
        return INCOMPLETE
    paths = find_captures(names, complain)
    captures = {}
    for path, (capture, trouble) in zip(paths, read_all(paths, labels)):
        if trouble:
            complain(trouble)
        if capture.connections or capture.datagrams or not trouble:
            captures[path] = capture
    print_report(FORMATS[format_name], captures, complain)
    return exit_status(captures, complain)


def read_all(paths, labels):
    """What read_capture gives for each path, a few at a time."""
    with ThreadPoolExecutor(os.cpu_count()) as readers:
        yield from readers.map(read_capture, paths, repeat(labels))


def print_report(print_it, captures, complain):
    """Print all of it, or say that this failed."""
    try:
        print_it(captures)
        sys.stdout.flush()
    except OSError as error:
        complain(f"cannot write the report: {error.strerror}")
        # Python would try once more to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def exit_status(captures, complain):
    """What the audit found, in a number."""
    if complain.number:
        return INCOMPLETE
    needed = any(c.needs_smb1 for held in captures.values() for c in held.connections)
    return SOMETHING if needed else NOTHING


if __name__ == "__main__":
    # Ended quietly by an interrupt, and by a reader that read enough.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main(*sys.argv[1:]))
