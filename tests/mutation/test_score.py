# SPDX-License-Identifier: GPL-2.0-or-later
"""Our own tests notice what is wrong: a sample of all changes of one token. The whole
is a matter of hours: see README.md."""

import pytest

import changes
import score
import workshop

# (files, how many of their changes, whether tests/captures judge what the unit checks
# do not notice)
SAMPLES = (
    ("plugin/audit/", 300, False),
    ("plugin/wireshark/", 12, True),
)


@pytest.mark.parametrize("begin, number, captures", SAMPLES)
def test_changes_are_noticed(begin, number, captures):
    """98 % of those that make a difference."""
    found = score.run([begin], number, captures)
    assert found.score >= score.LEAST, found.report()
    assert len(found.outcomes) == number


def test_every_row_is_about_a_change(tmp_path):
    """equivalents.tsv excuses nothing that is gone."""
    known = list(changes.all_changes(workshop.ROOT, workshop.sources(),
                                     workshop.commands(tmp_path)))
    assert [row for row in score.equivalents()
            if not any(score.matches(row, change) for change in known)] == []
