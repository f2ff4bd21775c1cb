# SPDX-License-Identifier: GPL-2.0-or-later
"""The Wiresharks of this machine, and their folders as they say themselves."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Where installers put it that do not add to the PATH: packages of macOS and
# Windows, and what is built by hand.
PLACES = (
    "/usr/bin",
    "/usr/local/bin",
    "/Applications/Wireshark.app/Contents/MacOS",
    r"C:\Program Files\Wireshark",
)

PLUGIN = "smb1audit"
PATIENCE = 60               # seconds; tshark takes one at most

# A name as tshark -G folders has it -> what it is here. In Wireshark, the same
# is in About > Folders.
FOLDERS = {"Personal configuration": "personal", "Global configuration": "data"}


class Silent(Exception):
    """A program that does not answer; its name and why."""


@dataclass(frozen=True)
class Wireshark:
    """One that is installed.

    program is tshark, or Wireshark itself where it came without; release three
    numbers; personal and data are the folders that have one for profiles in them.
    """

    program: Path
    release: tuple
    personal: Path
    data: Path

    @property
    def name(self):
        """As people call it."""
        return "Wireshark " + ".".join(map(str, self.release))

    def loads_plugin(self):
        """Whether it loads ours, for this user; None where that cannot be asked."""
        try:
            plugins = ask(self.program, "-G", "plugins").splitlines()
        except Silent:
            return None
        return any(line.partition("\t")[0].startswith(PLUGIN) for line in plugins)


def find(complain):
    """All of them, those of the PATH first; complain(reason) of each that does not answer."""
    found = []
    for program in programs():
        try:
            found.append(examine(program))
        except Silent as reason:
            complain(reason)
    return found


def programs():
    """A program to ask for each of them."""
    known = set()
    for folder in (*os.get_exec_path(), *PLACES):
        program = program_in(folder) if os.path.isabs(folder) else None
        # /bin and /usr/bin are the same folder on most machines.
        if program and program.resolve() not in known:
            known.add(program.resolve())
            yield program


def program_in(folder):
    """tshark in that folder, or Wireshark where it is alone; None where there is neither."""
    found = (shutil.which(name, path=folder) for name in ("tshark", "wireshark"))
    return next((Path(program) for program in found if program), None)


def examine(program):
    """What is to be known of the Wireshark of that program."""
    first = ask(program, "--version").partition("\n")[0]
    release = re.search(r"Wireshark\)? (\d+)\.(\d+)\.(\d+)", first)
    if not release:
        raise Silent(f"{program}: no Wireshark: {first!r}")
    folders = told_folders(program) if is_tshark(program) else usual_folders(program)
    return Wireshark(program, tuple(map(int, release.groups())), **folders)


def is_tshark(program):
    """Wireshark itself, and nothing else of its packages, can be asked for reports (-G)."""
    return program.stem == "tshark"


def told_folders(program):
    """The folders as tshark tells them."""
    lines = [line.partition(":") for line in ask(program, "-G", "folders").splitlines()]
    folders = {FOLDERS[name]: Path(value.strip()) for name, _, value in lines if name in FOLDERS}
    if len(folders) != len(FOLDERS):
        raise Silent(f"{program}: does not tell its folders")
    return folders


def usual_folders(program):
    """The folders by Wireshark's rules for Unix (User's Guide, appendix "Files and Folders"):
    elsewhere tshark always comes with it."""
    settings = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return {
        "personal": Path(os.environ.get("WIRESHARK_CONFIG_DIR") or Path(settings, "wireshark")),
        "data": program.resolve().parents[1] / "share" / "wireshark",
    }


def ask(program, *arguments):
    """What a program prints on standard output."""
    try:
        done = subprocess.run(
            [program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, encoding="utf-8", errors="surrogateescape",
            timeout=PATIENCE, check=False)
    except OSError as error:
        raise Silent(f"{program}: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise Silent(f"{program}: no answer in {PATIENCE} s") from None
    if done.returncode:
        raise Silent(f"{program}: status {done.returncode} on {' '.join(arguments)}")
    return done.stdout
