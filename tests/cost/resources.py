#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a command uses.

    resources.py COMMAND [ARGUMENT ...]

Prints bytes resident at most, and seconds of processor time; ends as the command does. A
program of its own, as the size of who starts a command counts for that command, too.
"""

import os
import sys


def main():
    """The command line."""
    process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=(
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),))
    _, status, usage = os.wait4(process, 0)
    print(usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
