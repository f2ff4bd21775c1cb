# SPDX-License-Identifier: GPL-2.0-or-later
"""The file that is open in Wireshark, and what is in it."""
import functools
import os
import shutil
import subprocess

from . import TREE

FOLDER = TREE / "test-captures"

#: Recorded connections that have names, and more of other kinds: what anyone can send is among
#: them.
SHORT = ("live-red-herring", "live-six-*", "live-smb1-*", "live-negotiated-up")
LONG = (*SHORT, "hostile-*", "identity-hostile-*", "identity-browser*", "in-use-*", "ipv6")


class Capture:
    """A file whose content changes, as that of a capture that goes on.

    What is in it is also in a file of its own, which does not change.
    """

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "capture.pcap"
        self.held = None                # the captures in it
        self.same = None                # the other file

    def hold(self, patterns):
        """Put all captures of these names into the file, in the order of time."""
        if patterns == self.held:
            return
        self.held = patterns
        self.same = self.merged(patterns)
        new = self.path.with_suffix(".new")
        shutil.copy(self.same, new)
        os.replace(new, self.path)

    @functools.lru_cache(maxsize=None)
    def merged(self, patterns):
        """The file that has all of them."""
        names = sorted(name for pattern in patterns for name in FOLDER.glob(pattern + ".pcap"))
        file = self.folder / f"{len(names)}.pcap"
        subprocess.run(["mergecap", "-F", "pcap", "-w", file, *names], check=True)
        file.chmod(0o644)
        return file
