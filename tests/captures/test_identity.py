# SPDX-License-Identifier: GPL-2.0-or-later
"""Who and what, against the built-in fields, on our captures and on public ones."""

import functools

import pytest

import identity_oracle
import tshark
from expected import (FIELDS, IDENTITY, PASSES, batches, names, observed,
                      read_batch, shown_identity, shown_values)
from test_public import PRESENT

# What a reader sees in the public captures by eye, as in
#   tshark -r F -Y 'smb.cmd == 0x73 || smb.cmd == 0x75 || nbss.type == 0x81' -V
BY_EYE = {
    ("smb-smbclient.pcap", "0"): {
        "client.user": ["user"], "client.domain": ["WORKGROUP"],
        "client.os": ["Unix"], "client.lanman": ["Samba 3.6.3"],
        "share": ["\\\\LOCALHOST\\MP3"]},
    ("smb-smb1-ascii.pcap", "0"): {
        "client.user": ["Administrator"], "client.domain": ["LAB"],
        "client.name": ["THEHOSTNAMEHEREX"],
        "client.os": ["Windows 2000 2195"], "scanner": ["yes"],
        "server.lanman": ["Windows Server 2008 R2 Standard 6.1"],
        "share": ["\\\\10.10.0.2\\IPC$", "\\\\10.10.0.2\\ADMIN$"]},
    ("raw_ntlm_in_smb.pcap", "2"): {
        "client.user": ["test"], "client.domain": ["TEST-F7DFBC3FE9"],
        "client.name": ["BABYBOOK"], "client.os": ["Mac OS X 10.10"],
        "share": ["\\\\192.168.56.101\\IPC$",
                  "\\\\192.168.56.101\\MY PICTURES"]},
    ("netbios-ssn-full-scanner-winxp.pcap", "0"): {
        "client.name": ["PRINTER"], "server.name": ["VMWINXP"],
        "server.domain": ["MSHOME"], "share": ["\\\\VMWINXP\\SCANNER"]},
    ("wireshark-smb-on-windows10.pcap", "1"): {
        "client.name": ["DESKTOP-V1FA0UQ"], "server.name": ["SCV"],
        "server.os": ["Windows 8.1 9600"], "auth": ["anonymous"],
        "share": ["\\\\SCV\\IPC$"], "browser": ["yes"]},
    ("smb_gssapi.pcap", "0"): {
        "auth": ["Kerberos or other"], "server.domain": ["HOUSING"],
        "signing": ["enabled"]},
}


# -- the oracle ---------------------------------------------------------------


@functools.lru_cache(maxsize=None)
def _ours():
    """By capture: stream to (stack, identity) by the oracle and by the plugin.

    The streams of a batch are those of the joined capture, for both.
    """
    def read(batch):
        options, group = batch

        def rows(path):
            return [{"frame.number": [str(seen.first_frame)],
                     "stream": str(key), "seen": seen} for key, seen in
                    identity_oracle.identities(path, options).items()]
        return read_batch(group, rows)

    return {name: {row["stream"]: row["seen"] for row in rows}
            for part in tshark.parallel(read, batches(False))
            for name, (_, rows) in part.items()}


def _by_stream(rows):
    """(verdict, stack, identity) by stream; of the frames of one, the same."""
    result = {}
    for row in rows:
        if row["tcp.stream"]:
            stream = row["tcp.stream"][-1]
            stack = shown_values(row, "offer.stack")
            before = result.get(stream, ("", []))
            verdict, = row["smb1audit.verdict"] or [""]
            result[stream] = (verdict and tshark.labels(
                "smb1audit.verdict")[int(verdict)], before[1] or stack,
                shown_identity(row))
    return result


@pytest.mark.parametrize("name", names())
def test_ours(name):
    """Every detail of every connection of our captures, at the end of pass two."""
    _, rows = observed(False, "two")[name]
    judged = _ours()[name]
    for stream, (verdict, stack, identity) in _by_stream(rows).items():
        seen = judged.get(stream, identity_oracle.Seen())
        expected = seen.identity(verdict)
        for field in IDENTITY:
            assert identity.get(field) == expected.get(field), (stream, field)
        assert stack == [seen.stack] * bool(seen.stack)


@functools.lru_cache(maxsize=None)
def _public():
    captures = [param.values[0] for param in PRESENT if param.values[0]]
    tasks = [(task, capture) for capture in captures for task in (
        identity_oracle.identities,
        lambda path: [row for row in tshark.fields(path, FIELDS, two_pass=True)
                      if row["smb1audit"]])]
    done = tshark.parallel(lambda task: task[0](task[1]), tasks)
    return dict(zip(captures, zip(done[0::2], done[1::2])))


@pytest.mark.parametrize("capture", PRESENT)
def test_public(capture):
    """The same for captures of other people's, and what was seen by eye."""
    judged, rows = _public()[capture]
    shown = _by_stream(rows)
    for stream, (verdict, stack, identity) in shown.items():
        seen = judged.get(int(stream), identity_oracle.Seen())
        expected = seen.identity(verdict)
        for field in IDENTITY:
            assert identity.get(field) == expected.get(field), (stream, field)
        assert stack == [seen.stack] * bool(seen.stack)
    for (name, stream), by_eye in BY_EYE.items():
        if name == capture.name:
            assert {field: shown[stream][2].get(field)
                    for field in by_eye} == by_eye


# -- what holds for every capture -------------------------------------------------


# A connection that goes on to other work, and a logon that is refused.
MAY_TURN_OUT_OTHERWISE = {"browser", "client.user", "client.domain", "auth"}


@pytest.mark.parametrize("one_or_two", PASSES)
def test_identity_of_a_connection(one_or_two):
    """In two passes all frames tell the same; in one nothing known is lost."""
    for name, (_, rows) in observed(False, one_or_two).items():
        before = {}
        for row in rows:
            stream = tuple(row["tcp.stream"][-1:]) or row["frame.number"][0]
            identity = shown_identity(row)
            if one_or_two == "two":
                assert identity == before.setdefault(stream, identity), name
            else:
                missing = set(before.get(stream, ())) - set(identity)
                assert missing <= MAY_TURN_OUT_OTHERWISE, name
                before[stream] = identity


def test_harmless_and_bounded():
    """No field has a control character, or more than 256 bytes."""
    for name, (_, rows) in observed(False, "two").items():
        for row in rows:
            for values in shown_identity(row).values():
                for value in values:
                    assert value.isprintable(), name
                    assert 0 < len(value.encode("utf-8")) <= 256, name


def test_one_datagram():
    """A datagram has its mark, two names, and none of a session's fields."""
    _, rows = observed(False, "two")["udp-138-mailslot"]
    told = {name for name in rows[0] if rows[0][name]}
    assert told == {"frame.number", "smb1audit", "smb1audit.datagram",
                    "smb1audit.client.name", "smb1audit.client.address"}
