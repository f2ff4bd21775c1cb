#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How long whole captures take: tools/audit beside tshark and other programs.

    speed.py [--repeat N] [KIND ...]

Each program reads each kind of traffic in turn, so that all of them meet the
same machine; the shortest wall time counts, and the CPU time of that run.
Programs that are not installed are left out, which is said. Needs the built
plugin and the packages of tools/audit.
"""

import argparse
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import cost
import traffic

AUDIT = cost.ROOT / "tools" / "audit"
SMALL = cost.ROOT / "test-captures"

# kind: connections
PLAN = {
    "negotiations": 60_000,         # 335,000 frames
    "bulk": 480,                    # 500 MB: two rounds of SMB2, then reads of 64 KiB
    "web": 6_900,                   # 420,000 frames
}
CAPTURES = "test-captures"          # the folder of that name: many, and small


def unprivileged(*command):
    """tshark loads no plugin for root."""
    return [cost.UNPRIVILEGED, *command]


# name: what has to be there, and the command for a capture
PROGRAMS = {
    "audit": (AUDIT, lambda path, _: [AUDIT, "--format", "json", path]),
    "audit --whole": (AUDIT, lambda path, _: [AUDIT, "--whole", "--format", "json", path]),
    "tshark -Y smb1audit": ("tshark", lambda path, _: unprivileged(
        "tshark", "-n", "-r", path, "-Y", "smb1audit")),
    "tcpdump to /dev/null": ("tcpdump", lambda path, _: [
        "tcpdump", "-r", path, "-w", "/dev/null", "tcp port 445"]),
    "suricata": ("suricata", lambda path, folder: [
        "suricata", "-r", path, "-l", folder, "-S", "/dev/null", "--runmode", "single"]),
    "zeek": ("zeek", lambda path, folder: ["env", "-C", folder, "zeek", "-C", "-r", path]),
    "pyshark": ("python3:pyshark", lambda path, _: [
        sys.executable, "-c", "import pyshark, sys\n"
        "for packet in pyshark.FileCapture(sys.argv[1], display_filter='smb'): pass", path]),
}
# Those that read one file.
OF_FOLDERS = ("audit", "audit --whole")


def is_there(needed):
    """A program by its path or name, or a Python module."""
    _, _, module = str(needed).partition(":")
    if module:
        return importlib.util.find_spec(module) is not None
    return shutil.which(needed) is not None


def run(command):
    """(wall, CPU) of a command and all that it started, seconds."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, env={**os.environ, "WIRESHARK_PLUGIN_DIR": str(cost.PLUGINS)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaints = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    # That of tools/audit is 1 where something needs SMB1.
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"speed: {command[0]} failed:\n{complaints.decode('utf-8', 'replace')}")
    return wall, usage.ru_utime + usage.ru_stime


def measure(name, path, programs, folder, repeat):
    """Prints a row for each program."""
    runs = {program: [] for program in programs}
    for _ in range(repeat):
        for program in programs:
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                runs[program].append(run(PROGRAMS[program][1](path, scratch)))
    for program, found in runs.items():
        wall, used = min(found)
        print(f"{name:14} {program:22} {wall:8.2f} {used:8.2f}", flush=True)


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", default=[*PLAN, CAPTURES],
                        help=", ".join((*PLAN, CAPTURES)))
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if unknown := set(options.kinds) - {*PLAN, CAPTURES}:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    programs = [name for name, (needed, _) in PROGRAMS.items() if is_there(needed)]
    if missing := PROGRAMS.keys() - set(programs):
        print(f"not here: {', '.join(sorted(missing))}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        print(f"{'traffic':14} {'program':22} {'wall s':>8} {'CPU s':>8}")
        for kind in options.kinds:
            if kind == CAPTURES:
                measure(kind, SMALL, [each for each in programs if each in OF_FOLDERS],
                        folder, options.repeat)
                continue
            path = folder / f"{kind}.pcap"
            traffic.write(path, kind, PLAN[kind])
            measure(kind, path, programs, folder, options.repeat)
            path.unlink()


if __name__ == "__main__":
    main()
