# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit --format csv and json: for spreadsheets and for programs."""

import csv
import io
import json

import pytest
from command import (
    CAPTURES, as_told, harmless, mailslot, record, report, stand_in, with_path,
)

MARK = "\ufeff"

NAME = "Büro-Nord \u20ac"  # as Excel has to show it

# What a spreadsheet would run, in one or another of them.
FORMULAS = [
    "=cmd()", "+1", "-1", "@SUM(A1)", "  =1", "\u00a0=1", ";=1",
    "\t=1", "\r=1", "\n=1", "\tx", "\rx",
    "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", " \uff1d1",
]


def rows(result):
    """A report as csv, read as RFC 4180 has it."""
    text = result.stdout.removeprefix(MARK)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_byte_order_mark(reading):
    """Once, in front of all, so that Excel reads UTF-8."""
    result = reading(record(client_name=NAME), form="csv")
    assert result.stdout.startswith(f"{MARK}capture,frame,time,")
    assert result.stdout.count(MARK) == 1
    assert rows(result)[0]["client_name"] == NAME


def test_ends_of_lines(tmp_path):
    """As RFC 4180 has them."""
    path = tmp_path / "report.csv"
    report("csv", CAPTURES / "red-herring.pcap", output=path)
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_formula(reading, text):
    """A cell that a spreadsheet would run is made text; in a list, too."""
    row, = rows(reading(record(client_name=text, share=[text, "DATA"]), form="csv"))
    assert row["client_name"].startswith("'")
    assert row["share"].startswith("'")


@pytest.mark.parametrize(
    "text", ["DESK1", r"\\NAS1\IPC$", "a=b", "'=1", "192.0.2.10", "x;=1", " x"])
def test_no_change_without_need(reading, text):
    """All else is as it was."""
    row, = rows(reading(record(client_name=text), form="csv"))
    assert row["client_name"] == text


def test_times(reading):
    """Such as spreadsheets take for one; ISO 8601 for programs."""
    row, = rows(reading(record(), form="csv"))
    assert (row["time"], row["last_time"]) == ("2020-01-01 12:00:00.003", "2020-01-01 12:00:00.005")
    told = json.loads(reading(record(), form="json").stdout)
    assert told["time"] == "2020-01-01T12:00:00.003000Z"


def test_columns(reading, modules):
    """Those of the plugin, the new ones last, after the capture."""
    del modules
    from records import COLUMNS

    known = {name: "x" for name in COLUMNS} | record()
    row, = rows(reading(known, form="csv"))
    assert [*row] == ["capture", *COLUMNS]
    assert [*row][-13:] == [
        "why", "client_user_refused", "client_users", "client_need", "client_why", "server_need",
        "server_why", "client_vendor", "server_vendor", "client_resolved", "server_resolved",
        "left_out", "unseen",
    ]
    assert all(row.values())


@pytest.mark.parametrize("more", [{}, {"client_name": NAME}, {"client_name": "\x1b\u202e\x00"}],
                         ids=["plain", "UTF-8", "control characters"])
def test_json_tells_what_the_plugin_told(reading, more):
    """With the capture in front, also of what a later plugin adds."""
    told = record(**more, later={"a": [1, "}"]})
    line = reading(told, form="json").stdout
    assert json.loads(line) == {"capture": "told.pcap"} | told
    assert [*json.loads(line)][0] == "capture"
    assert line.rstrip("\n").isprintable()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_no_need_by_name(reading, form):
    """The exit status is that of the needs, whatever a name says."""
    name = '_need":"yes"'
    result = reading(harmless(client_name=name, share=[name, "yes"]), mailslot(name), form=form)
    assert (result.returncode, result.stderr) == (0, "")


# How a record ends that was not written to its end, or that is none.
BROKEN = ['"verdict":"}', '"verdict":"x"', '"share":["a"', '"a":}\n']


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("end", BROKEN)
def test_broken_record(public_folder, form, end):
    """It is no record, and what could be read is reported."""
    if form == "json" and end.endswith("}\n"):
        pytest.skip("json hands on what is whole, as it is")
    stand_in(public_folder, "tshark", "exec cat")
    capture = public_folder / "told.pcap"
    capture.write_text(as_told(record()) + '{"frame":7,' + end)
    result = report(form, capture, env=with_path(public_folder))
    assert result.stderr == f"audit: {capture}: not all that tshark told could be kept\n"
    assert (result.returncode, "192.0.2.10" in result.stdout) == (2, True)
