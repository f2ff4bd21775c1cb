#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What SMB1 Audit keeps: bytes per connection beyond what tshark itself keeps.

    memory.py [--connections N] [KIND ...]

tshark reads the traffic once with SMB1 Audit and once with the idle
post-dissector; the difference of the largest resident sizes, by connection.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import cost
import traffic

# kind: bytes per connection at most
PLAN = {"negotiated-up": 400, "pure-smb2": 400, "refused": 800, "red-herring": 800}


def peak(capture, plugins):
    """The largest resident size of one tshark run, bytes."""
    process = subprocess.Popen(
        [cost.UNPRIVILEGED, "tshark", "-n", "-r", capture, "-Y", "smb.dialect"],
        env={**os.environ, "WIRESHARK_PLUGIN_DIR": str(plugins)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"memory: tshark failed on {capture}")
    return usage.ru_maxrss * 1024


def measure(kind, connections, folder, plugins):
    """Prints a row; returns whether the bound is kept."""
    capture = folder / f"{kind}.pcap"
    traffic.write(capture, kind, connections)
    ours, base = (peak(capture, plugins[name]) for name in ("audit", "idle"))
    each = (ours - base) / connections
    print(f"{kind:14} {connections:10} {base / connections:10.0f} {each:8.0f}  {PLAN[kind]}"
          f" {'kept' if each <= PLAN[kind] else 'EXCEEDED'}", flush=True)
    capture.unlink()
    return each <= PLAN[kind]


def main():
    """The command line; status 1 where a bound is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", default=list(PLAN))
    parser.add_argument("--connections", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        plugins = cost.plugin_folders(folder)
        print(f"{'traffic':14} {'connections':>10} {'tshark':>9} {'audit':>8}  bound")
        kept = [measure(kind, options.connections, folder, plugins) for kind in options.kinds]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
