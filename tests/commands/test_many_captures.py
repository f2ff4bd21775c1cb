# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: many captures at a time, by GNU parallel."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from command import (
    CAPTURES, as_told, harmless, mailslot, record, report, report_command, stand_in, with_path,
)

ONE_AT_A_TIME = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]

# Prints what the capture holds: so a test says what tshark tells of it.
TELLS = "exec cat"


def captures_of(folder, *contents):
    """Captures in a folder that hold this."""
    for number, content in enumerate(contents):
        path = folder / f"{number:04}.pcap"
        path.write_text(content)
        yield path


def names(result):
    """The captures in a report as json, in order."""
    return [Path(json.loads(line)["capture"]).name for line in result.stdout.splitlines()]


def test_order_of_the_report(public_folder):
    """That of the captures, though the first takes longest."""
    stand_in(public_folder, "tshark", 'read -r seconds; sleep "$seconds"; exec cat')
    told = [f"{seconds}\n{as_told(record())}" for seconds in (0.6, 0.3, 0, 0)]
    captures = [*captures_of(public_folder, *told)]
    result = report("json", *captures, env=with_path(public_folder))
    assert (result.returncode, result.stderr) == (1, "")
    assert names(result) == [path.name for path in captures]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two processors")
def test_at_the_same_time(public_folder):
    """Each waits for the other, so neither runs alone."""
    stand_in(public_folder, "tshark", f"""
touch {public_folder}/started.$$
for _ in $(seq 200); do
    set -- {public_folder}/started.*
    [ $# -lt 2 ] || exec cat
    sleep 0.05
done
exit 1""")
    captures = captures_of(public_folder, *[as_told(record())] * 2)
    assert report("json", *captures, env=with_path(public_folder)).returncode == 1


def test_hundreds(public_folder, temporary):
    """One report on all of them and one line for what all of them say, nothing
    left behind."""
    stand_in(public_folder, "tshark", TELLS)
    told = [as_told(record()), as_told(harmless()), as_told(harmless(), mailslot("X")), "{}\n"]
    captures = captures_of(public_folder, *told * 75)
    result = report("table", *captures, env=with_path(public_folder) | {"TMPDIR": str(temporary)})
    assert (result.returncode, [*temporary.iterdir()]) == (1, [])
    assert "  75     client      SMB1 in use " in result.stdout
    assert re.search(r"example: frame 4 of \S+/0000.pcap, and in 74 more captures\n", result.stdout)
    assert re.search(r"\n150 captures without findings: \S+/0001.pcap, ", result.stdout)
    assert re.search(r"\n75 captures with no SMB negotiation: \S+/0003.pcap, ", result.stdout)
    assert len(result.stdout.splitlines()) < 30
    assert result.stdout.endswith(
        "\n300 captures, 225 connections: 75 with need of SMB1 or perhaps, "
        "150 that show none (150 SMB2 selected)\n")


def test_settings_of_the_user_change_nothing(public_folder, tmp_path):
    """Neither his shell nor his settings for parallel; and his home folder
    stays as it is."""
    stand_in(public_folder, "tshark", TELLS)
    home = tmp_path / "home"
    (home / ".parallel").mkdir(parents=True)
    (home / ".parallel/config").write_text("--dry-run\n")
    hostile = {"HOME": str(home), "PARALLEL": "--dry-run", "PARALLEL_HOME": str(home / ".parallel")}
    hostile |= {"SHELL": "/bin/false", "PARALLEL_SHELL": "/bin/false", "LC_ALL": "xx_XX"}
    capture, = captures_of(public_folder, as_told(record()))
    result = report("json", capture, env=with_path(public_folder) | hostile)
    assert (result.returncode, result.stderr, names(result)) == (1, "", [capture.name])
    assert [path.name for path in home.rglob("*")] == [".parallel", "config"]


