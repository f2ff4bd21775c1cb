# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual page says what the help says: it is made of it."""

import os
import re
import subprocess

import pytest
from packaged import LINUX, ROOT, said

UTF8 = os.environ | {"LC_ALL": "C.UTF-8", "MANWIDTH": "100", "SOURCE_DATE_EPOCH": "86400"}
BUILD = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")


@pytest.fixture(name="source", scope="module")
def fixture_source(tmp_path_factory):
    """The page as it is packaged."""
    page = tmp_path_factory.mktemp("man") / "smb1-audit.1"
    assert said(LINUX / "manual", page, env=UTF8) == ""
    return page


@pytest.fixture(name="page", scope="module")
def fixture_page(source):
    """The page as it is read, the lines of each of its sections."""
    read = subprocess.run(["man", "--warnings", "-l", source], env=UTF8, check=True,
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    assert read.stderr == ""        # no complaint of groff
    return read.stdout


def test_every_option(page, options):
    """Each has a paragraph."""
    headings = " ".join(re.findall(r"^ {7}(-.*)", page, re.MULTILINE))
    missing = [option for option in options if not re.search(rf"{option}(?![\w-])", headings)]
    assert missing == []


def test_every_option_is_in_the_help(options):
    """The command knows no other."""
    command = (ROOT / "tools" / "audit").read_text(encoding="utf-8")
    known = re.search(r"^long=(.*)", command, re.MULTILINE)[1].split(",") + ["version"]
    assert {f"--{option.rstrip(':')}" for option in known} == {
        option for option in options if option.startswith("--")}


def test_every_way_of_calling(page, helped):
    """The synopsis has the lines of the usage."""
    usage = helped.partition("\n\n")[0].replace("usage:", "").split("\n")
    synopsis = re.search(r"^SYNOPSIS\n(.*?)\n\n", page, re.MULTILINE | re.DOTALL)[1]
    assert [line.strip() for line in synopsis.splitlines()] == [line.strip() for line in usage]


def test_every_status(page, helped):
    """And each exit status."""
    statuses = re.findall(r"^  ([\d, ]+?)  ", helped.partition("Exit status:")[2], re.MULTILINE)
    told = page.partition("Exit status:")[2]
    assert statuses and [
        status for status in statuses if not re.search(rf"^ +{status}\b", told, re.MULTILINE)] == []


def test_heading(source):
    """Name, section, version and the date of the last commit, not of the making."""
    version = re.search(r"SMB1AUDIT_VERSION ([\d.]+)", BUILD)[1]
    heading = source.read_text(encoding="utf-8").splitlines()[1]
    assert heading == f'.TH SMB1-AUDIT "1" "January 1970" "SMB1 Audit {version}" "SMB1 Audit"'


def test_no_name_of_this_project_alone(page):
    """It is the page of what is installed, as it is called there."""
    assert "tools/audit" not in page and str(ROOT) not in page
