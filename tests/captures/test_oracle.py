# SPDX-License-Identifier: GPL-2.0-or-later
"""The oracle judges our captures; the declared outcomes must agree with it.

The oracle never sees the plugin. Where both agree with NAME.expected, a verdict
has been reached by three ways: by hand, by the oracle, by the plugin.
"""

import functools

import pytest

import oracle
import tshark
from expected import batches, names, read_batch, read_expected

NOTHING = ("-", "-", "-")


@functools.lru_cache(maxsize=None)
def _judged():
    """By capture: frame to (class, verdict, needs) of its connection."""
    def read(batch):
        options, group = batch
        return read_batch(group, lambda path: _frames(path, options))

    return {name: {int(row["frame.number"][0]) - before: row["judged"]
                   for row in rows}
            for part in tshark.parallel(read, batches(False))
            for name, (before, rows) in part.items()}


def _frames(capture, options):
    return [{"frame.number": [str(pdu.frame)],
             "judged": (each.offered if pdu.frame == each.offer_frame else "-",
                        each.verdict, each.needs)}
            for _, pdus, each in oracle.judgements(capture, options)
            for pdu in pdus]


@pytest.mark.parametrize("name", names())
def test_declared_outcome(name):
    """Class, verdict and who needs SMB1 on every frame of the second pass."""
    judged = _judged()[name]
    rows = [row for row in read_expected(name).rows
            if row[0] == "two" and row[6] != "-"]       # a datagram has none
    declared = {int(row[1]): (row[2], row[6], row[7]) for row in rows}
    assert {frame: judged.get(frame, NOTHING) for frame in declared} == declared
    assert bool(judged) == bool(declared)
