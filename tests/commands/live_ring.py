# SPDX-License-Identifier: GPL-2.0-or-later
"""A capture in the files of a ring buffer, as dumpcap -b names them."""

import subprocess

from command import CAPTURES

LIVE = CAPTURES / "live-six-used.pcap"
TIME = "20261121204145"


def ring(folder):
    """The live capture in three files of a ring."""
    folder.mkdir()
    for number, frames in enumerate(("1-5", "6-7", "8-20"), start=1):
        path = folder / f"a_{number:05}_{TIME}.pcap"
        subprocess.run(["editcap", "-r", "-F", "pcap", LIVE, path, frames],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return sorted(folder.iterdir())
