# SPDX-License-Identifier: GPL-2.0-or-later
"""The clients: a name each, as it stands in the table of scenarios, and the command behind it."""
import os

from . import prerequisites, samba

CLIENT_NAME = "DESK1"

SETTINGS = f"""\
[global]
    netbios name = {CLIENT_NAME}
    workgroup = {samba.WORKGROUP}
    {{folders}}
"""

USER = f"{samba.USER}%{samba.PASSWORD}"

# client -> options of smbclient besides those that all have
SMBCLIENT = {
    "smbclient": {},
    "smbclient NT1..NT1": {"range": ("NT1", "NT1")},
    "smbclient CORE..NT1": {"range": ("CORE", "NT1")},
    "smbclient NT1..SMB3": {"range": ("NT1", "SMB3")},
    "smbclient CORE..SMB3": {"range": ("CORE", "SMB3")},
    "smbclient NT1..SMB2_02": {"range": ("NT1", "SMB2_02")},
    "smbclient SMB2_02..SMB2_02": {"range": ("SMB2_02", "SMB2_02")},
    "smbclient NT1..NT1 wrong password": {"range": ("NT1", "NT1"), "user": f"{samba.USER}%wrong"},
    "smbclient NT1..NT1 guest": {"range": ("NT1", "NT1"), "user": "stranger%none",
                                 "share": samba.GUEST_SHARE},
    "smbclient NT1..NT1 port 139": {"range": ("NT1", "NT1"), "port": 139},
    "smbclient NT1..NT1 anonymous": {"range": ("NT1", "NT1"), "user": "%",
                                     "share": samba.GUEST_SHARE},
    "smbclient NT1..NT1 NTLMv1": {"range": ("NT1", "NT1"),
                                  "settings": {"client ntlmv2 auth": "no",
                                               "client use spnego": "no"}},
    "smbclient LANMAN2..LANMAN2 LM": {"range": ("LANMAN2", "LANMAN2"),
                                      "settings": {"client ntlmv2 auth": "no",
                                                   "client lanman auth": "yes"}},
}

# client -> what impacket lists in place of its usual three (messages.OFFERS), which are the bait
IMPACKET = {
    "impacket": "bait",
    "impacket NT LM 0.12": "nt",
    "impacket six": "six",
    "impacket eight": "eight",
}

# our own client is named after its offer and conduct: "peer OFFER, CONDUCT"
PEER = "peer "


def command(client, address, settings):
    """The command line of a client that is to talk to the address."""
    if client in SMBCLIENT:
        return smbclient(address, settings, **SMBCLIENT[client])
    if client in IMPACKET:
        return module("impacket_client", address, samba.SERVER_NAME, CLIENT_NAME, samba.USER,
                      samba.PASSWORD, samba.SHARE, IMPACKET[client])
    offer, conduct = client.removeprefix(PEER).split(", ")
    return module("peer_client", address, offer, conduct)


def smbclient(address, file, range=None, user=USER, share=samba.SHARE, port=445, settings=None):
    """smbclient that fetches a file, over one connection and without looking up names."""
    options = ["-s", file, "-I", address, "-p", port, "-U", user, "--use-kerberos=off"]
    settings = dict(settings or {})
    if range:
        settings |= {"client min protocol": range[0], "client max protocol": range[1]}
    options += [f"--option={name}={value}" for name, value in settings.items()]
    return ["smbclient", f"//{samba.SERVER_NAME}/{share}", *options,
            "-c", f"get {samba.FILE} /dev/null"]


def module(name, *arguments):
    """The command line that runs one of the programs in this package."""
    return [prerequisites.PYTHON, "-m", f"{__package__}.{name}", *arguments]


def write_settings(folder):
    """Make the settings file and the folders that smbclient gets."""
    for entry in samba.FOLDERS:
        os.makedirs(folder / entry.replace(" ", "-"))
    settings = folder / "client.conf"
    settings.write_text(SETTINGS.format(folders=samba.own_folders(folder)))
    return settings
