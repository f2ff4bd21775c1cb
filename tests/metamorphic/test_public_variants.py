# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures by other people, in other forms."""

import warnings

import pytest
import telling
import variants

import tshark
from test_variants import compared

SAME = {
    "shifted": (variants.shifted, telling.TIMES),
    "tagged": (variants.tagged, ()),
    "mixed": (variants.mixed, telling.FRAMES),
    "twice": (variants.twice, telling.FRAMES),
}

if not telling.public():
    warnings.warn(f"public captures are NOT tested: none in {telling.PUBLIC}", stacklevel=1)
pytestmark = pytest.mark.skipif(not telling.public(), reason=f"no captures in {telling.PUBLIC}")


@pytest.mark.parametrize("name", SAME)
def test_variant(name):
    """Of each connection the same is told."""
    variant, names = SAME[name]
    chosen = [batch for batch in telling.public() if telling.is_ethernet(batch)]
    pairs = tshark.parallel(lambda batch: compared(batch, telling.each(variant), names), chosen)
    assert [batch for batch, (was, now) in zip(chosen, pairs) if was != now] == []
    assert sum(len(was) for was, _ in pairs) > 20


def test_two_passes():
    """The last verdict is the same."""
    def both(batch):
        return compared(batch, telling.one_after_the_other, (), two_pass=True)

    pairs = tshark.parallel(both, telling.public())
    assert [batch for batch, (was, now) in zip(telling.public(), pairs) if was != now] == []
