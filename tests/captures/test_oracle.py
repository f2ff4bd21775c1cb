# SPDX-License-Identifier: GPL-2.0-or-later
"""The oracle judges our captures; the declared outcomes must agree with it.

The oracle never sees the plugin. Where both agree with NAME.expected, a verdict
has been reached by three ways: by hand, by the oracle, by the plugin.
"""

import functools

import pytest

import identity_oracle
import oracle
import tshark
from expected import (PASSES, batches, names, observed, read_batch,
                      read_expected)

NOTHING = ("-", "-", "-")


@functools.lru_cache(maxsize=None)
def _judged():
    """By capture: frame to (class, verdict, needs, why) of its connection."""
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
                        each.verdict, each.needs, each.why)}
            for _, pdus, each in identity_oracle.judgements(capture, options)
            for pdu in pdus]


@pytest.mark.parametrize("name", names())
def test_declared_outcome(name):
    """Class, verdict and who needs SMB1 on every frame of the second pass."""
    judged = _judged()[name]
    rows = [row for row in read_expected(name).rows
            if row[0] == "two" and row[6] != "-"]       # a datagram has none
    declared = {int(row[1]): (row[2], row[6], row[7]) for row in rows}
    assert {frame: judged.get(frame, NOTHING)[:3]
            for frame in declared} == declared
    assert bool(judged) == bool(declared)


APART = ["scanner"], ["Computer Browser"]


@pytest.mark.parametrize("one_or_two", PASSES)
@pytest.mark.parametrize("name", names())
def test_why(name, one_or_two):
    """The ground stands where somebody needs SMB1, and where a scanner or the
    Computer Browser does not."""
    before, rows = observed(False, one_or_two)[name]
    for row in rows:
        frame = int(row["frame.number"][0]) - before
        ground = _judged()[name].get(frame, NOTHING + ("-",))[3]
        why, needs = row["smb1audit.why"], row["smb1audit.needs_smb1"]
        if one_or_two == "two":
            assert why == [ground] * (ground != "-"), frame
        elif needs:
            seen = row["smb1audit.offer"] or row["smb1audit.offer_frame"]
            label = tshark.labels("smb1audit.needs_smb1")[int(needs[0])]
            assert why == [oracle.ground(label, "seen" if seen else "-")]
        elif why:
            assert why == APART[not row["smb1audit.scanner"]], frame
