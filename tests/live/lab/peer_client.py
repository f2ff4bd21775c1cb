# SPDX-License-Identifier: GPL-2.0-or-later
"""A client that does what smbclient does not.  Run on the client host as a program:

    python3 -m lab.peer_client ADDRESS OFFER CONDUCT

connects, sends the offer (messages.OFFERS) and then conducts itself as said (CONDUCT).
"""
import socket
import sys

import smb

from . import closing, messages

PORT = 445
PATIENCE = 5            # seconds that the client waits for its server
SHORT_PATIENCE = 0.2    # the same for a server that is known to say nothing


def answer_then_reset(end, _offer):
    """What Windows without SMB1 does when a server takes the bait."""
    messages.receive(end)
    closing.reset(end)


def answer_then_close(end, _offer):
    """Look at the answer and leave politely."""
    messages.receive(end)
    closing.close(end)


def answer_echo_reset(end, offer):
    """One SMB1 command after the answer: this client does speak SMB1."""
    messages.receive(end)
    messages.send(end, smb.echo(messages.OFFERS[offer][1]))
    messages.receive(end)
    closing.reset(end)


def await_the_end(end, _offer):
    """Leave it to the server to end the connection, then close too."""
    closing.await_end(end)
    end.close()


def give_up(end, _offer):
    """Wait for an answer for a while, in vain."""
    end.settimeout(SHORT_PATIENCE)
    try:
        messages.receive(end)
    except TimeoutError:
        pass
    end.settimeout(PATIENCE)
    closing.close(end)


CONDUCT = {
    "resets": answer_then_reset,
    "closes": answer_then_close,
    "echoes": answer_echo_reset,
    "waits": await_the_end,
    "gives up": give_up,
}


def main():
    """Connect, offer, behave."""
    address, offer, conduct = sys.argv[1:]
    with socket.create_connection((address, PORT), timeout=PATIENCE) as end:
        messages.send(end, smb.negotiate(*messages.OFFERS[offer]))
        CONDUCT[conduct](end, offer)


if __name__ == "__main__":
    main()
