# SPDX-License-Identifier: GPL-2.0-or-later
"""The Wireshark that every test uses, and the loud skip where there can be none.

SMB1AUDIT_GUI=required in the environment turns the skip into a failure, for machines that are
known to be able.
"""
import contextlib

import pytest

from desk import TREE, prerequisites

SCREENSHOTS = TREE / "build" / "screenshots"


def pytest_configure(config):
    """PyGObject warns of its own use of Python."""
    config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning:gi.*")


@pytest.fixture(scope="session")
def started():
    """A screen, a Wireshark on it and its file: started once, for a start takes seconds."""
    prerequisites.require()
    from desk.accessibility import Accessibility
    from desk.account import Account
    from desk.captures import Capture
    from desk.screen import Screen
    from desk.wireshark import Wireshark
    with contextlib.ExitStack() as desk:
        screen = desk.enter_context(Screen())
        account = desk.enter_context(Account(screen))
        bus = desk.enter_context(Accessibility(account))
        capture = Capture(account.home)
        yield screen, desk.enter_context(Wireshark(account, bus, capture))


@pytest.fixture
def wireshark(started, request):
    """Wireshark with its file open and no filter nor window; it must live on without a complaint.
    A picture shows how the test left it."""
    screen, wireshark = started
    wireshark.check_runs()
    known = len(wireshark.complaints())
    wireshark.tidy()
    yield wireshark
    screen.picture(SCREENSHOTS / (request.node.name + ".png"))
    complaints = wireshark.complaints()[known:]
    if complaints:
        pytest.fail("\n".join(complaints))
