# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of cases, one module a subject, in the order of the README."""

from . import (offers, selected, refused, in_use, order, carriers, hostile,
               identity, logons, shares, stacks, tools, hostile_identity, office,
               software, cards)
from outcome import TABLE

__all__ = ["TABLE", "offers", "selected", "refused", "in_use", "order",
           "carriers", "hostile", "identity", "logons", "shares",
           "stacks", "tools", "hostile_identity", "office", "software", "cards"]
assert len({case.name for case in TABLE}) == len(TABLE), "a name twice"
