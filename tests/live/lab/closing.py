# SPDX-License-Identifier: GPL-2.0-or-later
"""The ways to end a TCP connection."""
import socket
import struct

LINGER_NOT_AT_ALL = struct.pack("ii", 1, 0)


def reset(end):
    """Close so that the kernel sends RST: lingering is on, for no time."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT_AT_ALL)
    end.close()


def close(end):
    """Send FIN and wait for that of the peer, so that the kernel has no cause to send RST."""
    try:
        end.shutdown(socket.SHUT_WR)
        await_end(end)
    except OSError:
        pass                # the peer has reset the connection meanwhile
    end.close()


def await_end(end):
    """Read on until the peer closes or resets the connection."""
    try:
        while end.recv(4096):
            pass
    except ConnectionResetError:
        pass
