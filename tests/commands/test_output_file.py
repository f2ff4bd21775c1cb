# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit -o FILE: the file is the whole report, or as it was."""

import os
import stat

import pytest
from command import CAPTURES, NOT_ALMIGHTY, audit, report

CAPTURE = CAPTURES / "red-herring.pcap"
OLD = "the report of yesterday\n"


@pytest.fixture(name="printed", scope="module")
def fixture_printed():
    """The report on standard output."""
    return report("csv", CAPTURE).stdout


def mode(path):
    """Who may read and write a file."""
    return stat.S_IMODE(path.stat().st_mode)


def content(path):
    """The text of a file, as a command's output is read here."""
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [["-o"], ["--output"]])
def test_new_file(tmp_path, printed, option):
    """It is the report, with the mode that other commands would give it, and
    alone in its folder."""
    result = audit("--format", "csv", *option, "a b\n.csv", CAPTURE, cwd=tmp_path, umask=0o027)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")
    path, = tmp_path.iterdir()
    assert (path.name, content(path), mode(path)) == ("a b\n.csv", printed, 0o640)


def test_standard_output(tmp_path, printed):
    """A minus sign names it, and no file."""
    result = audit("--format=csv", "-o", "-", CAPTURE, cwd=tmp_path)
    assert (result.stdout, [*tmp_path.iterdir()]) == (printed, [])


def test_old_file(tmp_path, printed):
    """It is replaced and keeps its mode."""
    path = tmp_path / "report.csv"
    path.write_text(OLD * 999)
    path.chmod(0o604)
    assert report("csv", CAPTURE, output=path).returncode == 1
    assert (content(path), mode(path)) == (printed, 0o604)


@pytest.mark.parametrize("there", [True, False])
def test_link(tmp_path, printed, there):
    """It stays, and what it leads to is written."""
    (tmp_path / "reports").mkdir()
    path = tmp_path / "reports/today.csv"
    if there:
        path.write_text(OLD)
    link = tmp_path / "latest.csv"
    link.symlink_to("reports/today.csv")
    assert report("csv", CAPTURE, output=link).returncode == 1
    assert (link.is_symlink(), content(path)) == (True, printed)


def test_device():
    """It is written to and not replaced."""
    assert report("csv", CAPTURE, output="/dev/null").returncode == 1
    assert not os.path.isfile("/dev/null")


def test_pipe(printed):
    """Standard output by the name that it has as a file."""
    assert report("csv", CAPTURE, output="/dev/stdout").stdout == printed


# What the report is to be written to, and why it cannot be.
UNWRITABLE = {
    "folder": "Is a directory",
    "new/": "Is a directory",
    "missing/report": "No such file or directory",
    "file/report": "Not a directory",
    "loop": "Too many levels of symbolic links",
    "locked/report": "Permission denied",
    "read-only": "Permission denied",
    "x" * 256: "File name too long",
    "/dev/full": "No space left on device",
    "folder/\x1b\n": None,
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_unwritable(tmp_path, temporary, name):
    """One line names the file and the reason, and nothing is left."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text(OLD)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "locked").mkdir(mode=0o500)
    (tmp_path / "read-only").write_text(OLD)
    (tmp_path / "read-only").chmod(0o400)
    if (why := UNWRITABLE[name]) is None:
        (tmp_path / name).mkdir()
        why = "Is a directory"
    there = {path: path.lstat() for path in tmp_path.rglob("*")}
    result = report("csv", CAPTURE, output=name, cwd=tmp_path, before=NOT_ALMIGHTY)
    assert (result.returncode, result.stdout) == (2, "")
    shown = name.replace("\x1b\n", r"\x1b\n")
    assert result.stderr == f"audit: cannot write {shown}: {why}\n"
    assert {path: path.lstat() for path in tmp_path.rglob("*")}.keys() == there.keys()
    assert content(tmp_path / "read-only") == OLD
    assert [*temporary.iterdir()] == []


def test_full_disk(tmp_path):
    """The old report stays when there is no room for the new one."""
    (tmp_path / "quiet.pcap").write_bytes(CAPTURE.read_bytes()[:24])
    path = tmp_path / "report.csv"
    path.write_text(OLD)
    result = report(
        "csv", "quiet.pcap", output=path, cwd=tmp_path, before=["prlimit", "--fsize=200"]
    )
    assert result.returncode == 2
    assert result.stderr == f"audit: cannot write {path}: File too large\n"
    assert (content(path), len([*tmp_path.iterdir()])) == (OLD, 2)


def test_no_room_for_what_tshark_tells(tmp_path):
    """Nothing is reported of a capture that was not read to its end."""
    result = report("table", CAPTURE, before=["prlimit", "--fsize=300"], cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"audit: {CAPTURE}: ")
    assert len(result.stderr.splitlines()) == 1


def test_report_in_place_of_a_capture(tmp_path):
    """What was captured once cannot be captured again."""
    path = tmp_path / "a.pcap"
    path.write_bytes(CAPTURE.read_bytes())
    result = report("csv", tmp_path, output=path)
    assert result.returncode == 2
    assert result.stderr == f"audit: cannot write {path}: it is one of the captures\n"
    assert path.read_bytes() == CAPTURE.read_bytes()


def test_report_on_nothing(tmp_path):
    """No old report looks like that of today."""
    path = tmp_path / "report.csv"
    path.write_text(OLD)
    assert report("csv", tmp_path / "missing.pcap", output=path).returncode == 2
    assert content(path).startswith("\ufeffcapture,frame,") and len(content(path).splitlines()) == 1


def test_reader_that_has_enough():
    """No complaint about a pipe that was closed."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = report("csv", CAPTURE, stdout=writing)
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (141, "")
