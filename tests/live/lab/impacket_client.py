# SPDX-License-Identifier: GPL-2.0-or-later
"""Run on the client host as a program: log in with impacket, connect to a share, leave.

    python3 -m lab.impacket_client ADDRESS SERVER CLIENT USER PASSWORD SHARE OFFER

lists the dialects of OFFER (messages.OFFERS), and goes on with whatever the server chooses.
"""
import sys

from impacket.smb3 import SMB3
from impacket.smb3structs import SMB2_DIALECT_30
from impacket.smbconnection import SMBConnection

from . import messages


def prefer_smb_30():
    """What the second round of impacket 0.10 ends in; 0.13 would go up to SMB 3.1.1."""
    negotiate = SMB3.negotiateSession
    SMB3.negotiateSession = lambda self, preferred=None, answer=None: negotiate(
        self, preferred or SMB2_DIALECT_30, answer)


def main():
    """Once through all of it."""
    prefer_smb_30()
    address, server, client, user, password, share, offer = sys.argv[1:]
    dialects = "".join(f"\x02{dialect.decode()}\0" for dialect in messages.OFFERS[offer][0])
    connection = SMBConnection(server, address, myName=client, timeout=5, manualNegotiate=True)
    connection.negotiateSession(negoData=dialects)
    connection.login(user, password)
    connection.disconnectTree(connection.connectTree(share))
    connection.close()


if __name__ == "__main__":
    main()
