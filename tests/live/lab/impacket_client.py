# SPDX-License-Identifier: GPL-2.0-or-later
"""Run on the client host as a program: log in with impacket, connect to a share, leave.

    python3 -m lab.impacket_client ADDRESS SERVER CLIENT USER PASSWORD SHARE OFFER

lists the dialects of OFFER (messages.OFFERS), and goes on with whatever the server chooses.
"""
import sys

from impacket.smbconnection import SMBConnection

from . import messages


def main():
    """Once through all of it."""
    address, server, client, user, password, share, offer = sys.argv[1:]
    dialects = "".join(f"\x02{dialect.decode()}\0" for dialect in messages.OFFERS[offer][0])
    connection = SMBConnection(server, address, myName=client, timeout=5, manualNegotiate=True)
    connection.negotiateSession(negoData=dialects)
    connection.login(user, password)
    connection.disconnectTree(connection.connectTree(share))
    connection.close()


if __name__ == "__main__":
    main()
