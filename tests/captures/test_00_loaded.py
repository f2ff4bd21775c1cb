# SPDX-License-Identifier: GPL-2.0-or-later
"""Before anything else: does tshark load the plugin at all, and as what?"""

import subprocess

import tshark

# What Wireshark looks for; the last only from 4.4 on. Nothing else is visible.
EXPORTED = {"plugin_version", "plugin_want_major", "plugin_want_minor",
            "plugin_register", "plugin_describe"}


def test_tshark_lists_the_plugin():
    """As a dissector; the name of the folder that was searched is in the message."""
    listed = tshark.run("tshark", "-G", "plugins").stdout.decode()
    rows = [[cell.strip() for cell in line.split("\t")]
            for line in listed.splitlines()]
    ours = [row for row in rows if row[0] == "smb1audit.so"]
    assert ours, f"no smb1audit.so below {tshark.PLUGINS}: build it first"
    _, _, kind, path = ours[0]
    assert kind == "dissector"
    assert path.startswith(str(tshark.PLUGINS)), path


def test_exported_symbols():
    """Wireshark finds what it looks for, and no other plugin finds a name of ours."""
    plugin, = tshark.PLUGINS.glob("*/epan/smb1audit.so")
    listed = subprocess.run(["nm", "-D", "--defined-only", plugin], check=True,
                            stdout=subprocess.PIPE).stdout.decode()
    assert {line.split()[-1] for line in listed.splitlines()} == EXPORTED
