# SPDX-License-Identifier: GPL-2.0-or-later
"""Our own tests notice what is wrong: a sample of all changes of one token. The whole
is a matter of hours: see README.md."""

import pytest

import changes
import score
import workshop

# (files, how many of their changes, how far what nobody noticed is judged)
SAMPLES = (
    ("plugin/audit/", 300, "unit"),
    ("plugin/wireshark/", 12, "hosts"),
)


@pytest.mark.parametrize("begin, number, level", SAMPLES)
def test_changes_are_noticed(begin, number, level):
    """98 % of those that make a difference."""
    found = score.run([begin], number, level)
    assert found.score >= score.LEAST, found.report()
    assert len(found.outcomes) == number


def test_every_row_is_about_a_change(tmp_path):
    """equivalents.tsv excuses nothing that is gone."""
    known = list(changes.all_changes(workshop.ROOT, workshop.sources(),
                                     workshop.commands(tmp_path)))
    assert [row for row in score.equivalents()
            if not any(score.matches(row, change) for change in known)] == []
