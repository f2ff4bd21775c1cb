# SPDX-License-Identifier: GPL-2.0-or-later
"""The ordinary user at the desk: a home folder, and programs run there."""
import os
import pathlib
import shutil
import subprocess

import tshark
from .programs import run_plainly

#: No dialog but those that a test opens: Wireshark neither looks for updates nor asks whether to
#: save what it closes.
PREFERENCES = """\
gui.update.enabled: FALSE
gui.ask_unsaved: FALSE
"""

#: The main window fills the screen.
RECENT = """\
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: {width}
gui.geometry_main_height: {height}
gui.geometry_main_maximized: FALSE
"""


class Account:
    """A home folder and the environment that goes with it.  Use as a context manager."""

    def __init__(self, screen):
        # Not in TMPDIR: that may be a private folder, and its name too long for a socket in it.
        self.home = pathlib.Path(run_plainly("mktemp", "-d", "/tmp/smb1audit-desk.XXXXXX"))
        self.runtime = self.home / "run"
        settings = self.home / "config" / "wireshark"
        run_plainly("mkdir", "-m", "700", self.runtime)
        run_plainly("mkdir", "-p", settings)
        width, height = screen.size
        self.write(settings / "preferences", PREFERENCES)
        self.write(settings / "recent_common", RECENT.format(width=width, height=height))
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": self.home,
            "XDG_CONFIG_HOME": self.home / "config",
            "XDG_RUNTIME_DIR": self.runtime,
            "DISPLAY": screen.display,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.home, ignore_errors=True)

    @staticmethod
    def write(path, text):
        """A file that the ordinary user may change."""
        path.write_text(text, encoding="utf-8")
        path.chmod(0o666)

    def command(self, *words):
        """The command line for the ordinary user at this desk, whoever we are."""
        settings = [f"{name}={value}" for name, value in self.environment.items()]
        return [str(tshark.UNPRIVILEGED), "env", "-i", *settings, *map(str, words)]

    def start(self, *words, **streams):
        """Start a program."""
        return subprocess.Popen(self.command(*words), stdin=subprocess.DEVNULL, **streams)

    def ask(self, *words):
        """What a program prints."""
        return subprocess.run(self.command(*words), check=True, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout
