# SPDX-License-Identifier: GPL-2.0-or-later
"""Protocols that are switched off.  Those without which no verdict is to be had are a matter of
tests/captures/test_sight.py; that it is as before once they are on again, of test_beside.py.
"""

import json
import shutil

import pytest
import surroundings
import telling
from sharkd import Sharkd
from surroundings import Surrounding
from test_readers import COLUMNS, joined, plain

RECORDS = ("-q", "-z", "smb1audit,json")

# Who says so: the command line, or the configuration.
WAYS = {
    "command line": lambda protocol: (surroundings.ALONE, ("--disable-protocol", protocol)),
    "configuration": lambda protocol: (Surrounding({"disabled_protos": protocol + "\n"}), ()),
}

# What may be told by NTLMSSP, where SMB does not.
NAMED = ("client_name", "client_domain", "client_user", "client_users", "client_user_refused",
         "client_os", "server_name", "server_domain", "server_os", "auth", "left_out",
         *telling.VENDORS)


@pytest.fixture(name="capture", scope="module")
def _capture():
    with telling.Folder() as folder:
        yield joined(plain(), folder)


@pytest.mark.parametrize("way", WAYS)
def test_ourselves(way, capture):
    """No field, no record, no row, no word."""
    surrounding, options = WAYS[way]("smb1audit")
    with surroundings.Home(surrounding) as home:
        for passes in ((), ("-2",)):
            assert home.tshark("-r", capture, *passes, *options, "-Y", "smb1audit") == ""
            assert home.tshark("-r", capture, *passes, *options, *RECORDS) == ""
        info = home.tshark("-r", capture, *options, "-T", "fields", "-e", "_ws.col.info")
        table = home.tshark("-r", capture, *options, "-q", "-z", "smb1audit,hosts")
    assert "SMB1" not in info
    assert "192.0.2." not in table


@pytest.mark.skipif(not shutil.which("sharkd"), reason="sharkd is not installed")
def test_ourselves_in_sharkd(capture):
    """Likewise."""
    with surroundings.Home(Surrounding({"disabled_protos": "smb1audit\n"})) as home:
        with Sharkd(home) as sharkd:
            sharkd.load(capture)
            assert sharkd.rows(COLUMNS) == []
            assert "192.0.2." not in json.dumps(sharkd.tap("nstat:smb1audit,hosts"))


@pytest.mark.parametrize("way", WAYS)
def test_ntlmssp(way, capture):
    """Some names are missing. No verdict changes, nor who needs SMB1, nor why."""
    surrounding, options = WAYS[way]("ntlmssp")
    with surroundings.Home(surrounding) as home:
        for passes in ((), ("-2",)):
            told = home.tshark("-r", capture, *passes, *options, *RECORDS)
            now = [json.loads(line) for line in told.splitlines()]
            was = telling.original(plain())
            assert [telling.without(each, NAMED) for each in now] == [
                telling.without(each, NAMED) for each in was]
            assert now != was
