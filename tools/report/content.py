# SPDX-License-Identifier: GPL-2.0-or-later
"""What a capture holds, as a number that no other one has."""

import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from captures import Unreadable

BLOCK = 1 << 20

NO_FILE = "not a file: its content cannot be read twice"
CHANGED = "changed while it was read; no records are kept"


@dataclass(frozen=True)
class Content:
    """SHA-256 (FIPS 180-4) in hexadecimal, and what of the file changes with it."""

    sha256: str
    state: tuple


def contents(paths, workers, complain):
    """The Content of each path, a dictionary without those that cannot be read, of which
    it calls complain(Unreadable)."""
    found = {}
    with ThreadPoolExecutor(workers) as pool:
        for path, content in zip(paths, pool.map(content_or_why, paths)):
            if isinstance(content, Content):
                found[path] = content
            else:
                complain(Unreadable(path, content))
    return found


def content_or_why(path):
    """The Content, or the reason why there is none."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return NO_FILE
        with open(path, "rb", buffering=0) as file:
            before = state_of(path)
            return Content(sha256(file), before)
    except OSError as error:
        return error.strerror


def sha256(file):
    """Of all that is left of a binary file; in hexadecimal."""
    digest = hashlib.sha256()
    block = memoryview(bytearray(BLOCK))
    while length := file.readinto(block):
        digest.update(block[:length])
    return digest.hexdigest()


def state_of(path):
    """What differs when the file was written to. Raises OSError."""
    now = os.stat(path)
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns


def has_changed(path, content):
    """Is it another one than was looked at?"""
    try:
        return state_of(path) != content.state
    except OSError:
        return True
