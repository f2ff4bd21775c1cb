# SPDX-License-Identifier: GPL-2.0-or-later
"""Run on a host of the lab: turn off transmit checksum offload, as `ethtool -K DEV tx off` does.

A veth interface leaves checksums to hardware that is not there, and a capture then holds wrong
ones.
"""
import array
import fcntl
import socket
import struct
import sys

SIOCETHTOOL = 0x8946
ETHTOOL_STXCSUM = 0x17      # struct ethtool_value: this command, then 0 for off


def main():
    """One request to the kernel about the interface named on the command line."""
    value = array.array("B", struct.pack("=II", ETHTOOL_STXCSUM, 0))
    request = struct.pack("16sP16x", sys.argv[1].encode(), value.buffer_info()[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        fcntl.ioctl(end, SIOCETHTOOL, request)


if __name__ == "__main__":
    main()
