# SPDX-License-Identifier: GPL-2.0-or-later
"""Many of a kind: what is kept and shown is bounded, and what is counted is right.

Cost is measured in what comes out, never by a clock.
"""

import pytest

import tshark
from cases.identity import NAS_SYSTEM, opened
from logon import setup_13, setup_answer, tree_answer, tree_connect
from ntlmssp import LM_RESPONSE, NTLM_RESPONSE
from smb import (LOGON_FAILURE, NT_ONLY, WINDOWS_XP, negotiate, session_message,
                 session_setup_answer, smb2_answer, smb2_negotiate)
from taps import hosts, records, tree
from tcp import Connection, Host, SERVER_MAC

KEPT = 128                  # users, refused users and shares of one connection
CHILDREN = 1000             # of one node of the tree
DIALECTS = 255              # of one list
SHOWN = 32                  # of a list in the summary of other frames
TEXT = 256                  # bytes of one text
UTF16 = {"stack": WINDOWS_XP}


def logon_of(user, mid, stack=WINDOWS_XP):
    """A session setup of 13 words."""
    return setup_13(user, "", "", "", lm=LM_RESPONSE, nt=NTLM_RESPONSE,
                    stack=stack, mid=mid)


# -- users and shares ----------------------------------------------------------------


def two_hundred(capture):
    """Two hundred users and shares on one connection; then as many refused names on
    another."""
    connection = opened(capture)
    for each in range(200):
        connection.client.send(logon_of(f"user{each}", 1))
        connection.server.send(setup_answer(*NAS_SYSTEM, **UTF16))
        connection.client.send(tree_connect(f"\\\\NAS1\\S{each}", **UTF16))
        connection.server.send(tree_answer(**UTF16))
    connection = opened(capture, port=capture.port + 1)
    for each in range(200):
        connection.client.send(logon_of(f"guess{each}", 1))
        connection.server.send(session_setup_answer(
            WINDOWS_XP, status=LOGON_FAILURE))


@pytest.fixture(name="many_names", scope="module")
def _many_names(written):
    return written(two_hundred)


def test_lists_go_on(many_names):
    """The first ones are kept, and it is said which lists have more."""
    names = [f"smb1audit.{name}" for name in (
        "offer", "client.user", "client.user_refused", "share", "left_out")]
    first, second = [row for row in tshark.fields(many_names, names, two_pass=True)
                     if row["smb1audit.offer"]]
    assert [len(first[name]) for name in names[1:]] == [KEPT, 0, KEPT, 2]
    assert first["smb1audit.client.user"] == [f"user{each}" for each in range(KEPT)]
    assert first["smb1audit.share"][-1] == f"\\\\NAS1\\S{KEPT - 1}"
    assert first["smb1audit.left_out"] == ["users", "shares"]
    assert [len(second[name]) for name in names[1:]] == [0, KEPT, 0, 1]
    assert second["smb1audit.left_out"] == ["refused users"]


def test_records_of_lists_that_go_on(many_names):
    """The same in a record, in which the lists are columns."""
    first, second = records(many_names)
    assert [len(first[name]) for name in ("client_users", "share")] == [KEPT, KEPT]
    assert sorted(first["left_out"]) == ["client_users", "share"]
    assert len(second["client_user_refused"]) == KEPT
    assert second["left_out"] == ["client_user_refused"]
    assert "client_user" not in second


# -- connections ---------------------------------------------------------------------


def seldom_smb1(capture):
    """A host that speaks SMB2 in 200 connections, and in three offers SMB1 alone."""
    for each in range(203):
        connection = Connection(capture, port=capture.port + each)
        if each in (7, 77, 177):
            connection.client.send(negotiate(NT_ONLY))
            connection.server.reset()
        else:
            connection.client.send(smb2_negotiate([0x0202, 0x0300]))
            connection.server.send(smb2_answer(0x0300))


@pytest.mark.parametrize("two_pass", (False, True))
def test_an_application(written, two_pass):
    """It is named with its share: an application of it needs SMB1."""
    rows = hosts(written(seldom_smb1), two_pass=two_pass)
    client, server = sorted(rows, key=lambda row: row.role)
    assert (client.needs, client.connections) == ("yes", 203)
    assert client.why == ("offers SMB1 only in 3 of 203 connections: "
                          "an application, not the system")
    assert (server.needs, server.why, server.connections) == ("no", "", 203)


SCAN = 1500


def address(network, number):
    """Of a documentation range: IPv6, as IPv4's are too small."""
    return f"2001:db8:{network}::{number:x}"


