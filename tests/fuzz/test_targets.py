# SPDX-License-Identifier: GPL-2.0-or-later
"""The targets of libFuzzer on their kept corpus and some thousand inputs more, always the
same ones: chance would let a run fail for what another change brought in. README.md says
how to look further.
"""

import os
import shutil

import planted
import pytest
import sanitized
import targets

TIMES = int(os.environ.get("SMB1AUDIT_FUZZ_TIMES", "1"))


@pytest.fixture(name="workshop", scope="module")
def _workshop(tmp_path_factory):
    """A copy of the sources, and where they are built."""
    sources = tmp_path_factory.mktemp("sources")
    sanitized.copy_sources(sources)
    return sources, tmp_path_factory.mktemp("build")


@pytest.fixture(name="built", scope="module")
def _built(workshop, tmp_path_factory):
    targets.build(*workshop)
    folder = tmp_path_factory.mktemp("targets")
    for target in targets.TARGETS:
        shutil.copy(workshop[1] / f"fuzz_{target}", folder)
    return folder


@pytest.mark.parametrize("target", targets.TARGETS)
def test_target(target, built):
    """Nothing breaks a rule, or memory."""
    runs = targets.TARGETS[target][1] * TIMES
    status, said = targets.run(target, built, runs)
    assert status == 0, said[-6000:]
    figures = targets.figures(said)
    print(target, figures)
    assert figures["runs"] >= runs


@pytest.mark.parametrize("bug", planted.IN_TARGET, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug, workshop):
    """By the same runs."""
    target = bug.name.partition("-")[0]
    with planted.planted(bug, workshop[0]):
        targets.build(*workshop, f"fuzz_{target}")
        status, said = targets.run(target, workshop[1], targets.TARGETS[target][1])
    assert status != 0
    assert bug.report in said, said[-6000:]
