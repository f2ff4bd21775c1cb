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

# Takes from root what lets it open everything.
NOT_ALMIGHTY = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
)

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


def report(form, *captures, output="-", **options):
    """Run what tools/audit runs when all is installed and built."""
    plugins = {"WIRESHARK_PLUGIN_DIR": str(ROOT / "build/plugins")}
    environment = plugins | options.pop("env", os.environ)
    removed = ""
    command = [PYTHON, "-B", TOOLS / "report", form, output, removed, *captures]
    return run(*options.pop("before", []), *command, env=environment, **options)


def stand_in(folder, name, script):
    """A command of this name that does what the script says."""
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    return folder