def many_clients(capture):
    """1,500 clients of one server, each twice: in turn, not one after the other."""
    server = Host(address(1, 1), SERVER_MAC)
    for again in range(2):
        for each in range(SCAN):
            Connection(capture, client=Host(address(2, each + 1)), server=server,
                       port=capture.port + again).client.send(negotiate(NT_ONLY))


def many_servers(capture):
    """One client that asks 1,500 servers."""
    for each in range(SCAN):
        Connection(capture, client=Host(address(2, 1)),
                   server=Host(address(1, each + 1), SERVER_MAC)
                   ).client.send(negotiate(NT_ONLY))


@pytest.mark.parametrize("two_pass", (False, True))
@pytest.mark.parametrize("build, role, each", (
    (many_clients, "clients", 2), (many_servers, "servers", 1)))
def test_the_tree_is_bounded(written, build, role, each, two_pass):
    """A node lists so many; the rest is one more entry, by distinct names. What is
    above counts all connections."""
    nodes = tree(written(build), two_pass=two_pass)
    path = ("Connections", "No answer seen")
    if role == "clients":
        path += (address(1, 1),)
    assert all(nodes[path[:depth]] == each * SCAN
               for depth in range(1, len(path) + 1))
    assert len([node for node in nodes if len(node) <= len(path)]) == len(path)
    below = {node[-1]: number for node, number in nodes.items()
             if node[:-1] == path}
    assert below.pop(f"Further {role}, not listed") == SCAN - CHILDREN
    assert len(below) == CHILDREN
    assert set(below.values()) == {each}


def test_hosts_are_all_listed(written):
    """Each row stands, with its connections."""
    rows = hosts(written(many_clients))
    clients = [row for row in rows if row.role == "client"]
    assert len(clients) == SCAN
    assert {(row.needs, row.connections) for row in clients} == {("yes", 2)}


# -- an attack -----------------------------------------------------------------------

LISTED, LOGONS = 2900, 2000


def long_list(capture):
    """64 KB of dialects, and thousands of logons behind them."""
    connection = Connection(capture).open()
    offered = session_message(negotiate(
        [b"NT LM 0.12"] + [b"dialect %012d" % each for each in range(LISTED - 1)]))
    for begin in range(0, len(offered), 30000):
        connection.client.emit("PA", offered[begin:begin + 30000])
    for each in range(LOGONS):
        connection.client.send(logon_of(f"u{each}", each % 60000 + 1))


def long_names(capture):
    """Four dialects of 15,000 bytes."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(
        [bytes([letter]) * 15000 for letter in b"ABCD"]))


@pytest.mark.parametrize("two_pass", (False, True))
def test_a_list_of_64_kilobytes(written, two_pass):
    """It is counted; so many names are kept, and each logon is shown with a short
    summary."""
    names = [f"smb1audit.{name}" for name in (
        "offer", "summary", "offer.dialect", "offer.count")]
    rows = [row for row in tshark.fields(written(long_list), names, two_pass=two_pass)
            if row["smb1audit.summary"]]
    offer, *others = rows
    assert offer["smb1audit.offer.count"] == [str(LISTED)]
    assert len(offer["smb1audit.offer.dialect"]) == DIALECTS
    assert offer["smb1audit.summary"][0].endswith(f", {LISTED - DIALECTS} more]")
    assert len(others) == LOGONS
    summaries = {row["smb1audit.summary"][0] for row in others}
    summary, = summaries
    assert summary.endswith(f", {LISTED - SHOWN} more]")
    assert summary.count(", ") == 1 + SHOWN
    assert len(summary) < 1000


def test_the_column_of_a_list_of_64_kilobytes(written):
    """The summary in the Info column is short on every frame."""
    text = tshark.run("tshark", "-n", "-r", written(long_list), "-Y", "smb1audit",
                      "-o", 'gui.column.format:"Info","%i"').stdout.decode("utf-8")
    lines = [line for line in text.splitlines() if "Requested Dialects: [" in line]
    assert lines and {line.count("dialect 0") for line in lines} == {SHOWN - 1}


def test_no_claim_from_a_list_that_is_not_kept(written):
    """What is beyond may be SMB2: the offer counts as incomplete."""
    record, = records(written(long_list))
    assert record["offer"] == "Incomplete"
    assert len(record["offer_dialect"]) == DIALECTS
    assert "needs_smb1" not in record


def test_names_of_15000_bytes(written):
    """Each is cut."""
    record, = records(written(long_names))
    assert record["offer_count"] == 4
    assert {len(name) for name in record["offer_dialect"]} == {TEXT}
    assert all(name.endswith("...") for name in record["offer_dialect"])
    assert len(record["summary"]) < 5 * TEXT
