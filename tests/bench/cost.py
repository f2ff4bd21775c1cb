#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What SMB1 Audit costs: instructions per frame against a post-dissector that
is called and does nothing.

    cost.py [--filter FILTER] [--repeat N] [KIND ...]

tshark reads each kind of traffic under callgrind, with a display filter in use,
once with SMB1 Audit and once with the idle post-dissector. Counting begins when
the capture is opened (plugins/meter.c), which takes the start-up off. Needs
valgrind, cmake and the built plugin.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import traffic

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# kind: connections, and what the ratio is to be at most
PLAN = {
    "negotiations": (1600, 1.03),
    "negotiations-smb1": (1600, 1.03),
    "negotiations-smb2": (1600, 1.03),
    "bulk": (12, 1.01),
    "web": (120, 1.01),
}


def plugin_folders(folder):
    """Builds the bench's plugins; returns the folder with ours, the one without."""
    for command in (["cmake", "-S", HERE / "plugins", "-B", folder / "build"],
                    ["cmake", "--build", folder / "build"]):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    ours = next((ROOT / "build" / "plugins").glob("*/epan/smb1audit.so"))
    made = {}
    for name, plugin in (("audit", ours), ("idle", folder / "build" / "idle.so")):
        target = folder / name / ours.parts[-3] / "epan"
        target.mkdir(parents=True)
        shutil.copy(plugin, target)
        shutil.copy(folder / "build" / "meter.so", target)
        made[name] = folder / name
    return made["audit"], made["idle"]


def instructions(capture, plugins, display_filter):
    """Instructions that tshark executes for the frames of a capture."""
    result = subprocess.run(
        [ROOT / "tools" / "unprivileged", "valgrind", "--tool=callgrind", "--instr-atstart=no",
         "--callgrind-out-file=/dev/null", "tshark", "-n", "-r", capture, "-Y", display_filter],
        env={**os.environ, "WIRESHARK_PLUGIN_DIR": str(plugins)}, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    collected = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode or not collected or collected.group(1) == "0":
        sys.exit(f"cost: tshark failed on {capture}:\n{result.stderr}")
    return int(collected.group(1))


def measure(kind, folder, plugins, options):
    """Prints a row; returns whether the bound is kept."""
    connections, bound = PLAN[kind]
    capture = folder / f"{kind}.pcap"
    frames = traffic.write(capture, kind, connections)
    ratios = []
    for _ in range(options.repeat):
        ours, base = (instructions(capture, plugin, options.filter) for plugin in plugins)
        ratios.append(ours / base)
    ratio = sorted(ratios)[len(ratios) // 2]
    print(f"{kind:18} {base / frames:10.0f} {ours / frames:10.0f} {ratio:8.4f}"
          f" {min(ratios):.4f}-{max(ratios):.4f}  {bound:.2f}"
          f" {'kept' if ratio <= bound else 'EXCEEDED'}", flush=True)
    return ratio <= bound


def main():
    """The command line; status 1 where a bound is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", default=list(PLAN))
    parser.add_argument("--filter", default="smb.dialect")
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        plugins = plugin_folders(folder)
        print(f"display filter {options.filter}\n"
              f"{'traffic':18} {'idle':>10} {'audit':>10} {'ratio':>8} {'spread':13}  bound")
        kept = [measure(kind, folder, plugins, options) for kind in options.kinds]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
