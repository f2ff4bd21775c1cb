# SPDX-License-Identifier: GPL-2.0-or-later
"""A Slurm cluster of one node: this machine, with daemons and folders of its own."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from logins import ADDRESS, free_port

COMMANDS = ("munged", "slurmctld", "slurmd", "sbatch", "sinfo")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
SECONDS = 30

SETTINGS = """
ClusterName=smb1audit
SlurmctldHost={name}({address})
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
SlurmctldPort={controller}
SlurmdPort={node}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName={name} NodeAddr={address} CPUs={cores}
PartitionName=all Nodes={name} Default=YES State=UP
"""


def hindrance():
    """Why there can be no such cluster; empty where there can."""
    if os.geteuid() != 0:
        return "needs root"
    missing = [name for name in COMMANDS if not shutil.which(name, path=PATH)]
    return f"not installed: {' '.join(missing)}" if missing else ""


class NotStarted(Exception):
    """The daemons do not work here; what they say."""


class Cluster:
    """The daemons. Folder is to be one that all can enter."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.processes = []
        for name in ("munge", "state", "spool"):
            (self.folder / name).mkdir(mode=0o755)
        key = self.folder / "munge/key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(128))
        facts = {"name": socket.gethostname().partition(".")[0], "address": ADDRESS,
                 "folder": folder, "controller": free_port(), "node": free_port(),
                 "cores": os.cpu_count()}
        settings = self.folder / "slurm.conf"
        settings.write_text(SETTINGS.format(**facts))
        self.environment = os.environ | {"SLURM_CONF": str(settings)}

    def start_all(self):
        """Start the daemons and wait until they are ready. Raises NotStarted."""
        try:
            munge = self.folder / "munge"
            self.start("munged", "--foreground", "--force", f"--key-file={munge}/key",
                       f"--socket={munge}/socket", f"--pid-file={munge}/pid",
                       f"--log-file={munge}/log", f"--seed-file={munge}/seed")
            self.wait_for((munge / "socket").exists)
            self.start("slurmctld", "-D", "-i")
            self.wait_for(lambda: self.run("sinfo").returncode == 0)
            self.start("slurmd", "-D")
            self.wait_for(lambda: "idle" in self.run("sinfo", "--noheader").stdout)
        except BaseException:
            self.close()
            raise

    def start(self, name, *arguments):
        """A daemon in the foreground, so that it ends with this."""
        with open(self.folder / f"{name}.said", "w", encoding="utf-8") as said:
            self.processes.append(subprocess.Popen(
                [shutil.which(name, path=PATH), *arguments], env=self.environment,
                stdin=subprocess.DEVNULL, stdout=said, stderr=said))

    def wait_for(self, is_so):
        """Raises NotStarted with what the daemons said if it is not soon."""
        end = time.monotonic() + SECONDS
        while not is_so():
            runs = all(process.poll() is None for process in self.processes)
            if not runs or time.monotonic() > end:
                raise NotStarted(self.said())
            time.sleep(0.2)

    def said(self):
        """By all daemons."""
        return "\n".join(path.read_text(errors="replace") for path in self.folder.glob("*.said"))

    def run(self, *command, **options):
        """A command that asks the cluster."""
        return subprocess.run(command, env=self.environment | options.pop("env", {}),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, **options)

    def close(self):
        """End the daemons."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