# What stands in for parallel, and what is said of it.
UNFIT = {
    "that of moreutils": (
        """echo "parallel: invalid option -- '-'" >&2; exit 1""",
        "the command parallel is not GNU parallel (Debian package: parallel)",
    ),
    "a broken one": (
        '[ "$1" = --version ] && exec echo GNU parallel; echo "no such thing" >&2; exit 255',
        "parallel failed: no such thing",
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_unfit_parallel(public_folder, tmp_path, temporary, name):
    """One line, whatever the number of captures, and the old report stays."""
    script, complaint = UNFIT[name]
    stand_in(public_folder, "parallel", script)
    output = tmp_path / "report"
    output.write_text("old")
    captures = [CAPTURES / "red-herring.pcap", CAPTURES / "smb2-pure.pcap"]
    environment = with_path(public_folder) | {"TMPDIR": str(temporary)}
    result = report("csv", *captures, output=output, env=environment)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"audit: {complaint}\n"
    assert (output.read_text(), [*temporary.iterdir()]) == ("old", [])


def test_no_parallel(public_folder):
    """Where nothing is installed for want of dpkg, it may be missing."""
    result = report("table", CAPTURES, env={"PATH": str(public_folder)})
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "audit: parallel: No such file or directory\n"


def test_job_that_is_killed(public_folder):
    """The capture is named, and the others are reported."""
    # Of two jobs, the second alone lives to say how it ended.
    done = 'cat "$AUDIT_FOLDER/1.capture" >"$AUDIT_FOLDER/1.told"; echo 1 0'
    stand_in(public_folder, "parallel", done)
    captures = [*captures_of(public_folder, as_told(record()), as_told(record()))]
    result = report("json", *captures, env=with_path(public_folder))
    assert (result.returncode, names(result)) == (2, [captures[1].name])
    assert result.stderr == f"audit: {captures[0]}: not read: its job was ended\n"


def test_file_that_disappears(public_folder):
    """It was there when the folder was searched."""
    captures = [*captures_of(public_folder, *[as_told(record())] * 3)]
    stand_in(public_folder, "tshark", f"rm -f {captures[1]}; exec cat")
    result = report(
        "json", public_folder, env=with_path(public_folder), before=ONE_AT_A_TIME
    )
    assert result.returncode == 2
    assert result.stderr == f"audit: {captures[1]}: No such file or directory\n"
    assert names(result) == [captures[0].name, captures[2].name]


def test_pipes(tmp_path):
    """A capture that comes through a pipe, with a name or without."""
    capture = CAPTURES / "red-herring.pcap"
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with (
        subprocess.Popen(["cp", capture, fifo]) as named,
        subprocess.Popen(["cat", capture], stdout=subprocess.PIPE) as nameless,
    ):
        result = report("json", "/dev/stdin", fifo, stdin=nameless.stdout, timeout=60)
        named.kill()
    assert (result.returncode, result.stderr) == (1, "")
    assert names(result) == ["stdin", "fifo"]


def on_a_terminal(*command, **options):
    """What a command writes on a terminal that is its standard error."""
    try:
        terminal, standard_error = pty.openpty()
    except OSError:
        pytest.skip("no pseudo-terminals here")
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=standard_error,
        **options,
    ):
        os.close(standard_error)
        written = b""
        try:
            while more := os.read(terminal, 4096):
                written += more
        except OSError:  # the other end was closed
            pass
    os.close(terminal)
    return written.decode()


def test_progress(public_folder):
    """A bar on a terminal, and nothing where there is none."""
    stand_in(public_folder, "tshark", TELLS)
    captures = [*captures_of(public_folder, *[as_told(record())] * 3)]
    environment = with_path(public_folder)
    assert report("csv", *captures, env=environment).stderr == ""
    written = on_a_terminal(*report_command("csv", *captures), env=environment)
    assert "100% 3:0=0s" in written
    assert "cite" not in written


def test_complaints_beside_the_progress(public_folder):
    """They start a line of their own."""
    stand_in(public_folder, "tshark", "exit 7")
    captures = captures_of(public_folder, "x", "x")
    written = on_a_terminal(*report_command("csv", *captures), env=with_path(public_folder))
    assert written.count("\r\x1b[Kaudit: ") == 2
