# SPDX-License-Identifier: GPL-2.0-or-later
"""The cut of a stream, between two pipes."""

import os
import pathlib
import subprocess
import tempfile

from reading import CUT, FRAMES, told

import tshark


def start(output, **options):
    """The cut, which waits for frames on its standard input."""
    return subprocess.Popen([CUT, "--stream"], stdin=subprocess.PIPE, stdout=output,
                            stderr=subprocess.PIPE, **options)


def stream(path, output):
    """How the cut of this capture ends when it comes through a pipe."""
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as pipe, \
            open(output, "wb") as file:
        done = subprocess.run([CUT, "--stream"], stdin=pipe.stdout, stdout=file, check=False,
                              stderr=subprocess.PIPE, text=True)
    output.chmod(0o644)
    return done


def without_numbers(records):
    """Frames have other numbers in the stream."""
    return [{name: value for name, value in record.items() if name not in FRAMES}
            for record in records]


def tell(make):
    """What is told of the capture that make(folder) names, of all of it and of the stream:
    a list of records and one of senders each."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        os.chmod(name, 0o755)
        folder = pathlib.Path(name)
        path = make(folder)
        stream(path, folder / "left.pcapng")
        whole, left = told(path), told(folder / "left.pcapng")
    return [*map(without_numbers, whole)], [*map(without_numbers, left)]


def tell_all(cases, make):
    """Each case, and what is told of it, several at a time."""
    results = tshark.parallel(lambda case: tell(lambda folder: make(case, folder)), cases)
    return zip(cases, results)
