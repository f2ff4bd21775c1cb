# SPDX-License-Identifier: GPL-2.0-or-later
"""Start and end programs."""
import subprocess

from . import TREE              # puts the folder of tshark.py into the path
import tshark

assert TREE == tshark.REPOSITORY


def run_plainly(*words):
    """What a program prints that runs as an ordinary user."""
    return subprocess.run([str(tshark.UNPRIVILEGED), *map(str, words)], check=True, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.strip()


def end(process, seconds=10):
    """End a program that we started."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
