# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's smbd in several configurations, each with an address and folders of its own."""
import functools
import os
import pathlib
import subprocess

from . import prerequisites

# configuration -> (addresses, server min protocol, server max protocol, server signing); by
# default a server on its own does not offer to sign SMB1.
CONFIGURATIONS = {
    "smb1 only": (("192.0.2.11",), "LANMAN1", "NT1", "default"),
    "smb2 and up": (("192.0.2.12", "2001:db8::12"), "SMB2_02", "SMB3_11", "default"),
    "both": (("192.0.2.13",), "LANMAN1", "SMB3_11", "default"),
    "smb3.1.1": (("192.0.2.14",), "SMB3_11", "SMB3_11", "default"),
    "smb1, may sign": (("192.0.2.15",), "LANMAN1", "NT1", "auto"),
    "smb1, must sign": (("192.0.2.16",), "LANMAN1", "NT1", "mandatory"),
}

PORTS = (445, 139)

SERVER_NAME = "NAS1"
WORKGROUP = "WORKGROUP"
USER, PASSWORD = "alice", "Correct-Horse1"
SHARE, GUEST_SHARE = "files", "public"
FILE = "hello.txt"

# A Unix account that every Debian system has, for smbd needs one behind its user; over the wire
# goes the name that the username map ties to it.
UNIX_ACCOUNT = "games"

GLOBAL = f"""\
[global]
    netbios name = {SERVER_NAME}
    workgroup = {WORKGROUP}
    server string = Test server
    server role = standalone server
    server min protocol = {{minimum}}
    server max protocol = {{maximum}}
    server signing = {{signing}}
    interfaces = {{addresses}}
    bind interfaces only = yes
    smb ports = {{ports}}
    disable netbios = yes
    lanman auth = yes
    ntlm auth = ntlmv1-permitted
    map to guest = Bad User
    username map = {{folder}}/users.map
    passdb backend = tdbsam:{{folder}}/passdb.tdb
    load printers = no
    disable spoolss = yes
    rpc start on demand helpers = no
    log file = {{folder}}/log
    {{folders}}
"""

SHARES = f"""\
[{SHARE}]
    path = {{folder}}/{SHARE}
    valid users = {UNIX_ACCOUNT}
    force user = root
[{GUEST_SHARE}]
    path = {{folder}}/{GUEST_SHARE}
    guest ok = yes
    force user = root
"""

# Everything that smbd writes by itself stays in the folder of its configuration.
FOLDERS = ("private dir", "lock directory", "state directory", "cache directory", "pid directory",
           "ncalrpc dir")


def addresses():
    """Every address that an smbd is to have."""
    return [address for row in CONFIGURATIONS.values() for address in row[0]]


def ends():
    """Every address:port that is listened on once all servers are up."""
    return [f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
            for address in addresses() for port in PORTS]


@functools.cache
def version():
    """What smbd says of itself in a session setup."""
    said = subprocess.run(["smbd", "--version"], check=True, capture_output=True, text=True,
                          env={**os.environ, "PATH": prerequisites.search_path()})
    return said.stdout.strip().replace("Version", "Samba")


def start_all(network, folder):
    """Start one smbd per configuration, in the server's background."""
    for name in CONFIGURATIONS:
        start(network, name, pathlib.Path(folder) / name.replace(" ", "-"))


def start(network, name, folder):
    """Start smbd in the foreground; it ends with the network it runs in."""
    settings = prepare(name, folder)
    add_user(network, settings)
    with open(folder / "output", "wb") as output:
        network.start("server", "smbd", "--foreground", "--no-process-group", "-s", settings,
                      stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def prepare(name, folder):
    """Make the folders, the shares and the settings file of a configuration."""
    for entry in (*FOLDERS, SHARE, GUEST_SHARE):
        os.makedirs(folder / entry.replace(" ", "-"))
    for share in (SHARE, GUEST_SHARE):
        (folder / share / FILE).write_text("Hello.\n")
    (folder / "users.map").write_text(f"{UNIX_ACCOUNT} = {USER}\n")
    own_addresses, minimum, maximum, signing = CONFIGURATIONS[name]
    settings = folder / "smb.conf"
    settings.write_text(GLOBAL.format(
        minimum=minimum, maximum=maximum, signing=signing, folder=folder,
        addresses=" ".join(own_addresses), ports=" ".join(map(str, PORTS)),
        folders=own_folders(folder))
        + SHARES.format(folder=folder))
    return settings


def own_folders(folder):
    """The settings that keep a Samba program's own files below the folder."""
    return "\n    ".join(f"{entry} = {folder}/{entry.replace(' ', '-')}" for entry in FOLDERS)


def add_user(network, settings):
    """Give the Unix account a password in Samba's own account database."""
    command = network.command("server", "pdbedit", "-s", settings, "-a", "-t", "-u", UNIX_ACCOUNT)
    subprocess.run(command, env=network.environment, input=f"{PASSWORD}\n{PASSWORD}\n", text=True,
                   check=True, capture_output=True, timeout=10)
