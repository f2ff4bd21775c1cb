# SPDX-License-Identifier: GPL-2.0-or-later
"""The library that keeps Qt 5 from taking a new widget for an old one (addresses.c)."""
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(__file__).with_name("addresses.c")


def library(folder):
    """The library, built into the folder."""
    built = folder / "addresses.so"
    subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O2", "-o", built, SOURCE],
                   check=True)
    built.chmod(0o755)
    return built
