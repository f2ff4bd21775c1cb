# SPDX-License-Identifier: GPL-2.0-or-later
"""Signals that end the audit: as an exception, so that it leaves nothing."""

import signal
from contextlib import contextmanager

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# What came while it was held, and whether it is.
state = {"held": False, "came": None}


class Interrupted(BaseException):
    """The audit is to end."""

    def __init__(self, number):
        super().__init__(number)
        self.status = 128 + number


def expect():
    """From now on such a signal raises Interrupted, unless it was ignored when
    the audit began: nohup wants that."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def ignore():
    """From now on there is nothing to end: what is left is to clean up."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def interrupt(number, _):
    """End the audit, or remember to; a second signal changes nothing."""
    if state["held"]:
        state["came"] = state["came"] or number
        return
    ignore()
    raise Interrupted(number)


@contextmanager
def held():
    """Until the end of the with block no Interrupted is raised: what is made
    here is known to whom cleans up."""
    state["held"] = True
    try:
        yield
    finally:
        state["held"] = False
    if state["came"]:
        interrupt(state["came"], None)
