# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark.exe with the DLL of the zip prints what tshark prints here.

All captures that are small enough, read as one, and the public ones where they are; by
itself a sample of them. With SMB1AUDIT_WINDOWS_ALL in the environment also those that are not
small, and every kind of output of all.
"""

import difflib
import os
import pathlib
import tempfile

import pytest
from joined import filling, join

import tshark
import wine

RECORDS = {
    "csv": ("-q", "-z", "smb1audit,csv"),
    "json": ("-q", "-z", "smb1audit,json"),
}
TEXTS = {
    "list": ("-Y", "smb1audit"),
    "tree": ("-2", "-Y", "smb1audit", "-O", "smb1audit"),
    "tables": ("-q", "-z", "smb1audit,hosts", "-z", "smb1audit,tree"),
    "ek": ("-2", "-Y", "smb1audit", "-T", "ek", "-J", "smb1audit"),
}
ALL = bool(os.environ.get("SMB1AUDIT_WINDOWS_ALL"))
# One for each kind of evidence, and what a hostile network sends.
SAMPLE = ("hostile-strings-and-smb1", "hostile-formula", "identity-unicode", "identity-shares",
          "icmp-quotes-reset")
HINDRANCE = wine.hindrance()
pytestmark = pytest.mark.skipif(bool(HINDRANCE), reason=HINDRANCE)


FOLDER = tshark.REPOSITORY / "test-captures"


def every_capture():
    """Ours, and the public ones where they are."""
    public = pathlib.Path(os.environ.get(
        "SMB1AUDIT_PUBLIC_CAPTURES", tshark.REPOSITORY.parent / "shared" / "captures"))
    return [path for each in (FOLDER, public) for path in sorted(each.rglob("*"))
            if path.suffix in (".pcap", ".pcapng", ".cap")]


def captures():
    """Those that are read one by one."""
    sample = [FOLDER / f"{name}.pcap" for name in SAMPLE]
    if ALL:
        sample += join(every_capture(), os.devnull)[1]
    return sample


def compared(windows, linux):
    """The lines that differ, for people."""
    return "\n".join(difflib.unified_diff(
        linux.decode("utf-8", "replace").split("\n"),
        windows.decode("utf-8", "replace").split("\n"), "Linux", "Windows", lineterm="", n=0))


def outcome(machine, capture, arguments):
    # -n on both: what names addresses have is the system's business.
    done = machine.tshark("-n", *arguments, "-r", capture)
    return done, wine.linux(capture, ("-n", *arguments))


def test_plugin_of_the_zip_is_loaded(machine):
    lines = machine.tshark("-G", "plugins").stdout.decode().splitlines()
    mine, = [line.split("\t") for line in lines if line.startswith("smb1audit.dll")]
    assert mine[3].endswith(r"\AppData\Roaming\Wireshark\plugins\4.0\epan\smb1audit.dll"), mine


@pytest.mark.parametrize("capture", captures(), ids=lambda path: path.name)
def test_records_are_the_same_bytes(machine, capture):
    for arguments in RECORDS.values():
        done, (status, expected) = outcome(machine, capture, arguments)
        assert done.returncode == status, done.stderr
        assert done.stdout == expected, compared(done.stdout, expected)


@pytest.mark.parametrize("capture", captures(), ids=lambda path: path.name)
def test_texts_are_the_same_lines(machine, capture):
    for arguments in TEXTS.values():
        done, (status, expected) = outcome(machine, capture, arguments)
        assert done.returncode == status, done.stderr
        lines = done.stdout.replace(b"\r\n", b"\n")
        assert lines == expected, compared(lines, expected)


@pytest.fixture(scope="session")
def together():
    """All that are small, as one file, which this machine's tshark can read, too."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        path = pathlib.Path(name) / "together.pcapng"
        taken, _ = join(every_capture(), path)
        path.chmod(0o644)
        print(f"{len(taken)} captures as one")
        assert len(taken) > 200
        yield path


@pytest.mark.parametrize("kind", [*RECORDS, *TEXTS] if ALL else ["json"])
def test_all_together(machine, together, kind):
    """Records the same bytes, the others the same lines."""
    # -M begins anew as they are read, which leaves nothing for a second pass.
    given = [each for each in {**RECORDS, **TEXTS}[kind] if each != "-2"]
    done, (status, expected) = outcome(machine, together, ("-M", str(filling.FRAMES), *given))
    assert done.returncode == status, done.stderr
    assert expected
    lines = done.stdout.replace(b"\n" if kind in RECORDS else b"\r\n", b"\n")
    assert lines == expected, compared(lines, expected)


def test_what_follows_records_has_line_ends_of_windows(machine):
    """Standard output takes bytes for the records alone."""
    arguments = ("-q", "-z", "smb1audit,json", "-z", "smb1audit,hosts")
    done, (_, expected) = outcome(machine, captures()[0], arguments)
    assert done.stdout.replace(b"\r\n", b"\n") == expected
    ends = {line.endswith(b"\r\n") for line in done.stdout.splitlines(keepends=True)
            if not line.startswith(b"{")}
    records = {line.endswith(b"\r\n") for line in done.stdout.splitlines(keepends=True)
               if line.startswith(b"{")}
    assert ends == {True}
    assert records == {False}


def test_closed_pipe_is_named(machine):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = machine.tshark("-q", "-z", "smb1audit,csv", "-r", captures()[0], stdout=writer)
    finally:
        os.close(writer)
    assert b"cannot write to standard output: Broken pipe" in done.stderr
    assert done.returncode != 0


def test_another_release_is_refused(machine):
    """As the README in the zip says."""
    strange = wine.Machine(wine.OTHER)
    try:
        place = strange.plugin()
        place.parent.mkdir(parents=True)
        strange.plugin(wine.OTHER).rename(place)
        done = strange.tshark("-G", "plugins")
        text = done.stderr.decode("utf-8", "replace")
        assert b"smb1audit" not in done.stdout
        assert ("The plugin 'smb1audit.dll' was compiled for Wireshark version 4.4" in text
                or "Couldn't load plugin 'smb1audit.dll'" in text), text
    finally:
        strange.stop()
