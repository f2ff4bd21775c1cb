# SPDX-License-Identifier: GPL-2.0-or-later
"""A mount namespace whose root is a mount point.

ip(8) changes how mounts propagate from the root on (ip-netns(8)), which fails where the root is
no mount point: in a plain chroot.  What is mounted in here is seen nowhere else, and ends with
the last process in here.

Run as a program, this file enters one, says so in one line, stays until standard input ends, and
then becomes the command that it was given.
"""
import ctypes
import os
import subprocess
import sys

# sched.h and sys/mount.h
CLONE_NEWNS = 0x20000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000

LIBC = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    """A function of the C library that returns -1 where it fails."""
    if getattr(LIBC, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def enter():
    """The mount namespace, of which no mount propagates; then the root that was ours, as a mount
    of its own.  Entering a namespace leads out of a chroot (setns(2)), and the way back is where
    the folder is that was the root, seen from there."""
    call("unshare", CLONE_NEWNS)
    root = os.open("/", os.O_PATH | os.O_DIRECTORY)
    own = os.open("/proc/self/ns/mnt", os.O_RDONLY)
    call("setns", own, CLONE_NEWNS)
    call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    os.fchdir(root)
    call("mount", b".", b".", None, MS_BIND | MS_REC, None)
    os.chdir(os.getcwd())       # onto the mount
    os.chroot(".")
    os.chdir("/")


class OwnRoot:
    """The namespace, until leave().  However we end, the command is run in it then."""

    def __init__(self, environment, *at_the_end):
        # In a session of its own: an interrupt from the keyboard is no matter of it.
        self.keeper = subprocess.Popen(
            [sys.executable, __file__, *at_the_end], env=environment, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if not self.keeper.stdout.readline():
            raise OSError(f"no mount namespace: {self.leave()}")

    def prefix(self):
        """What goes before a command line that is to run in it."""
        return ["nsenter", f"--target={self.keeper.pid}", "--mount", "--root", "--wd"]

    def leave(self):
        """End it, and return what was complained of."""
        return self.keeper.communicate()[1].strip()


if __name__ == "__main__":
    try:
        enter()
    except OSError as error:
        sys.exit(str(error))
    print("entered", flush=True)
    sys.stdin.read()
    os.execvp(sys.argv[1], sys.argv[1:])
