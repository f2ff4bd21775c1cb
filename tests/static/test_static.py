# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing is said against our files, and each checker finds a fault that is planted."""

import pytest

import checkers
import source

ALL = [*checkers.OURS, *checkers.WIRESHARKS]


def _have(checker):
    if checker in checkers.WIRESHARKS:
        try:
            source.wireshark()
        except source.NotToBeHad as reason:
            pytest.skip(f"no source of Wireshark, so not run: {reason}")


@pytest.mark.parametrize("checker", ALL, ids=lambda checker: checker.name)
def test_nothing_is_said(checker, tmp_path):
    """Of all files that are its business."""
    _have(checker)
    checked = checker.files()
    assert checked
    assert checker.complaints(tmp_path, checked) == ""


@pytest.mark.parametrize("checker", ALL, ids=lambda checker: checker.name)
def test_a_fault_is_found(checker, tmp_path):
    """One that only this checker is sure to find."""
    _have(checker)
    name, content = checker.fault
    place = tmp_path / "planted"
    place.mkdir()
    (place / name).write_text(content, "utf-8")
    folder = tmp_path / "work"
    folder.mkdir()
    assert checker.complaints(folder, [place / name]) != ""
