#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What SMB1 Audit costs: instructions per frame against a post-dissector that
is called and does nothing, beside what TRANSUM costs.

    cost.py [--filter FILTER] [--repeat N] [KIND ...]

tshark reads each kind of traffic under callgrind, with a display filter in use,
once with each of four plugin sets: the idle post-dissector, the same when it wants the
fields that SMB1 Audit wants, SMB1 Audit, and TRANSUM, a post-dissector that comes with
Wireshark. Counting begins when the
capture is opened (plugins/meter.c), which takes the start-up off. Needs
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
UNPRIVILEGED = ROOT / "tools" / "unprivileged"
PLUGINS = pathlib.Path(os.environ.get("SMB1AUDIT_PLUGIN_DIR", ROOT / "build" / "plugins"))

# kind: connections, and what SMB1 Audit's ratio is to be at most on BOUNDED
BOUNDED = "4.0"
PLAN = {
    "negotiations": (1600, 1.20),
    "negotiations-smb1": (1600, 1.20),
    "negotiations-smb2": (1600, 1.20),
    "smb1": (300, 1.35),
    "bulk": (12, 1.04),
    "web": (120, 1.04),
}

# plugin set: its plugin, and what tshark is told besides
SETS = {"idle": ("idle", ()), "wanting": ("idle", ()), "audit": ("audit", ()),
        "transum": ("transum", ("--enable-protocol", "transum"))}

FIELDS = ROOT / "plugin" / "wireshark" / "read" / "fields.c"


def wanted_fields():
    """The names of the fields that SMB1 Audit wants."""
    names = re.findall(r'\[FIELD_\w+\]\s*= "([\w.]+)"', FIELDS.read_text("utf-8"))
    if not names:
        sys.exit(f"cost: {FIELDS}: no names of fields in it")
    return " ".join(names)


def told(pattern, *arguments):
    """What tshark says of itself."""
    said = subprocess.run([UNPRIVILEGED, "tshark", *arguments], check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return re.search(pattern, said, re.MULTILINE).group(1)


def release():
    """The release X.Y of the tshark that runs."""
    return told(r"^TShark.* (\d+\.\d+)\.\d+", "--version")


def plugin_folders(folder):
    """Builds the bench's plugins; returns a folder for each plugin set that there is."""
    for command in (["cmake", "-S", HERE / "plugins", "-B", folder / "build"],
                    ["cmake", "--build", folder / "build"]):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    within = pathlib.Path(release()) / "epan"
    system = pathlib.Path(told(r"^Global Plugins:\s*(.+)", "-G", "folders"))
    plugins = {"idle": folder / "build" / "idle.so",
               "audit": PLUGINS / within / "smb1audit.so",
               "transum": system / "epan" / "transum.so"}
    if not plugins["transum"].exists():
        del plugins["transum"]
    for name, plugin in plugins.items():
        target = folder / name / within
        target.mkdir(parents=True)
        shutil.copy(plugin, target)
        shutil.copy(folder / "build" / "meter.so", target)
    return {name: folder / plugin for name, (plugin, _) in SETS.items() if plugin in plugins}


def instructions(capture, plugins, name, display_filter):
    """Instructions that tshark executes for the frames of a capture."""
    result = subprocess.run(
        [UNPRIVILEGED, "valgrind", "--tool=callgrind", "--instr-atstart=no",
         "--callgrind-out-file=/dev/null", "tshark", "-n", "-r", capture, "-Y", display_filter,
         *SETS[name][1]],
        env={**os.environ, "WIRESHARK_PLUGIN_DIR": str(plugins[name]),
             "IDLE_WANTS": wanted_fields() if name == "wanting" else ""}, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    collected = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode or not collected or collected.group(1) == "0":
        sys.exit(f"cost: tshark failed on {capture}:\n{result.stderr}")
    return int(collected.group(1))


def measure(kind, folder, plugins, bounded, options):
    """Prints a row; returns whether the bound is kept."""
    connections, bound = PLAN[kind]
    capture = folder / f"{kind}.pcap"
    frames = traffic.write(capture, kind, connections)
    runs = [{name: instructions(capture, plugins, name, options.filter) for name in plugins}
            for _ in range(options.repeat)]
    ratios = {name: sorted(run[name] / run["idle"] for run in runs) for name in plugins}
    middle = {name: ordered[len(ordered) // 2] for name, ordered in ratios.items()}
    kept = not bounded or middle["audit"] <= bound
    verdict = f"  {bound:.2f} {'kept' if kept else 'EXCEEDED'}" if bounded else ""
    transum = f"{middle['transum']:.4f}" if "transum" in middle else "-"
    print(f"{kind:18} {runs[-1]['idle'] / frames:10.0f} {runs[-1]['audit'] / frames:10.0f}"
          f" {middle['audit']:8.4f} {ratios['audit'][0]:.4f}-{ratios['audit'][-1]:.4f}"
          f" {middle['wanting']:8.4f} {transum:>8}{verdict}", flush=True)
    return kept


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
        if "transum" not in plugins:
            print("tshark's plugin folder has no transum.so: nothing is said of TRANSUM")
        running = release()
        bounded = running == BOUNDED
        print(f"Wireshark {running}, display filter {options.filter}\n"
              f"{'traffic':18} {'idle':>10} {'audit':>10} {'ratio':>8} {'spread':13}"
              f" {'wanting':>8} {'transum':>8}{'  bound' if bounded else ''}")
        kept = [measure(kind, folder, plugins, bounded, options) for kind in options.kinds]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
