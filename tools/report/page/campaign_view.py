# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page shows of a campaign: which days are known, and what changed."""

from typing import NamedTuple

from change_table import LISTS, covered

from page.plot import of_days


class CampaignView(NamedTuple):
    """What the template asks for: sentences on the days, the Plot of hosts in need by day,
    and lists, each a heading, what it means, and its Rows."""

    known: list
    plot: object
    lists: list


def campaign_view(changes, listed):
    """That of Changes, `listed` making Rows of a list of Change; None where there are no
    days to tell of."""
    if changes is None or not changes.captured:
        return None
    # With nothing before, an empty list would say that nothing is new.
    lists = [(*headed(words), listed(getattr(changes, name)))
             for name, words in LISTS if changes.before]
    known = [capital(words.removeprefix("What changed: ")) for words in covered(changes)]
    return CampaignView(known, of_days(changes.days), lists)


def headed(words):
    """A heading, and the sentence behind it."""
    heading, _, meaning = words.partition(": ")
    return heading, capital(meaning)


def capital(words):
    """As a sentence begins."""
    return words[:1].upper() + words[1:]


def on_period(changes):
    """The sentence on the time that the page is on; empty where it is on all."""
    if changes is None or not changes.period:
        return ""
    return (f"This page is on connections {changes.period} alone, and on the captures that "
            "have some.")
