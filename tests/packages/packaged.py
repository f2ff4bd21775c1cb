# SPDX-License-Identifier: GPL-2.0-or-later
"""Where packaging is, and what a command says."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"


def said(*command, **options):
    """What a command prints; it has to succeed, and has nothing to complain of."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, encoding="utf-8", check=False, timeout=60, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
