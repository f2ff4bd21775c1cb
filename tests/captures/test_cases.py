# SPDX-License-Identifier: GPL-2.0-or-later
"""Every capture against its NAME.expected, in one pass and in two."""

import subprocess

import pytest

import tshark
from expected import (FOLDER, IDENTITY, PASSES, names, observed_text,
                      observed_values, read_expected)


def test_files_are_what_the_generator_writes():
    """generate.py --check names each file that differs."""
    check = subprocess.run(["/usr/bin/python3", str(FOLDER / "generate.py"),
                            "--check"], capture_output=True, check=False)
    assert (check.returncode, check.stdout + check.stderr) == (0, b"")


@pytest.mark.parametrize("one_or_two", PASSES)
@pytest.mark.parametrize("name", names())
def test_capture(name, one_or_two, request):
    """The frames with a tree and what stands on them; then further fields."""
    each = request.config.getoption("--each")
    outcome = read_expected(name)
    assert (observed_text(name, one_or_two, each)
            == outcome.text(one_or_two)), outcome.purpose
    wanted = _wanted(outcome, one_or_two)
    assert wanted == {
        (frame, field): observed_values(name, one_or_two, frame, field, each)
        for frame, field in wanted}, outcome.purpose


def _wanted(outcome, one_or_two):
    """(frame, field) to its values; "-" in the file is no value. Where a field has
    rows for 4.0 (field@4.0), they are those that count there."""
    wanted, old = {}, {}
    for place, frame, field, value in outcome.fields:
        if place == one_or_two:
            name, _, release = field.partition("@")
            (old if release else wanted).setdefault((int(frame), name), []).extend(
                [] if value == "-" else [value])
    if tshark.release() == (4, 0):
        wanted.update(old)
    for frame, field in list(wanted):
        if field in IDENTITY:                   # one of them, so all of them
            for other in IDENTITY:
                wanted.setdefault((frame, other), [])
    return wanted
