# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the report goes. It appears there when it is whole, or not at all."""

import errno
import os
import shutil
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress

import interrupts

STANDARD_OUTPUT = "-"

TEXT = {"mode": "w+", "encoding": "utf-8", "errors": "backslashreplace", "newline": ""}


@contextmanager
def report_to(name):
    """Gives the file to write a report to; at the end of the with block the
    report gets its name or is printed. Raises OSError where that fails."""
    if name == STANDARD_OUTPUT:
        with tempfile.TemporaryFile(**TEXT) as report:
            yield report
            copy(report, sys.stdout.buffer)
    elif is_special(name):
        with open(name, "wb") as output, tempfile.TemporaryFile(**TEXT) as report:
            yield report
            copy(report, output)
    else:
        with renamed(*target(name)) as report:
            yield report


def copy(report, output):
    """Print a report that is whole."""
    report.flush()
    report.seek(0)
    shutil.copyfileobj(report.buffer, output)
    output.flush()


def is_special(name):
    """Is it there, and neither a file nor a folder? For example /dev/null."""
    try:
        mode = os.stat(name).st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def target(name):
    """The file itself, where the name is a link; and what it is until now, or
    None. Raises OSError where a report cannot take its place."""
    path = os.path.realpath(name)
    if name.endswith("/") or os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    try:
        old = os.stat(path)
    except FileNotFoundError:
        return path, None
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return path, old


@contextmanager
def renamed(path, old):
    """A file beside the path that gets its name at the end of the with block,
    with the owner and the mode of the old one."""
    beside = None
    try:
        with interrupts.held():
            descriptor, beside = tempfile.mkstemp(prefix=".smb1audit-", dir=os.path.dirname(path))
        with open(descriptor, **TEXT) as report:
            yield report
            report.flush()
            take_after(descriptor, old)
            os.fsync(descriptor)
        os.replace(beside, path)
    finally:
        with suppress(FileNotFoundError, TypeError):  # it has its name, or there is none
            os.unlink(beside)


def take_after(descriptor, old):
    """Give a file the owner and the mode of an old one, or those of a new one."""
    if old is None:
        os.umask(mask := os.umask(0))
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    with suppress(PermissionError):  # only root may
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode) & 0o777)
