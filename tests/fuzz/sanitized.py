# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin with AddressSanitizer and UndefinedBehaviorSanitizer, and tshark with it.

tshark itself is not built so; the sanitizer's library is loaded before it. What wmem hands
out in parts of large blocks is out of its sight, so that each allocation is made one of
its own.
"""

import os
import pathlib
import shutil
import subprocess

import tshark

# What the plugin is built from.
SOURCES = ("CMakeLists.txt", "packet-smb1audit.c", "plugin")
LONGEST = 240               # seconds until a run counts as one that hangs


def copy_sources(folder):
    """The sources in a folder where they may be changed: ours, or those of SMB1AUDIT_SOURCES."""
    root = pathlib.Path(os.environ.get("SMB1AUDIT_SOURCES", tshark.REPOSITORY))
    for name in SOURCES:
        source = root / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    # Each CMakeLists.txt that the first one includes.
    for name in ("tools/cut", "tests/unit"):
        (folder / name).mkdir(parents=True)
        (folder / name / "CMakeLists.txt").touch()


def build(sources, folder, *options):
    """Builds the plugin with the sanitizers, or with other options of CMake; returns its
    plugin folder."""
    for command in (["cmake", "-G", "Ninja", "-S", sources, "-B", folder, "-DBUILD_TESTING=OFF",
                     *(options or ("-DSMB1AUDIT_SANITIZE=ON", "-DCMAKE_C_FLAGS=-O1"))],
                    ["cmake", "--build", folder, "--target", "smb1audit", "--parallel"]):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    open_to_all(folder)
    return folder / "plugins"


def open_to_all(folder):
    """tshark runs as an ordinary user."""
    for path in (folder, *folder.parents):
        if path.owner() == folder.owner() and len(path.parts) > 2:
            path.chmod(path.stat().st_mode | 0o055)
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))


def _library():
    """The AddressSanitizer of the compiler that builds the plugin."""
    path = subprocess.run([os.environ.get("CC", "cc"), "-print-file-name=libasan.so"],
                          check=True, capture_output=True, text=True).stdout.strip()
    assert os.path.isabs(path), f"the compiler has no {path}"
    return path


def run(capture, *arguments, plugins):
    """tshark with that plugin; a program that has ended, with bytes. What leaks is
    tshark's: our own memory is checked for that elsewhere."""
    return tshark.run(
        "timeout", "--kill-after=9", str(LONGEST), "tshark", "-n", "-r", capture, *arguments,
        plugin_dir=plugins, check=False, LD_PRELOAD=_library(),
        ASAN_OPTIONS="detect_leaks=0:abort_on_error=0", UBSAN_OPTIONS="print_stacktrace=1",
        WIRESHARK_DATA_DIR=str(tshark.PLUGINS), WIRESHARK_DEBUG_WMEM_OVERRIDE="simple")
