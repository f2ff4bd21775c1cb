# SPDX-License-Identifier: GPL-2.0-or-later
"""Waiting for what must come, and not longer."""
import time

#: Seconds.  Long, since they pass only where something fails: a loaded machine is no failure.
PATIENCE = 60
INTERVAL = 0.05


def until(condition, what, seconds=PATIENCE):
    """What condition() returns, once that is true."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(INTERVAL)
