# SPDX-License-Identifier: GPL-2.0-or-later
"""The command by the name that a package gives it, and what it says of itself."""

import re

import pytest
from packaged import ROOT, said


@pytest.fixture(name="command", scope="session")
def fixture_command(tmp_path_factory):
    """smb1-audit, as a link like the one that is installed."""
    link = tmp_path_factory.mktemp("bin") / "smb1-audit"
    link.symlink_to(ROOT / "tools" / "audit")
    return link


@pytest.fixture(name="helped", scope="session")
def fixture_helped(command):
    """Its help."""
    return said(command, "--help")


@pytest.fixture(scope="session")
def options(helped):
    """The options that the help tells, short and long ones."""
    lines = re.findall(r"^  (?:(-[a-z]), )?(--[a-z-]+)", helped, re.MULTILINE)
    found = [option for line in lines for option in line if option]
    assert {"-o", "--output", "--format"} <= set(found)
    return found


@pytest.fixture(scope="session")
def formats(helped):
    """The formats of a report that the first line of the help tells."""
    return re.search(r"--format ([a-z|]+)", helped)[1].split("|")
