# SPDX-License-Identifier: GPL-2.0-or-later
"""What is told of every capture there is, in its own form and in others.

Our captures have ports of their own, and are read many at a time (expected.py).
"""

import functools
import json
import os
import pathlib
import tempfile
from dataclasses import dataclass

import expected
import frames

import tshark
from expected import FOLDER

FRAMES = ("frame", "last_frame", "offer_frame", "answer_frame", "close_frame")
TIMES = ("time", "last_time")
ENDS = ("client_address", "client_port", "server_address", "server_port")

PUBLIC = pathlib.Path(os.environ.get(
    "SMB1AUDIT_PUBLIC_CAPTURES", tshark.REPOSITORY.parent / "shared" / "captures"))


@dataclass(frozen=True)
class Batch:
    """Captures that are read as one, and what tshark is told besides."""

    paths: tuple
    options: tuple


@functools.lru_cache(maxsize=None)
def batches():
    """All of our own."""
    return [Batch(tuple(next(FOLDER.glob(name + ".pcap*")) for name in group), options)
            for options, group in expected.batches(False)]


@functools.lru_cache(maxsize=None)
def public():
    """Those of other people, one at a time."""
    found = sorted(PUBLIC.glob("*.*cap*")) if PUBLIC.is_dir() else []
    return [Batch((path,), ()) for path in found]


@functools.lru_cache(maxsize=None)
def content(batch):
    """The frames of a batch, for each of its captures; and the link type."""
    parts = [frames.read(path) for path in batch.paths]
    links = {link for _, link in parts}
    assert len(links) == 1, batch.paths
    return [part for part, _ in parts], links.pop()


def is_ethernet(batch):
    """Whether there are variants of it."""
    return content(batch)[1] == frames.ETHERNET


class Folder(tempfile.TemporaryDirectory):
    """One that an ordinary user can read; a path."""

    def __init__(self):
        super().__init__(prefix="smb1audit-variant-", dir="/tmp")
        os.chmod(self.name, 0o755)

    def __enter__(self):
        return pathlib.Path(self.name)


def records(path, options=(), two_pass=False):
    """As JSON has them."""
    text = tshark.read(path, "-q", "-z", "smb1audit,json", options=options,
                       two_pass=two_pass).decode("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def told(batch, variant, two_pass=False):
    """The records of a batch after a change of its frames, which are handed over as a list
    for each of its captures, and may come back as one or as many."""
    parts, link = content(batch)
    with Folder() as folder:
        frames.write(folder / "x.pcap", variant(parts), link)
        return records(folder / "x.pcap", batch.options, two_pass)


def each(variant):
    """A variant of one capture, for many."""
    return lambda parts: [frame for part in parts for frame in variant(part)]


def one_after_the_other(parts):
    """No change."""
    return [frame for part in parts for frame in part]


@functools.lru_cache(maxsize=None)
def original(batch):
    """Its records as they are."""
    return told(batch, one_after_the_other)


# From Wireshark's table of makers, without which tshark.read() has it start.
VENDORS = ("client_vendor", "server_vendor")


def without(record, names):
    """The record without these columns."""
    return {name: value for name, value in record.items() if name not in names}


def of_connections(written):
    """Those of TCP: without it there is one for each frame."""
    return [record for record in written if "client_port" in record]


def used_once(written):
    """Connections whose ends no other has."""
    return [records[0] for records in by_ends(of_connections(written)).values()
            if len(records) == 1]


def by_ends(written):
    """Records by their ends; several may have the same."""
    found = {}
    for record in written:
        found.setdefault(tuple(record.get(name) for name in ENDS), []).append(record)
    return found
