# SPDX-License-Identifier: GPL-2.0-or-later
"""The report's own modules, the records of tests/commands, and a browser for all tests."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "tests/commands"),
                str(ROOT / "tools/report")]

from browsing import Browser, missing  # noqa: E402 # pylint: disable=wrong-import-position


@pytest.fixture(scope="session")
def started():
    """A browser without a window; its start takes seconds."""
    if reason := missing():
        pytest.skip(f"no page was looked at in a browser: {reason}")
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture
def browser(started):
    """The browser as it is for most who look: a broad screen, light, with scripts."""
    started.reset()
    return started
