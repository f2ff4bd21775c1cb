# SPDX-License-Identifier: GPL-2.0-or-later
"""A home folder to install into, and the command and tshark at home there."""
import functools
import os
import pathlib
import re
import shutil
import stat
import sys
import tempfile
import typing

import tshark

NAME = "SMB1 Audit"
TOOLS = tshark.REPOSITORY / "tools"
SOURCE = tshark.REPOSITORY / "profile" / NAME

#: Runs the command as if it found Wireshark on the PATH alone.
NO_OTHER_PLACES = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); import wiresharks;"
    "wiresharks.PLACES = (); sys.argv[0:2] = ['profile'];"
    f"runpy.run_path({str(TOOLS / 'profiles')!r}, run_name='__main__')")


@functools.lru_cache(maxsize=None)
def stock_coloring():
    """The file of Wireshark's own coloring rules."""
    report = tshark.run("tshark", "-G", "folders", plugin_dir=tshark.STOCK).stdout.decode("utf-8")
    data = re.search(r"^Global configuration:\s*(.*)$", report, re.MULTILINE)[1]
    return pathlib.Path(data, "colorfilters").read_text(encoding="utf-8")


class Done(typing.NamedTuple):
    """A command that ended."""

    status: int
    told: list              # lines of standard output
    complaints: list        # and of standard error


class Scratch:
    """An ordinary user's home folder.  Use as a context manager."""

    def __init__(self):
        # Not in TMPDIR, which may be a private folder.
        self.home = pathlib.Path(tempfile.mkdtemp(dir="/tmp", prefix="smb1audit-profile-"))
        self.home.chmod(0o777)
        self.settings = self.home / "wireshark"
        self.folder = self.settings / "profiles" / NAME
        # Wireshark's own data, but for its dictionaries, which take half of tshark's start.
        self.data = self.home / "data"
        self.give(self.data / "colorfilters", stock_coloring())
        self.environment = {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home),
                            "WIRESHARK_DATA_DIR": str(self.data)}

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.home)

    def profile(self, *arguments, before=(), plugin_dir=tshark.PLUGINS, **environment):
        """Run tools/profile."""
        return self.run(*before, TOOLS / "profile", *arguments, plugin_dir=plugin_dir,
                        **environment)

    def profile_on(self, path, *arguments):
        """The same, where Wireshark is in these folders at most."""
        return self.run(sys.executable, "-B", "-c", NO_OTHER_PLACES, TOOLS / "profiles",
                        *arguments, PATH=os.pathsep.join(map(str, path)))

    def run(self, *command, plugin_dir=tshark.PLUGINS, **environment):
        """Run a command as that user."""
        # tools/unprivileged gives root's programs a home folder that does not exist.
        environment = {**self.environment, **environment}
        settings = [f"{name}={value}" for name, value in environment.items()]
        done = tshark.run("env", *settings, *command, plugin_dir=plugin_dir, check=False)
        return Done(done.returncode, done.stdout.decode("utf-8").splitlines(),
                    done.stderr.decode("utf-8").splitlines())

    def tshark(self, *arguments, plugin_dir=tshark.PLUGINS, profile=NAME):
        """Run tshark with the profile."""
        chosen = ("-C", profile) if profile else ()
        done = self.run("tshark", *chosen, *arguments, plugin_dir=plugin_dir)
        assert done.status == 0, done.complaints
        return done

    def own(self, name, text):
        """A file of the user's in the profile's folder."""
        self.give(self.folder / name, text)

    def give(self, path, text, mode=0o666):
        """A file that is the ordinary user's."""
        for folder in (*reversed(path.parents), path.parent):
            if self.home in folder.parents and not folder.exists():
                folder.mkdir()
                folder.chmod(0o777)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    def content(self):
        """All below the home folder: path -> what is there."""
        return {str(path.relative_to(self.home)): path.read_bytes() if path.is_file() else None
                for path in self.home.rglob("*")}

    def bar(self, folder):
        """Let nobody write into a folder that we made."""
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) & ~0o222)


def rules(text):
    """The coloring rules of a file: (name, filter, background, foreground), in order; colors of
    three numbers up to 65535."""
    lines = [line[1:].split("@") for line in text.splitlines() if line.startswith("@")]
    return [(name, expression, *map(color, colors[1:-1].split("][")))
            for name, expression, colors in lines]


def color(text):
    """Three numbers from a rule's."""
    return tuple(map(int, text.split(",")))


def columns(text):
    """The columns of preferences: title -> format, in order."""
    lines = text.partition("gui.column.format:")[2]
    return dict(re.findall(r'^\t"(.*)", "(%.*)"', lines, re.MULTILINE))


def hidden(text):
    """The formats of the columns that preferences hide."""
    line = next(line for line in text.splitlines() if line.startswith("gui.column.hidden:"))
    return line.partition(": ")[2].split(",")
