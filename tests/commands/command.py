# SPDX-License-Identifier: GPL-2.0-or-later
"""How the tests of the commands run them."""

import json
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
        timeout=options.pop("timeout", 300),
        **options,
    )


def audit(*arguments, **options):
    """Run tools/audit of this checkout."""
    return run(TOOLS / "audit", *arguments, **options)


def report(form, *captures, output="-", **options):
    """Run what tools/audit runs when all is installed and built."""
    built = {
        "WIRESHARK_PLUGIN_DIR": str(ROOT / "build/plugins"),
        "SMB1AUDIT_CUT": str(ROOT / "build/smb1audit-cut"),
    }
    environment = built | options.pop("env", os.environ)
    command = [*options.pop("before", []), *report_command(form, *captures, output=output)]
    return run(*command, env=environment, **options)


def report_command(form, *captures, output="-"):
    """The report as a command line."""
    removed = ""
    return [PYTHON, "-B", TOOLS / "report", form, output, removed, *captures]


def with_path(folder):
    """An environment that looks for commands in a folder first."""
    return os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}


def record(needs="client", verdict="SMB1 in use", **more):
    """A record of the plugin."""
    return {
        "frame": 4,
        "verdict": verdict,
        "needs_smb1": needs,
        "client_address": "192.0.2.10",
        "server_address": "198.51.100.20",
        **more,
    }


def harmless(**more):
    """A record of a connection that needs no SMB1."""
    known = record(verdict="SMB2 selected", **more)
    known.pop("needs_smb1")
    return known


def mailslot(name, address="192.0.2.10"):
    """A mailslot datagram, as one of the packets that tshark shows."""
    layers = {"frame_protocols": "eth", "smb1audit_datagram": "1"}
    layers |= {"smb1audit_client_name": name, "smb1audit_client_address": address}
    return {"layers": {field: [value] for field, value in layers.items()}}


def as_told(*told):
    """What tshark tells, as it prints that."""
    return "".join(json.dumps(item) + "\n" for item in told)


def stand_in(folder, name, script):
    """A command of this name that does what the script says."""
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    return folder
