# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants of every test capture, read by tshark with a plugin that watches its memory.

SMB1AUDIT_MUTANTS says how many, SMB1AUDIT_MUTANTS_SEED which, SMB1AUDIT_SANITIZED where
such a plugin is built already; README.md has the figures of many. What is found stays in a
file, with what to call to make it again.
"""

import os
import shutil

import examine
import mutants
import planted
import pytest
import sanitized
import stories

import tshark

COUNT = int(os.environ.get("SMB1AUDIT_MUTANTS", "2000"))
SEED = os.environ.get("SMB1AUDIT_MUTANTS_SEED", "1")
EACH = 250                  # mutants of a capture: starting tshark takes long
KEPT = tshark.REPOSITORY / "build" / "fuzz"

OWN = sorted((tshark.REPOSITORY / "test-captures").glob("*.pcap"))


@pytest.fixture(name="originals", scope="module")
def _originals():
    return [story for path in OWN for story in stories.read(path)]


@pytest.fixture(name="workshop", scope="module")
def _workshop(folder):
    """A copy of the sources, and where it is built."""
    sources = folder / "sources"
    sources.mkdir()
    sanitized.copy_sources(sources)
    return sources, folder / "build"


@pytest.fixture(name="plugins", scope="module")
def _plugins(request, folder):
    if "SMB1AUDIT_SANITIZED" in os.environ:
        return os.environ["SMB1AUDIT_SANITIZED"]
    workshop = request.getfixturevalue("workshop")
    return shutil.copytree(sanitized.build(*workshop), folder / "plugins")


def read(numbers, originals, plugins, folder):
    """What is wrong with the mutants of these numbers, and their records."""
    path = folder / f"mutants-{numbers[0]}-{len(numbers)}.pcap"
    mutants.write(path, numbers, SEED, originals)
    found, records = examine.wrong(path, plugins)
    if found:
        KEPT.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, KEPT)
    path.unlink()
    return found, records


def culprit(numbers, originals, plugins, folder):
    """The first mutant of them that is wrong by itself; None where only all of them are."""
    for number in numbers:
        found, _ = read([number], originals, plugins, folder)
        if found:
            return number, found
    return None


def test_mutants(originals, plugins, folder):
    """None harms, and enough of them get as far as a verdict."""
    batches = [list(range(first, min(first + EACH, COUNT + 1)))
               for first in range(1, COUNT + 1, EACH)]
    results = tshark.parallel(lambda batch: read(batch, originals, plugins, folder), batches)
    for batch, (found, _) in zip(batches, results):
        assert not found, (f"seed {SEED}, mutants {batch[0]} to {batch[-1]}, kept in {KEPT}:\n"
                           + "\n".join(found)
                           + f"\nby itself: {culprit(batch, originals, plugins, folder)}")
    judged = {mutants.number_of(record.get("client_address", "")) for _, records in results
              for record in records} | {
              mutants.number_of(record.get("server_address", "")) for _, records in results
              for record in records}
    verdicts = {record["verdict"] for _, records in results for record in records}
    print(f"{COUNT} mutants, {len(judged - {None})} of them judged, {len(verdicts)} verdicts")
    assert len(judged - {None}) > COUNT / 2
    assert COUNT < 2000 or len(verdicts) == 13


@pytest.mark.parametrize("bug", planted.IN_PLUGIN, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug, originals, workshop, folder):
    """Else nothing above says anything."""
    path = folder / "planted.pcap"
    with planted.planted(bug, workshop[0]):
        plugins = sanitized.build(*workshop)
        for first in range(1, COUNT, EACH):
            mutants.write(path, range(first, first + EACH), SEED, originals)
            found, _ = examine.wrong(path, plugins)
            if found:
                break
    assert any(bug.report in what for what in found), found
