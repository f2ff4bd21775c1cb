# SPDX-License-Identifier: GPL-2.0-or-later
"""The same captures by other programs: sharkd, and tshark as it captures from a pipe."""

import json
import os
import shutil
import subprocess

import frames
import pytest
import telling

import tshark
from test_sharkd import ask

COLUMNS = ("frame.number", "smb1audit.verdict", "smb1audit.needs_smb1", "smb1audit.why",
           "smb1audit.client.address", "smb1audit.client.user", "smb1audit.share")


def joined(batch, folder):
    """The capture of a batch, as a file."""
    parts, link = telling.content(batch)
    frames.write(folder / "x.pcap", telling.one_after_the_other(parts), link)
    return folder / "x.pcap"


def plain():
    """The batch that needs no preferences, the largest."""
    return max((batch for batch in telling.batches() if not batch.options),
               key=lambda batch: len(batch.paths))


def shown_by_tshark(path):
    """A row for each frame, as it prints columns."""
    text = tshark.read(path, "-Y", "smb1audit", "-T", "fields", "-E", "separator=/t", "-E",
                       "occurrence=f", *(word for name in COLUMNS for word in ("-e", name)),
                       two_pass=True).decode("utf-8")
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.skipif(not shutil.which("sharkd"), reason="sharkd is not installed")
def test_sharkd():
    """Every frame shows the same as in tshark's second pass."""
    with telling.Folder() as folder:
        path = joined(plain(), folder)
        asked = {f"column{i}": f"{name}:1" for i, name in enumerate(COLUMNS)}
        answer, = ask(path, ("frames", {"filter": "smb1audit", **asked}))
        expected = shown_by_tshark(path)
    numbers = [[str(frame["num"]), *frame["c"][1:]] for frame in answer]
    assert len(numbers) > 500
    assert [as_shown(row) for row in numbers] == [as_shown(row) for row in expected]


def as_shown(row):
    """Cells in one form: an enumeration is a number to one program and a name to the other;
    from 4.4 on a backslash is printed as two."""
    cells = [cell.replace("\\\\", "\\") for cell in row]
    for i in (1, 2):
        names = tshark.labels(COLUMNS[i])
        cells[i] = names[int(cells[i])] if cells[i].isdigit() else cells[i]
    return cells


def test_capture_from_a_pipe():
    """As it comes in, frame by frame."""
    with telling.Folder() as folder:
        path = joined(plain(), folder)
        environment = {**os.environ, "WIRESHARK_PLUGIN_DIR": str(tshark.PLUGINS), "TZ": "UTC",
                       **tshark.NO_DICTIONARIES}
        with open(path, "rb") as file, subprocess.Popen(
                ["cat"], stdin=file, stdout=subprocess.PIPE) as source:
            done = subprocess.run(
                [tshark.UNPRIVILEGED, "tshark", "-n", "-q", "-i", "-", "-z", "smb1audit,json"],
                stdin=source.stdout, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                env=environment, timeout=300)
        assert done.returncode == 0, done.stderr
        live = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()
                if line.startswith("{")]
    assert live == telling.original(plain())
