# SPDX-License-Identifier: GPL-2.0-or-later
"""Two hosts on one cable: a network namespace each, joined by a veth pair.

Addresses are from the documentation ranges (RFC 5737, RFC 3849) and there is no route out, so
nothing sent here can leave the machine.  Each host has a host name of its own (UTS namespace):
SMB tells host names to its peer, and that of the machine has no place in a recording.  The names
of the hosts are mounts in a mount namespace of the cable's own (own_root.py).
"""
import os
import signal
import subprocess
import time

from . import TREE, prerequisites
from .own_root import OwnRoot

INTERFACE = "eth0"
PREFIX = "smb1audit"

# host -> (hardware address, host name)
HOSTS = {
    "server": ("02:00:00:00:00:01", "nas1"),
    "client": ("02:00:00:00:00:02", "desk1"),
}

CLIENT_ADDRESSES = ("192.0.2.101", "2001:db8::101")

#: Ends what still runs on these hosts, and takes them away.
REMOVAL = ("sh", "-c", 'for host; do ip netns pids "$host" | xargs -r kill -9; ip netns del "$host";'
           ' done 2>/dev/null', "remove")


class Network:
    """The cable and its two ends.  Use as a context manager: leaving it removes everything."""

    def __init__(self, server_addresses):
        self.addresses = {"server": server_addresses, "client": CLIENT_ADDRESSES}
        self.environment = {**os.environ, "LC_ALL": "C", "PATH": prerequisites.search_path(),
                            "PYTHONPATH": str(TREE / "tests/live")}

    def __enter__(self):
        self.old_handler = signal.signal(signal.SIGTERM, leave)
        self.root = OwnRoot(self.environment, *REMOVAL, *map(self.namespace, HOSTS))
        try:
            self.lay_cable()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *unused):
        self.remove()
        signal.signal(signal.SIGTERM, self.old_handler)

    @staticmethod
    def namespace(host):
        """The name of the host's namespace, unique to this run."""
        return f"{PREFIX}-{os.getpid()}-{host}"

    def command(self, host, *argv):
        """The command line that runs argv on the host."""
        return [*self.root.prefix(), "ip", "netns", "exec", self.namespace(host),
                "unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', HOSTS[host][1], *map(str, argv)]

    def start(self, host, *argv, **how):
        """Start a program on the host and return at once.

        In a session of its own: smbd, told to end, signals its whole process group.
        """
        return subprocess.Popen(self.command(host, *argv), env=self.environment,
                                start_new_session=True, **how)

    def run(self, host, *argv, timeout=10):
        """Run a program on the host to its end and return what it said."""
        return subprocess.run(self.command(host, *argv), env=self.environment, timeout=timeout,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    def lay_cable(self):
        """Create both hosts, the cable between them and their addresses."""
        for host in HOSTS:
            self.ip("netns", "add", self.namespace(host))
        self.ip("-n", self.namespace("server"), "link", "add", INTERFACE,
                "address", HOSTS["server"][0], "type", "veth",
                "peer", "name", INTERFACE, "address", HOSTS["client"][0],
                "netns", self.namespace("client"))
        for host, addresses in self.addresses.items():
            for address in addresses:
                self.add_address(host, address)
            self.ip("-n", self.namespace(host), "link", "set", "lo", "up")
            self.ip("-n", self.namespace(host), "link", "set", INTERFACE, "up")
            self.turn_off_offload(host)

    def add_address(self, host, address):
        """Give the host an address that is usable at once: no duplicate detection over IPv6."""
        length, flags = ("64", ["nodad"]) if ":" in address else ("24", [])
        self.ip("-n", self.namespace(host), "address", "add", f"{address}/{length}",
                "dev", INTERFACE, *flags)

    def turn_off_offload(self, host):
        """Let the kernel compute checksums, so that the recordings hold valid ones."""
        self.run(host, prerequisites.PYTHON, "-m", f"{__package__}.offload", INTERFACE)

    def listening(self):
        """The local ends (address:port) that TCP servers listen on."""
        lines = self.run("server", "ss", "-Hltn").stdout.splitlines()
        return {line.split()[3] for line in lines}

    def await_listeners(self, ends, seconds=15):
        """Wait until all these ends are listened on.  Nothing connects, so nothing is captured."""
        deadline = time.monotonic() + seconds
        while not set(ends) <= self.listening():
            if time.monotonic() > deadline:
                raise TimeoutError(f"nobody listens on {sorted(set(ends) - self.listening())}")
            time.sleep(0.05)

    def remove(self):
        """End what still runs on the hosts, and take the hosts away."""
        for host in HOSTS:
            self.end_processes(self.namespace(host))
            self.ip("netns", "del", self.namespace(host), check=False)
        self.root.leave()

    def end_processes(self, namespace):
        """End the processes in one of our namespaces: first ask, then insist."""
        for sign, seconds in ((signal.SIGTERM, 2), (signal.SIGKILL, 2)):
            deadline = time.monotonic() + seconds
            processes = self.processes(namespace)
            for process in processes:
                send(process, sign)
            while processes and time.monotonic() < deadline:
                time.sleep(0.05)
                processes = self.processes(namespace)

    def processes(self, namespace):
        """The ids of the processes in a namespace."""
        answer = self.ip("netns", "pids", namespace, check=False)
        return [int(word) for word in answer.stdout.split()]

    def ip(self, *argv, check=True):
        """Run ip(8)."""
        answer = subprocess.run([*self.root.prefix(), "ip", *argv], env=self.environment,
                                capture_output=True, text=True, check=False)
        if check and answer.returncode != 0:
            raise OSError(f"ip {' '.join(argv)}: {answer.stderr.strip()}")
        return answer


def leave(*_unused):
    """Told to end, leave as if interrupted from the keyboard, which takes the network away."""
    raise KeyboardInterrupt


def send(process, sign):
    """Send a signal to a process that may have ended meanwhile."""
    try:
        os.kill(process, sign)
    except ProcessLookupError:
        pass
