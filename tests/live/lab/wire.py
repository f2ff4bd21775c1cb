# SPDX-License-Identifier: GPL-2.0-or-later
"""The capture on the cable, recorded to a file and dissected live by tshark with the plugin.

    tcpdump on the client host -> tee FILE -> tshark as an ordinary user

Capturing needs privileges, and a privileged tshark reads no plugin from the build tree; hence a
pipe between the two.  tshark has one pass and prints each frame as it comes.
"""
import os
import signal
import subprocess
import threading
import time

import tshark

from . import dissection, network

CAPTURE_FILTER = "tcp port 445 or tcp port 139"
FILE_HEADER = 24        # octets at the start of a pcap file


class Wire:
    """A running capture.  Use as a context manager: leaving it ends the capture."""

    def __init__(self, cable, file, columns):
        self.cable, self.file, self.columns = cable, file, columns
        self.rows, self.complaints = [], []
        self.over = False               # tshark prints no more
        self.news = threading.Condition()

    def __enter__(self):
        self.capture = self.cable.start(
            "client", "tcpdump", "-i", network.INTERFACE, "-n", "-s", 0, "-U",
            "--immediate-mode", "-w", "-", CAPTURE_FILTER,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        recorder = subprocess.Popen(["tee", self.file], stdin=self.capture.stdout,
                                    stdout=subprocess.PIPE)
        dissector = subprocess.Popen(dissection.live(self.columns),
                                     env=dissection.ENVIRONMENT, stdin=recorder.stdout, text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.processes = [self.capture, recorder, dissector]
        self.readers = [
            threading.Thread(target=self.read_rows, args=(dissector.stdout,)),
            threading.Thread(target=self.complaints.extend, args=(dissector.stderr,)),
        ]
        for reader in self.readers:
            reader.start()
        self.capture.stdout.close()
        recorder.stdout.close()
        self.await_start()
        return self

    def __exit__(self, *unused):
        """End the first program; each following one then comes to the end of its input."""
        self.capture.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for reader in self.readers:
            reader.join(timeout=10)

    def read_rows(self, lines):
        """Keep what tshark prints: a row of columns per frame."""
        for line in lines:
            with self.news:
                self.rows.append(tshark.row(line.rstrip("\n"), self.columns))
                self.news.notify()
        with self.news:
            self.over = True
            self.news.notify()

    def await_start(self, seconds=10):
        """Wait until the capture is on: its file begins with the header."""
        deadline = time.monotonic() + seconds
        while not os.path.exists(self.file) or os.path.getsize(self.file) < FILE_HEADER:
            if time.monotonic() > deadline:
                raise TimeoutError("tcpdump did not start: " + "".join(self.complaints))
            time.sleep(0.02)

    def await_rows(self, complete, seconds=20):
        """Wait, not for ever, until what tshark has printed is complete in the caller's eyes."""
        with self.news:
            self.news.wait_for(lambda: self.over or complete(self.rows), seconds)
            if self.over:
                raise ChildProcessError("tshark has ended: " + "".join(self.complaints))
