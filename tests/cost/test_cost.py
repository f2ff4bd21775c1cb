# SPDX-License-Identifier: GPL-2.0-or-later
"""Adversaries of cost: no attack costs much more than the same traffic without it.

Counted in instructions and bytes, never by a clock. SMB1AUDIT_COST=large in the environment
has them as large as an adversary would: README.md.
"""

import functools
import os

import attacks
import careless
import collisions
import cost
import large
import measure
import plan
import pytest

import tshark

ROWS = {attack.name: attack for attack in plan.ATTACKS}


@pytest.fixture(name="plugins", scope="module")
def _plugins(folder):
    """A folder for each plugin set."""
    return cost.plugin_folders(folder)


@pytest.fixture(name="counted", scope="module")
def _counted(folder, plugins):
    """The instructions of an attack by its name, with it and without, each counted once."""
    @functools.lru_cache(maxsize=None)
    def count(name):
        return tshark.parallel(
            lambda path: measure.instructions(path, plugins["audit"], *ROWS[name].arguments),
            ROWS[name].write(folder))
    return count


@pytest.fixture(name="workshop", scope="module")
def _workshop(folder, plugins):
    """Where plugins are built that are careless."""
    return careless.Workshop(folder / "careless", plugins["audit"])


@pytest.mark.parametrize("name", ROWS)
def test_attack(name, counted):
    """So many times the instructions at most."""
    count, without = counted(name)
    print(f"{name}: {count:,} / {without:,} = {count / without:.3f}")
    assert count <= ROWS[name].most * without


@pytest.mark.parametrize("name", careless.BUGS)
def test_careless(name, counted, folder, workshop):
    """A plugin that has not thought of the attack takes more than that."""
    _, without = counted(name)
    count = measure.instructions(folder / f"{name}-with.pcap", workshop.careless(name),
                                 *ROWS[name].arguments)
    print(f"careless, {name}: {count:,} / {without:,} = {count / without:.3f}")
    assert count > ROWS[name].most * without


def test_collisions():
    """What is to collide does where the hash has no key, and its counterpart does not."""
    for many, by_chance in ((collisions.texts, collisions.texts_by_chance),
                            (_address_texts(collisions.addresses),
                             _address_texts(collisions.addresses_by_chance))):
        assert len(set(many(600))) == 600
        assert len({collisions.hash_of(text) for text in many(600)}) == 1
        assert len({collisions.hash_of(text) for text in by_chance(600)}) > 590
    assert len({tuple(names) for names in collisions.lists(600)}) == 600


def _address_texts(addresses):
    return lambda count: [str(collisions.address(packed)) for packed in addresses(count)]


# Of fewer than four bytes nothing is read.
@pytest.mark.parametrize("size", (1, 4))
def test_small_segments(size, folder, plugins):
    """Reassembly is the host's; what is ours does not come with every segment."""
    path = folder / "segments.pcap"
    attacks.write(path, attacks.small_segments(), size)
    audit, idle = tshark.parallel(
        lambda name: measure.instructions(path, plugins[name], "-Y", "smb.dialect"),
        ("audit", "idle"))
    print(f"segments of {size}: {audit:,} / {idle:,} = {audit / idle:.3f}")
    assert audit <= 1.2 * idle


LISTS = "lists_of_distinct_names"
LIST_KEPT = 50_000          # bytes of a list of 64 KB


def _kept_of_lists(folder, plugins):
    """Bytes that are kept of each list."""
    attack = ROWS[LISTS]
    (size, _), (without, _) = (measure.used(path, plugins, *attack.arguments)
                               for path in attack.write(folder, attack.large))
    return (size - without) / attack.large


def test_memory_of_lists(folder, plugins, workshop):
    """What is kept of a list of 64 KB is bounded: so many names (OFFER_KEPT), each once,
    and the texts made of them."""
    each = _kept_of_lists(folder, plugins["audit"])
    more = _kept_of_lists(folder, workshop.careless(LISTS))
    print(f"kept of a list: {each:,.0f} bytes; careless: {more:,.0f}")
    assert each < LIST_KEPT < more


@pytest.mark.skipif(os.environ.get("SMB1AUDIT_COST") != "large",
                    reason="takes ten minutes: only where SMB1AUDIT_COST is large")
@pytest.mark.parametrize("name", ROWS)
def test_large(name, folder, plugins):
    """As large as an adversary would: so many times the memory at most."""
    (size, _), (without, _) = large.measured(ROWS[name], folder, plugins["audit"])
    print(f"{name}: {size:,} / {without:,} bytes = {size / without:.3f}")
    assert size <= ROWS[name].most * without
