# SPDX-License-Identifier: GPL-2.0-or-later
"""A conversation with sharkd: a request at a time, as a web front end has it."""

import contextlib
import json
import os
import subprocess

import tshark


class Ended(AssertionError):
    """It has ended before it answered."""


class Sharkd(contextlib.AbstractContextManager):
    """A running sharkd of a home (surroundings.Home)."""

    def __init__(self, home):
        self.home = home
        self.asked = self.loaded = 0

    def __enter__(self):
        environment = {**os.environ, "WIRESHARK_PLUGIN_DIR": str(self.home.plugins)}
        self.process = subprocess.Popen(
            [str(tshark.UNPRIVILEGED), *self.home.words("sharkd", "-")], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, kind, *unused):
        self.process.stdin.close()
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        assert kind or status == 0, f"sharkd ended with {status}"

    def ask(self, method, **parameters):
        """The result of one request."""
        self.asked += 1
        request = {"jsonrpc": "2.0", "id": self.asked, "method": method, "params": parameters}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise Ended(f"sharkd ended at {method}")
            if line.startswith(b"{"):
                answer = json.loads(line)
                if answer["id"] == self.asked:
                    assert "error" not in answer, answer
                    return answer["result"]

    def load(self, path):
        """Open a capture; the one that was open is closed."""
        self.loaded += 1
        assert self.ask("load", file=str(path)) == {"status": "OK"}

    def rows(self, columns=(), display_filter="smb1audit"):
        """A row for each frame that the filter lets through: its number, and the first value of
        each column, or those of the packet list.  sharkd keeps what a filter lets through by its
        text, also when another capture is loaded: so it is never the same text."""
        asked = {f"column{place}": f"{name}:1" for place, name in enumerate(columns)}
        return [[frame["num"], *frame["c"]]
                for frame in self.ask("frames", filter=display_filter + " " * self.loaded,
                                      **asked)]

    def tap(self, name):
        """What a statistic says."""
        return self.ask("tap", tap0=name)["taps"]
