# SPDX-License-Identifier: GPL-2.0-or-later
"""Before anything else: does tshark load the plugin at all?"""

import tshark


def test_tshark_lists_the_plugin():
    """The name of the folder that was searched is in the message."""
    listed = tshark.run("tshark", "-G", "plugins").stdout.decode()
    ours = [line for line in listed.splitlines()
            if line.split()[0] == "smb1audit.so"]
    assert ours, f"no smb1audit.so below {tshark.PLUGINS}: build it first"
    assert str(tshark.PLUGINS) in ours[0], ours[0]
