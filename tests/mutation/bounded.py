# SPDX-License-Identifier: GPL-2.0-or-later
"""A program that has to end in time, with all that it started."""

import os
import signal
import subprocess


def run(command, seconds, **options):
    """(status, stdout, stderr) as subprocess.run() has them, or None where it was ended."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          start_new_session=True, **options) as process:
        try:
            said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None
        return process.returncode, *said
