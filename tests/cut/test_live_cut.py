# SPDX-License-Identifier: GPL-2.0-or-later
"""dumpcap | smb1audit-cut --stream | dumpcap with a ring of files, under load, with real smbd
and smbclient: of the ring the same is told as of a capture of all frames.

SMB1AUDIT_STREAM_CONNECTIONS says how many connections there are (240); as root, in network
namespaces (tests/live/lab). SMB1AUDIT_LIVE=required makes a failure of the skip.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import pytest

import tshark

sys.path[:0] = [str(tshark.REPOSITORY / "tests" / folder) for folder in ("live", "commands")]

import command  # noqa: E402  (its folder is known by now)
import pipeline  # noqa: E402
from lab import clients, network, samba  # noqa: E402
from reading import FRAMES  # noqa: E402

CONNECTIONS = int(os.environ.get("SMB1AUDIT_STREAM_CONNECTIONS", "240"))
AT_A_TIME = 6
LARGE, LARGE_SIZE = "large.bin", 3 << 20

# What clients do in turn: server, protocols, command.
WORK = [
    ("smb2 and up", ("SMB2_02", "SMB3"), f"get {LARGE} /dev/null"),
    ("smb1 only", ("NT1", "NT1"), f"get {samba.FILE} /dev/null"),
    ("smb1 only", ("NT1", "SMB3"), "ls"),
    ("both", ("NT1", "SMB3"), f"get {LARGE} /dev/null; ls"),
    ("smb2 and up", ("NT1", "NT1"), "ls"),
    ("smb1 only", ("NT1", "NT1"), f"get {LARGE} /dev/null; ls"),
]


def give_up(reason):
    """Skip, but not in silence."""
    if os.environ.get("SMB1AUDIT_LIVE") == "required":
        pytest.fail(reason)
    warnings.warn(reason)
    pytest.skip(reason)


def commands(settings):
    """A command line for each connection."""
    for number in range(CONNECTIONS):
        server, protocols, work = WORK[number % len(WORK)]
        address = samba.CONFIGURATIONS[server][0][0]
        yield [*clients.smbclient(address, settings, protocols)[:-1], work]


def load(cable, settings):
    """All of them, some at a time."""
    lines = "".join(" ".join(f"'{word}'" for word in map(str, each)) + " >/dev/null 2>&1\n"
                    for each in commands(settings))
    done = subprocess.run(
        cable.command("client", "xargs", "-d", "\n", "-P", AT_A_TIME, "-I", "{}", "sh", "-c", "{}; true"),
        env=cable.environment, input=lines, text=True, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module", name="captures")
def fixture_captures():
    """Both captures of the load, which has ended."""
    reasons = pipeline.missing()
    if reasons:
        give_up("the stream is not tested live: " + "; ".join(reasons))
    with tempfile.TemporaryDirectory(prefix="smb1audit-", dir="/tmp") as name:
        os.chmod(name, 0o755)
        folder = pathlib.Path(name)
        with network.Network([address for row in samba.CONFIGURATIONS.values()
                              for address in row[0]]) as cable:
            samba.start_all(cable, folder)
            cable.await_listeners(samba.ends())
            for server in {server for server, *_ in WORK}:
                large = folder / server.replace(" ", "-") / samba.SHARE / LARGE
                large.write_bytes(os.urandom(LARGE_SIZE))
            settings = clients.write_settings(folder / "client")
            with pipeline.Captures(cable, folder) as captures:
                begun = time.monotonic()
                load(cable, settings)
                captures.seconds = time.monotonic() - begun
        for path in (*captures.ring(), *captures.whole()):
            path.chmod(0o644)
        yield captures


# Of a record, what two captures of the same traffic do not have in common: each takes the
# time of a frame by itself.
OWN = (*FRAMES, "capture", "time", "last_time")


def records(paths):
    """What tools/audit tells of these files."""
    done = command.report("json", *paths)
    assert done.returncode in (0, 1), done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return sorted(json.dumps({name: value for name, value in each.items()
                              if name not in OWN}, sort_keys=True) for each in told)


def test_ends(captures):
    """Each program, when the first one does, and without a complaint of the cut."""
    assert {name: status for name, (status, _) in captures.said.items()} == {
        "plain": 0, "first": 0, "cut": 0, "second": 0}, captures.said
    assert captures.said["cut"][1] == ""


def test_nothing_is_lost(captures):
    """Of every connection the same is told."""
    whole, ring = records(captures.whole()), records(captures.ring())
    size = sum(path.stat().st_size for path in captures.ring())
    all_of_it = captures.whole()[0].stat().st_size
    print(f"{len(whole)} connections in {captures.seconds:.0f} s, {all_of_it} bytes, of which "
          f"{size} in {len(captures.ring())} files; the cut: {captures.largest} KiB; "
          f"dropped by the kernel: {captures.dropped()}")
    if any(captures.dropped()):
        give_up(f"the kernel dropped frames: {captures.dropped()}")
    assert len(whole) == CONNECTIONS
    assert [each for each in whole if each not in ring] == []
    assert ring == whole
    assert len(captures.ring()) > 1
    assert captures.largest < 48 << 10
