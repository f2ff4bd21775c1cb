# SPDX-License-Identifier: GPL-2.0-or-later
"""How the tests of the commands run them."""

import json
import os
import re
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


# What the plugin says of the two ends for who needs SMB1.
ENDS = {
    "client": {"client_need": "yes", "client_why": "offers SMB1 only", "server_need": "not shown"},
    "server": {
        "client_need": "no",
        "server_need": "yes", "server_why": "took SMB1 though SMB2 was on offer",
    },
    "unknown": {"client_need": "perhaps", "server_need": "perhaps"},
}


def record(needs="client", verdict="SMB1 in use", **more):
    """A record of the plugin."""
    return connection(verdict, needs_smb1=needs, **why(ENDS[needs]) | ENDS[needs] | more)


def harmless(**more):
    """A record of a connection that needs no SMB1."""
    return connection("SMB2 selected", **{"client_need": "no", "server_need": "no"} | more)


def set_apart(mark="scanner", **more):
    """A record of a connection that by itself is no need of SMB1."""
    need, ground = {
        "scanner": ("no (scanner)", "a scanner"),
        "browser": ("no (Computer Browser)", "the Computer Browser alone"),
    }[mark]
    ends = {"client_need": need, "client_why": ground, "server_need": "not shown", mark: True}
    return connection("SMB1 in use", why=ground, **ends | more)


def connection(verdict, **more):
    """A record of a connection between the two hosts of these tests."""
    return {
        "frame": 4,
        "time": "2020-01-01T12:00:00.003000Z",
        "last_frame": 6,
        "last_time": "2020-01-01T12:00:00.005000Z",
        "verdict": verdict,
        "client_address": "192.0.2.10",
        "server_address": "198.51.100.20",
        **more,
    }


def why(ends):
    """The ground for the need of a connection, from those of its ends."""
    grounds = [ends[name] for name in ("client_why", "server_why") if name in ends]
    return {"why": grounds[0]} if grounds else {}


def mailslot(name, address="192.0.2.10", datagrams=1):
    """What the plugin tells of a capture that holds mailslot datagrams, and who sent them."""
    sender = {"address": address, "frame": 7, "datagrams": datagrams} | ({"name": name} if name else {})
    return {"frames": 10, "cut_frames": 0, "links": ["eth"], "datagrams": [sender]}


def cells(line):
    """The cells of a line of a table."""
    return re.split("  +", line.strip())


def as_told(*told):
    """What tshark tells, as it prints that."""
    return "".join(json.dumps(item) + "\n" for item in told)


def stand_in(folder, name, script):
    """A command of this name that does what the script says."""
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    return folder
