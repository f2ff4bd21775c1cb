# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark under Valgrind's memcheck, and what of it is the plugin's.

Wireshark unloads its plugins before it ends, and with them goes what points to all that is
held for the life of the process: so the plugin is built to stay.  GLib and wmem hand out parts
of blocks of their own; here each allocation is one of its own.
"""

import pathlib
import xml.etree.ElementTree
from dataclasses import dataclass

import sanitized

import tshark

PLUGIN = "smb1audit.so"
LONGEST = 300               # seconds


@dataclass(frozen=True)
class Report:
    """One of memcheck's: its kind, and where it was, from the inside to the outside: function,
    file and line."""

    kind: str
    places: tuple

    def __str__(self):
        return "\n    ".join((self.kind, *self.places))


def build(sources, folder):
    """Builds the plugin such that it stays in memory; returns its plugin folder."""
    return sanitized.build(sources, folder, "-DCMAKE_BUILD_TYPE=Debug",
                           "-DCMAKE_MODULE_LINKER_FLAGS=-Wl,-z,nodelete")


def run(plugins, folder, *arguments):
    """tshark's standard output, and the plugin's reports.  The folder can be written by all."""
    path = pathlib.Path(folder) / "memcheck.xml"
    path.unlink(missing_ok=True)
    done = tshark.run(
        "timeout", "--kill-after=9", str(LONGEST), "valgrind", "--leak-check=full",
        "--show-leak-kinds=definite", "--num-callers=40", "--xml=yes", f"--xml-file={path}",
        "tshark", "-n", *arguments, plugin_dir=plugins, G_SLICE="always-malloc",
        WIRESHARK_DEBUG_WMEM_OVERRIDE="simple", WIRESHARK_DATA_DIR=str(plugins))
    return done.stdout.decode("utf-8", "replace"), _ours(path)


def _ours(path):
    """The reports that have a place in the plugin."""
    root = xml.etree.ElementTree.parse(path).getroot()
    assert [state.text for state in root.findall("status/state")] == ["RUNNING", "FINISHED"]
    return [_report(error) for error in root.findall("error")
            if any((name.text or "").endswith(PLUGIN) for name in error.findall("stack/frame/obj"))]


def _report(error):
    return Report(error.findtext("kind"), tuple(
        f"{frame.findtext('fn')} ({frame.findtext('file')}:{frame.findtext('line')})"
        for frame in error.findall("stack/frame")))
