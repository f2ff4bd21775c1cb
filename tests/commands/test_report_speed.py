# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: many connections cost little."""

import json
import subprocess

import pytest
from command import harmless, record, report_command, stand_in, with_path

CONNECTIONS = 60_000

# Seconds of a processor for the report alone, with room for slow machines: it
# takes less than half.
BOUNDS = {"table": 3.0, "csv": 4.0, "json": 1.5}

MANY = {
    "offer": "SMB1 and SMB2", "offer_count": 8, "signing": "not offered", "auth": "NTLMv2",
    "offer_dialect": ["PC NETWORK PROGRAM 1.0", "LANMAN1.0", "Windows for Workgroups 3.1a",
                      "LM1.2X002", "LANMAN2.1", "NT LM 0.12", "SMB 2.002", "SMB 2.???"],
    "summary": "Negotiate, Selected Dialect: NT LM 0.12, Requested Dialects: [" + "x" * 120 + "]",
    "client_domain": "CORP", "client_os": "Unix", "server_os": "Windows 6.1",
}


def connections():
    """Of 400 clients with 40 servers, some of which need SMB1."""
    for n in range(CONNECTIONS):
        client, server = n * 7919 % 400, n % 4 + n * 7919 % 10 * 4
        make = (record, lambda **more: record("server", **more), harmless, harmless)[n % 4]
        yield make(
            **MANY, frame=n * 40, client_port=n % 65536, offer_frame=n * 40,
            time=f"2020-01-{n % 28 + 1:02}T12:00:00.{n:06}Z",
            client_address=f"10.1.{client // 250}.{client % 250}", client_user=f"user{client}",
            client_name=f"DESK{client}", server_address=f"10.2.0.{server}",
            server_name=f"NAS{server}", share=[rf"\\NAS{server}\DATA"],
        )


# Runs the report, and says in the end what its own process used.
MEASURED = """
import os, resource, runpy, sys

def leave(status):
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, file=sys.stderr)
    left(status)

left, os._exit = os._exit, leave
sys.argv[:1] = []
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(name="capture", scope="module")
def fixture_capture(tmp_path_factory):
    """What the plugin tells of so many connections."""
    folder = tmp_path_factory.mktemp("many")
    folder.chmod(0o755)
    stand_in(folder, "tshark", "exec cat")
    path = folder / "many.pcap"
    path.write_text("".join(json.dumps(told) + "\n" for told in connections()))
    return path


@pytest.mark.parametrize("form", BOUNDS)
def test_many_connections(capture, form):
    """Seconds of the report's own process."""
    python, *options, tool, form, output, removed, path = report_command(form, capture)
    done = subprocess.run(
        [python, *options, "-c", MEASURED, tool, form, output, removed, path],
        env=with_path(capture.parent), capture_output=True, text=True, check=False,
    )
    assert (done.returncode, len(done.stdout.splitlines()) > 100) == (1, True)
    assert float(done.stderr) < BOUNDS[form]
