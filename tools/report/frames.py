# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark with the plugin: the frames of a capture that it shows."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from captures import Unreadable

UNPRIVILEGED = Path(__file__).resolve().parent.parent / "unprivileged"

# Milliseconds since 1970: in this output the same in every release.
TIME = "time"

# The first frame is asked for, too: Wireshark opens pictures, programs and
# JSON as if they were captures of one frame, which one of these layers tells.
SHOWN = "smb1audit or frame.number == 1"
LAYERS = "frame.protocols"
NO_CAPTURE = ("mime_dlt", "json")

# What tshark says when it fails, and the same to who only knows the file.
REASONS = (
    ("isn't a capture file", "not a capture file"),
    ("special file", "not a capture file"),
    ("cut short", "cut short in the middle of a packet"),
    ("damaged or corrupt", "damaged or corrupt"),
)


def read_frames(path, fields):
    """Yield the frames with an audit: lists of values by field, and the TIME.

    Raises Unreadable where the capture is none or ends before its end.
    """
    try:
        with open(path, "rb") as capture:
            if os.path.isfile(path) and os.path.getsize(path) == 0:
                raise Unreadable(path, "empty")
            yield from read_open_capture(path, capture, fields)
    except OSError as error:
        raise Unreadable(path, error.strerror) from error


def read_open_capture(path, capture, fields):
    """As read_frames. tshark gets the open file as its standard input: it
    runs as a user who perhaps cannot open it."""
    names = {field.replace(".", "_"): field for field in (LAYERS, *fields)}
    arguments = ["-n", "-r", "-", "-Y", SHOWN, "-T", "ek"]
    for field in names.values():
        arguments += ["-e", field]
    with tempfile.TemporaryFile() as said:
        with tshark(*arguments, stdin=capture, stderr=said) as process:
            for packet in packets(process.stdout):
                frame = {names[n]: v for n, v in packet["layers"].items()}
                if frame[LAYERS][0].startswith(NO_CAPTURE):
                    raise Unreadable(path, "not a capture file")
                if any(name.startswith("smb1audit.") for name in frame):
                    yield frame | {TIME: int(packet["timestamp"])}
        if process.returncode:
            raise Unreadable(path, reason(process.returncode, said))


def packets(lines):
    """The packets in tshark's output, which has other lines between them."""
    for line in lines:
        try:
            packet = json.loads(text(line), strict=False)
        except json.JSONDecodeError:
            return  # tshark was ended in the middle of a line
        if "layers" in packet:
            yield packet


def tshark(*arguments, **streams):
    """Start tshark, with nobody's preferences whoever runs it."""
    nobody = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}
    return subprocess.Popen(
        [UNPRIVILEGED, "tshark", *arguments],
        stdout=subprocess.PIPE,
        env=os.environ | nobody,
        **streams,
    )


def text(received):
    """Bytes as text; those that are no UTF-8 as escapes."""
    return received.decode("utf-8", "backslashreplace")


def reason(status, said):
    """Why tshark failed, in a few words."""
    said.seek(0)
    lines = text(said.read()).splitlines()
    for part, meaning in REASONS:
        if any(part in line for line in lines):
            return meaning
    if status < 0:
        return f"signal {-status} ended tshark"
    return lines[-1] if lines else f"tshark failed with status {status}"


def read_labels():
    """The plugin's names for numbers: {(field, number as text): name}."""
    with tshark("-G", "values", stderr=subprocess.DEVNULL) as process:
        values = process.stdout.read()  # a million lines
    rows = re.findall(rb"^V\t(smb1audit\.\S+)\t(\d+)\t(.*)$", values, re.MULTILINE)
    return {(text(field), text(number)): text(name) for field, number, name in rows}
