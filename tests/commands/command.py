# SPDX-License-Identifier: GPL-2.0-or-later
"""How the tests of the commands run them."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"
CAPTURES = ROOT / "test-captures"

# As in tools/audit.
PYTHON = "/usr/bin/python3"

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def run(command, *arguments, **options):
    """Run a command; its output as text whatever bytes it has."""
    environment = dict(options.pop("env", os.environ))
    # pytest sets the width of a terminal; there is none unless a test says so.
    environment.pop("COLUMNS", None)
    environment |= options.pop("terminal", {})
    return subprocess.run(
        [command, *arguments],
        env=environment,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        **options,
    )


def audit(*arguments, **options):
    """Run tools/audit of this checkout."""
    return run(TOOLS / "audit", *arguments, **options)


def stand_in(folder, name, script):
    """A command of this name that does what the script says."""
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    return folder
