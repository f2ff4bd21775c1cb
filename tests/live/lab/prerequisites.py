# SPDX-License-Identifier: GPL-2.0-or-later
"""What the live tests need from the machine, and what of it is missing."""
import os
import shutil
import subprocess

from .own_root import OwnRoot

# program -> Debian package that brings it
PROGRAMS = {
    "ip": "iproute2",
    "ss": "iproute2",
    "tcpdump": "tcpdump",
    "tshark": "tshark",
    "unshare": "util-linux",
    "hostname": "hostname",
    "smbd": "samba",
    "pdbedit": "samba-common-bin",
    "smbclient": "smbclient",
}

# Python module -> Debian package that brings it; looked for where the clients run
MODULES = {
    "impacket": "python3-impacket",
}

#: Debian's interpreter: its modules come as packages, another python3 in the path has not got them.
PYTHON = "/usr/bin/python3"

SBIN = "/usr/sbin:/sbin"


def search_path():
    """PATH with the folders of system programs, which an ordinary shell often leaves out."""
    return os.environ.get("PATH", "/usr/bin:/bin") + ":" + SBIN


def missing():
    """The reasons why the live tests cannot run here, none of them when they can."""
    reasons = [f"no {program} (package {package})"
               for program, package in PROGRAMS.items()
               if shutil.which(program, path=search_path()) is None]
    reasons += [f"{PYTHON} has no module {module} (package {package})"
                for module, package in MODULES.items() if not has_module(module)]
    if not reasons:
        reasons += namespace_refusal()
    return reasons


def has_module(module):
    """Whether Debian's interpreter finds the module."""
    look = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
    return subprocess.run([PYTHON, "-c", look, module], check=False).returncode == 0


def namespace_refusal():
    """Try the real thing: a container may run as root and still not be allowed namespaces."""
    if os.geteuid() != 0:
        return ["network namespaces need root"]
    name = f"smb1audit-{os.getpid()}-probe"
    environment = {**os.environ, "PATH": search_path()}
    try:
        root = OwnRoot(environment, "ip", "netns", "del", name)
    except OSError as error:
        return [str(error)]
    reasons = []
    for what, command in (("made", ("add", name)),
                          ("entered", ("exec", name, "unshare", "--uts", "true"))):
        attempt = subprocess.run([*root.prefix(), "ip", "netns", *command], env=environment,
                                 check=False, capture_output=True, text=True)
        if attempt.returncode != 0:
            reasons.append(f"network namespaces cannot be {what}: {attempt.stderr.strip()}")
            break
    root.leave()
    return reasons
