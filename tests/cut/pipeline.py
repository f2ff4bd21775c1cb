# SPDX-License-Identifier: GPL-2.0-or-later
"""Two dumpcaps with the cut between them, and one without, on a host of tests/live/lab."""

import re
import shutil
import signal
import subprocess
import time

from reading import CUT

from lab import network, prerequisites

RING_FILE = 500         # KB
SOCKET = ["-s", "0", "-B", "64"]
SECONDS = 15


def missing():
    """Why there can be no capture here, a list."""
    reasons = prerequisites.missing()
    if not shutil.which("dumpcap", path=prerequisites.search_path()):
        reasons.append("no dumpcap (package wireshark-common)")
    if not reasons and subprocess.run(["dumpcap", "-i", "lo", "-a", "duration:0", "-w", "/dev/null"],
                                      capture_output=True, check=False).returncode != 0:
        reasons.append("dumpcap has no right to capture")
    return reasons


class Captures:
    """The same traffic captured twice. Use as a context manager: leaving it ends both."""

    def __init__(self, cable, folder):
        self.cable, self.folder = cable, folder
        self.largest = 0        # resident size of the cut, KiB

    def __enter__(self):
        self.plain = self.dumpcap("-i", network.INTERFACE, *SOCKET, "-w", self.folder / "plain.pcapng")
        self.first = self.dumpcap("-i", network.INTERFACE, *SOCKET, "-w", "-", stdout=subprocess.PIPE)
        self.cut = self.cable.start("client", CUT, "--stream", stdin=self.first.stdout,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.second = self.dumpcap("-i", "-", "-b", f"filesize:{RING_FILE}", "-w",
                                   self.folder / "ring.pcapng", stdin=self.cut.stdout)
        self.first.stdout.close()
        self.cut.stdout.close()
        self.await_files()
        return self

    def dumpcap(self, *arguments, **how):
        """On the client host."""
        return self.cable.start("client", "dumpcap", "-q", *arguments, stderr=subprocess.PIPE,
                                **{"stdin": subprocess.DEVNULL, **how})

    def await_files(self):
        """Until something was captured both ways: frames of a port without meaning."""
        deadline = time.monotonic() + SECONDS
        while not all(path and path[0].stat().st_size > 500 for path in (self.ring(), self.whole())):
            if time.monotonic() > deadline:
                raise TimeoutError("the captures do not begin")
            self.cable.run("client", prerequisites.PYTHON, "-c", KNOCK)
            time.sleep(0.1)

    def ring(self):
        """Its files, in order."""
        return sorted(self.folder.glob("ring_*.pcapng"))

    def whole(self):
        """The other capture, as a list."""
        return [*self.folder.glob("plain.pcapng")]

    def __exit__(self, *unused):
        """As a week ends: the first dumpcap does, and the others see the end of their input."""
        time.sleep(1)
        with open(f"/proc/{self.pid_of_cut()}/status", encoding="ascii") as status:
            self.largest, = (int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        for process in (self.plain, self.first):
            process.send_signal(signal.SIGINT)
        self.said = {name: end(getattr(self, name)) for name in ("plain", "first", "cut", "second")}

    def pid_of_cut(self):
        """Whoever starts a program on a host becomes it, in the end."""
        return self.cut.pid

    def dropped(self):
        """How many frames the kernel dropped, of both captures from the interface."""
        return [sum(map(int, re.findall(r"received/dropped on interface '\w+': \d+/(\d+)",
                                        self.said[name][1]))) for name in ("plain", "first")]


def end(process):
    """The status of a program and what it said."""
    try:
        said = process.communicate(timeout=SECONDS)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = process.communicate()[1] + b" (did not end)"
    return process.returncode, said.decode()


# A datagram to port 138 is kept whatever is in it.
KNOCK = ("import socket; "
         "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'knock', ('192.0.2.11', 138))")
