# SPDX-License-Identifier: GPL-2.0-or-later
"""What else Wireshark may have beside the plugin: other post-dissectors, and what a user has
set up.  All of it is given as files of a personal configuration, which every program of
Wireshark reads.
"""

import contextlib
import functools
import os
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import telling
import wanted

import tshark

HERE = pathlib.Path(__file__).parent
MATE = (HERE / "beside.mate").read_text("utf-8")
LUA = (HERE / "beside.lua").read_text("utf-8")
TRANSUM = """\
transum.tcp_port_ranges: 139,445
transum.rte_on_first_req: TRUE
transum.rte_on_last_rsp: TRUE
"""


@dataclass(frozen=True)
class Surrounding:
    """One row: files of the personal configuration (text, FOLDER is theirs), whether there are
    Wireshark's own plugins and the Lua script, and a filter for frames that show that what is
    beside us is at work."""

    files: dict = field(default_factory=dict)
    stock_plugins: bool = False
    lua: bool = False
    witness: str = ""


_MATE = {"preferences": "mate.config: FOLDER/beside.mate\n", "beside.mate": MATE}

ALONE = Surrounding()
BESIDE = {
    "TRANSUM": Surrounding({"preferences": TRANSUM, "enabled_protos": "transum\n"}, True,
                           witness="transum.art"),
    "MATE": Surrounding(_MATE, True, witness="mate.smb_gop"),
    "Lua": Surrounding(lua=True, witness="beside.count > 0"),
    "all of them": Surrounding(
        {**_MATE, "preferences": TRANSUM + _MATE["preferences"], "enabled_protos": "transum\n"},
        True, True, witness="transum.art && mate.smb_gop && beside.count > 0"),
    # What a user switches off and on again is on.
    "disabled and enabled": Surrounding(
        {"disabled_protos": "smb\nsmb2\nnbss\nntlmssp\nsmb1audit\n",
         "enabled_protos": "smb\nsmb2\nnbss\nntlmssp\nsmb1audit\n"}, witness="smb1audit"),
    "Decode As elsewhere": Surrounding(
        {"decode_as_entries": "decode_as_entry: tcp.port,4711,(none),HTTP\n"},
        witness="smb1audit"),
}


def has_lua():
    """Whether this Wireshark runs Lua."""
    return re.search(r"with Lua|\+Lua", tshark.run("tshark", "--version").stdout.decode())


@functools.lru_cache(maxsize=None)
def _stock_folder():
    """Where Wireshark's own plugins are."""
    said = tshark.run("tshark", "-G", "folders", plugin_dir=tshark.STOCK).stdout.decode("utf-8")
    return pathlib.Path(re.search(r"^Global Plugins:\s*(.*)$", said, re.MULTILINE)[1])


class Home(contextlib.AbstractContextManager):
    """The personal configuration of a surrounding, and the folder of plugins that goes with it,
    ours among them or not, for as long as the context lasts."""

    def __init__(self, surrounding=ALONE, ours=True):
        self.surrounding, self.ours = surrounding, ours
        self.folder = None

    def __enter__(self):
        self.folder = telling.Folder()
        settings = pathlib.Path(self.folder.name) / "wireshark"
        settings.mkdir()
        for name, text in self.surrounding.files.items():
            settings.joinpath(name).write_text(text.replace("FOLDER", str(settings)), "utf-8")
        self._plugins()
        subprocess.run(["chmod", "-R", "a+rX", self.folder.name], check=True)
        return self

    def __exit__(self, *unused):
        self.folder.cleanup()

    def _plugins(self):
        shutil.copytree(tshark.PLUGINS, self.plugins)
        folder, = self.plugins.glob("*/epan")
        if not self.ours:
            (folder / "smb1audit.so").unlink()
        if self.surrounding.stock_plugins:
            for path in _stock_folder().glob("epan/*.so"):
                os.symlink(path, folder / path.name)
        if self.surrounding.lua:
            names = ", ".join(f'"{name}"' for name in (*wanted.names(), "smb1audit.verdict"))
            (self.plugins / "beside.lua").write_text(LUA.replace("NAMES}", names + "}"), "utf-8")

    @property
    def plugins(self):
        """The folder for WIRESHARK_PLUGIN_DIR."""
        return pathlib.Path(self.folder.name) / "plugins"

    def words(self, *command):
        """The command line that has this configuration, for whoever runs it."""
        return ("env", f"XDG_CONFIG_HOME={self.folder.name}", f"HOME={self.folder.name}",
                "TZ=UTC", *command)

    def tshark(self, *arguments):
        """What tshark prints, as text; it has no complaint of ours."""
        done = tshark.run(*self.words("tshark", "-n", *arguments), plugin_dir=self.plugins)
        said = done.stderr.decode("utf-8", "replace")
        assert "SMB1 Audit" not in said and "smb1audit" not in said, said
        return done.stdout.decode("utf-8")
