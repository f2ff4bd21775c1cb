# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin as it must not be: what each attack is for, put into a copy of the sources."""

import pathlib
import shutil
import subprocess

import cost
import planted
import sanitized

# An attack's name: a piece of a file, and what a careless one would have in its place.
BUGS = {
    "colliding_lists": ("plugin/wireshark/keep/memory.c",
                        "step[0] = wmem_strong_hash((const uint8_t *)step, sizeof step);",
                        "step[0] = step[0] * 31 + step[1];"),
    "colliding_names": ("plugin/wireshark/keep/memory.c",
                        "wmem_map_new(wmem_file_scope(), wmem_str_hash, g_str_equal)",
                        "wmem_map_new(wmem_file_scope(), g_str_hash, g_str_equal)"),
    "colliding_users": ("plugin/wireshark/report/texts.h", "wmem_str_hash", "g_str_hash"),
    "colliding_addresses": ("plugin/wireshark/report/hosts.c", "wmem_str_hash", "g_str_hash"),
    "colliding_cards": ("plugin/wireshark/keep/cards.c", "wmem_int64_hash", "g_int_hash"),
    "logons_after_a_long_list": ("plugin/audit/caption.c",
                                 "whole ? offer->requested : offer->requested_shortly",
                                 "offer->requested"),
    "lists_of_distinct_names": ("plugin/audit/offer.h", "OFFER_KEPT = 255", "OFFER_KEPT = 65535"),
    "clients_of_one_server": ("plugin/wireshark/report/stat_tree.c",
                              "CHILDREN_MOST = 1000", "CHILDREN_MOST = 1000000"),
    "users_of_one_connection": ("plugin/audit/identity.h", "TEXTS_MOST = 128",
                                "TEXTS_MOST = 65535"),
    "frames_of_one_connection": (
        "plugin/wireshark/keep/memory.c", "return count == 0 ? NULL :",
        "for (unsigned i = 0; i < count; i++)"
        " if (!compare_frames(&pinfo->num, wmem_array_index(findings, i)))"
        " return (const struct finding *)wmem_array_index(findings, i);\n"
        "return count == 0 ? NULL :"),
}


class Workshop:
    """A copy of the sources, in a folder of its own."""

    def __init__(self, folder, plugins):
        """plugins is a folder as cost.plugin_folders() has them; it is copied."""
        self.sources, self.build = folder / "sources", folder / "build"
        self.plugins = folder / "plugins"
        self.sources.mkdir(parents=True)
        sanitized.copy_sources(self.sources)
        self._run("cmake", "-G", "Ninja", "-S", self.sources, "-B", self.build,
                  "-DBUILD_TESTING=OFF", "-DCMAKE_C_FLAGS=-w")
        shutil.copytree(plugins, self.plugins)

    @staticmethod
    def _run(*command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def careless(self, name):
        """The plugin folder that has that bug, until the next one is built."""
        bug = planted.Bug(name, *BUGS[name], report="")
        with planted.planted(bug, self.sources):
            self._run("cmake", "--build", self.build, "--target", "smb1audit")
        within = pathlib.Path(cost.release()) / "epan" / "smb1audit.so"
        shutil.copy(self.build / "plugins" / within, self.plugins / within)
        return self.plugins
