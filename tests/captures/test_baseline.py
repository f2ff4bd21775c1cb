# SPDX-License-Identifier: GPL-2.0-or-later
"""What is printed is what was approved; see baseline.py."""

import difflib
import functools

import baseline
import pytest

import tshark

printed = functools.lru_cache(maxsize=None)(baseline.printed)


@pytest.mark.skipif(tshark.release() != baseline.RELEASE,
                    reason="another release, which shows some things in other words")
@pytest.mark.parametrize("name", baseline.PRINTED)
def test_baseline(name):
    """Where it differs and should: baseline.py, and read what it changes."""
    approved = baseline.approved(name).split("\n")
    now = printed()[name].split("\n")
    assert "\n".join(difflib.unified_diff(approved, now, "approved", "now", n=0,
                                          lineterm="")) == ""
