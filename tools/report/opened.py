# SPDX-License-Identifier: GPL-2.0-or-later
"""Open files for a command that perhaps has no right to open them.

As a command: opened.py FOLDER FIRST COMMAND ... replaces itself by the command, with
/dev/fd/N behind its arguments for each file in the folder, but the FIRST ones.
"""

import os
import resource
import sys
from contextlib import contextmanager
from itertools import takewhile


@contextmanager
def opened(paths):
    """Gives descriptors of the files; of one that cannot be opened, one of what is no
    capture."""
    allow_all()
    descriptors = []
    try:
        for path in paths:
            descriptors.append(descriptor(path, os.devnull))
        yield descriptors
    finally:
        for each in descriptors:
            os.close(each)


def allow_all():
    """As many open files as there may be."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def descriptor(path, otherwise=None):
    """An open file, or what is to take its place; None where nothing is."""
    try:
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return otherwise and os.open(otherwise, os.O_RDONLY)


def main(folder, first, *command):
    """Replace this process; up to a file that cannot be opened."""
    allow_all()
    names = sorted(os.listdir(folder))[int(first):]
    opening = (descriptor(os.path.join(folder, name)) for name in names)
    descriptors = [*takewhile(lambda each: each is not None, opening)]
    for each in descriptors:
        os.set_inheritable(each, True)
    os.execv(command[0], [*command, *(f"/dev/fd/{each}" for each in descriptors)])


if __name__ == "__main__":
    main(*sys.argv[1:])
