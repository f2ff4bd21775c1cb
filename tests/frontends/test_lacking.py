# SPDX-License-Identifier: GPL-2.0-or-later
"""A field that a build of Wireshark lacks: one warning says so, and the rest works.

Each field that the plugin wants is taken away in turn (lacking.c).
"""

import json
import os
import subprocess

import pytest
import telling
import wanted
from test_readers import joined, plain

import tshark

SOURCE = tshark.REPOSITORY / "tests" / "frontends" / "lacking.c"
WARNING = "SMB1 Audit: this Wireshark has no field %s; what depends on it is not judged."
WHAT = ("-q", "-z", "smb1audit,json", "-z", "smb1audit,hosts")

# Fields that a verdict rests on, or who needs SMB1. All others name somebody, or say how.
DECIDING = {
    "smb", "smb.cmd", "smb.flags.response", "smb.mid", "smb.nt_status", "smb.error_class",
    "smb.wct", "smb.bcc", "smb.dialect", "smb.dialect.index",
    "smb2", "smb2.cmd", "smb2.flags.response", "smb2.dialect", "smb2.nt_status",
    "tcp.connection.rst", "tcp.connection.fin",
    # Scanners, the Computer Browser, and software that has no SMB2.
    "smb.flags2", "smb.pid", "smb.native_os", "smb.native_lanman", "smb.path", "smb.trans_name",
    "smb_pipe.function",
}
JUDGED = ("frame", "verdict", "needs_smb1", "client_need", "server_need", "offer", "selected")


@pytest.fixture(name="folder", scope="module")
def _folder():
    with telling.Folder() as folder:
        yield folder


@pytest.fixture(name="library", scope="module")
def _library(folder):
    path = folder / "lacking.so"
    subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-Wall", "-Werror", "-o", path,
                    SOURCE, "-ldl"], check=True)
    path.chmod(0o755)
    return path


@pytest.fixture(name="capture", scope="module")
def _capture(folder):
    return joined(plain(), folder)


def told_without(field, library, capture, *options):
    """What tshark says where it lacks the field, and how it ended."""
    return tshark.run("tshark", "-n", "-r", capture, *options, *WHAT, check=False,
                      LD_PRELOAD=str(library), SMB1AUDIT_LACKING=field)


@pytest.fixture(name="told", scope="module")
def _told(library, capture):
    """field -> what is said without it, and of none."""
    names = ["none.at.all", *wanted.names()]
    return dict(zip(names, tshark.parallel(
        lambda name: told_without(name, library, capture), names)))


def warnings(done):
    """The lines on stderr that are ours."""
    return [line for line in done.stderr.decode("utf-8").splitlines() if "SMB1" in line]


def records(done):
    """As JSON has them."""
    return [telling.without(json.loads(line), telling.VENDORS)
            for line in done.stdout.decode("utf-8").splitlines()
            if line.startswith('{"frame":')]


def test_nothing_is_lacking(told):
    """The library alone changes nothing."""
    assert warnings(told["none.at.all"]) == []
    assert records(told["none.at.all"]) == telling.original(plain())


def judged(written):
    """What is decided."""
    return [tuple(record.get(name) for name in JUDGED) for record in written]


def blamed(written):
    """The first frames of connections whose server needs SMB1."""
    return {record["frame"] for record in written if record.get("needs_smb1") == "server"}


@pytest.mark.parametrize("field", wanted.names())
def test_lacking(field, told):
    """One warning, that names it; the rest is told of, and no server is blamed that is not
    otherwise.  But where SMB2's fields are lacking, of a server that answers in SMB2 and then in
    SMB1, as two captures have it, the second answer alone is seen."""
    done, whole = told[field], telling.original(plain())
    assert done.returncode == 0, done.stderr
    line, = warnings(done)
    assert line.endswith(WARNING % field)
    assert len(records(done)) > 20 and b"192.0.2." in done.stdout.rpartition(b"Host ")[2]
    assert field.startswith("smb2") or blamed(records(done)) <= blamed(whole)
    assert (judged(records(done)) == judged(whole)) == (field not in DECIDING)


def test_two_passes(library, capture):
    """It is said once, too, where frames are read again."""
    done = told_without("smb.native_os", library, capture, "-2")
    assert len(warnings(done)) == 1
    assert len(records(done)) == len(telling.original(plain()))
