# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark executes and keeps for a capture: instructions, by callgrind, from when the
capture is opened on (tests/bench/plugins/meter.c), and memory, as its largest resident size.
"""

import os
import pathlib
import re
import subprocess
import sys

import cost

HERE = pathlib.Path(__file__).resolve().parent

# What tshark is asked for.
STATISTICS = ("-q", *(word for name in ("hosts", "tree", "json", "csv")
                      for word in ("-z", "smb1audit," + name)))
COUNTS = ("-q", "-z", "smb1audit,hosts", "-z", "smb1audit,tree")
HOSTS = ("-q", "-z", "smb1audit,hosts")
SUMMARY = ("-T", "fields", "-e", "smb1audit.summary")
USERS = ("-T", "fields", "-e", "smb1audit.client.user")
TWICE = ("-q", "-2", "-z", "smb1audit,csv")


def _environment(plugins):
    """Wireshark's dictionaries, which take half of its start, are looked for in vain."""
    return {**os.environ, "WIRESHARK_PLUGIN_DIR": str(plugins), "IDLE_WANTS": "",
            "WIRESHARK_DATA_DIR": str(plugins)}


def instructions(capture, plugins, *arguments):
    """Instructions executed for its frames."""
    done = subprocess.run(
        [cost.UNPRIVILEGED, "valgrind", "--tool=callgrind", "--instr-atstart=no",
         "--callgrind-out-file=/dev/null", "tshark", "-n", "-r", capture, *arguments],
        env=_environment(plugins), text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    assert done.returncode == 0 and collected, done.stderr
    return int(collected.group(1))


def used(capture, plugins, *arguments):
    """(bytes resident at most, seconds of processor time)."""
    done = subprocess.run(
        [sys.executable, HERE / "resources.py", cost.UNPRIVILEGED, "tshark", "-n", "-r", capture,
         *arguments],
        env=_environment(plugins), text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr
    size, seconds = done.stdout.split()
    return int(size), float(seconds)
