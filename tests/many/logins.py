# SPDX-License-Identifier: GPL-2.0-or-later
"""Two other machines: logins of an sshd on the loopback.

They are accounts of their own in a mount namespace with its own list of accounts: nothing
of it is left when the sshd has ended.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin")
ACCOUNTS = ("first", "second")
ADDRESS = "127.0.0.1"
SECONDS = 20

# $1 is the list of accounts, the others are the command.
IN_NAMESPACE = """
mount --bind "$1" /etc/passwd || exit 99
[ -d /run/sshd ] || { mount -t tmpfs none /run && mkdir -m 755 /run/sshd; } || exit 99
shift
exec "$@"
"""

SERVER = """
Port {port}
ListenAddress {address}
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/%u.keys
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitUserEnvironment no
MaxStartups 100
AllowUsers {accounts}
"""

CLIENT = """
Host *
Port {port}
IdentityFile {folder}/key
IdentitiesOnly yes
UserKnownHostsFile {folder}/known
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
BatchMode yes
"""


def hindrance():
    """Why there can be no such logins; empty where there can."""
    if os.geteuid() != 0:
        return "needs root"
    missing = [name for name in ("ssh", "ssh-keygen", "rsync") if not shutil.which(name)]
    if missing or not SSHD:
        return f"not installed: {' '.join(missing) or 'sshd'}"
    done = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return "no mount namespaces" if done.returncode else ""


def free_port():
    """A port of the loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind((ADDRESS, 0))
        return listening.getsockname()[1]


def free_ids():
    """Numbers of users whom nobody is."""
    used = {entry.pw_uid for entry in pwd.getpwall()}
    free = (number for number in range(61000, 62000) if number not in used)
    return [next(free) for _ in ACCOUNTS]


class Logins:
    """The sshd and its accounts. Folder is to be one that all can enter."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.ids = dict(zip(ACCOUNTS, free_ids()))
        self.process = None
        for name in ("host", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", name],
                           cwd=folder, stdin=subprocess.DEVNULL, check=True)
        self.write_accounts()
        self.write_settings()

    def write_accounts(self):
        """With homes, and the key that opens them."""
        lines = [Path("/etc/passwd").read_text(encoding="utf-8")]
        for name, number in self.ids.items():
            home = self.folder / name
            home.mkdir()
            shutil.chown(home, number, number)
            lines.append(f"{name}:*:{number}:{number}::{home}:/bin/sh\n")
            shutil.copy(self.folder / "key.pub", self.folder / f"{name}.keys")
        accounts = self.folder / "passwd"
        accounts.write_text("".join(lines), encoding="utf-8")
        accounts.chmod(0o644)

    def write_settings(self):
        """Of both sides, which know each other's keys."""
        facts = {"port": self.port, "address": ADDRESS, "folder": self.folder,
                 "accounts": " ".join(ACCOUNTS)}
        (self.folder / "server").write_text(SERVER.format(**facts))
        (self.folder / "client").write_text(CLIENT.format(**facts))
        key = (self.folder / "host.pub").read_text()
        (self.folder / "known").write_text(f"[{ADDRESS}]:{self.port} {key}")
        names = "".join(f"{name}@{ADDRESS}\n" for name in ACCOUNTS)
        (self.folder / "machines").write_text(names)

    @property
    def ssh(self):
        """The command that logs in."""
        return f"ssh -F {self.folder}/client"

    def __enter__(self):
        command = [SSHD, "-D", "-e", "-f", self.folder / "server"]
        with open(self.folder / "said", "w", encoding="utf-8") as said:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
                 "sh", "-c", IN_NAMESPACE, "sh", self.folder / "passwd", *command],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        self.wait_for_answer()
        return self

    def wait_for_answer(self):
        """Until all accounts can be used. Raises AssertionError with the reason if not."""
        end = time.monotonic() + SECONDS
        for name in ACCOUNTS:
            while subprocess.run([*self.ssh.split(), f"{name}@{ADDRESS}", "true"],
                                 stdin=subprocess.DEVNULL, capture_output=True,
                                 check=False).returncode:
                said = (self.folder / "said").read_text()
                assert self.process.poll() is None and time.monotonic() < end, said
                time.sleep(0.1)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def die(self, name):
        """End at once whatever this login does, and what that has started meanwhile."""
        end = time.monotonic() + SECONDS
        while running := self.processes(name):
            assert time.monotonic() < end, running
            for process in running:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def processes(self, name):
        """The numbers of those of this login that have not ended."""
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError):
                text = status.read_text()
                if f"Uid:\t{self.ids[name]}\t" in text and "State:\tZ" not in text:
                    found.append(int(status.parent.name))
        return found
