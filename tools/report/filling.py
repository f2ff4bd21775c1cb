# SPDX-License-Identifier: GPL-2.0-or-later
"""What fills up the room behind a small capture; see together.sh.

A pcapng file (draft-ietf-opsawg-pcapng) of frames that are empty, have no time and a link
type that means nothing: simple packet blocks (section 4.4). Beginning with any number of
them it is such a file, too.
"""

import struct

SECTION_HEADER, INTERFACE, SIMPLE_PACKET = 0x0A0D0D0A, 1, 3
MAGIC, VERSION, LENGTH_UNKNOWN = 0x1A2B3C4D, (1, 0), -1
LINKTYPE_USER0 = 147

FRAMES = 256


def block(kind, body):
    """A block (section 3.1) of a body whose length is a multiple of 4."""
    length = struct.pack("=I", 12 + len(body))
    return struct.pack("=I", kind) + length + body + length


FIRST = (
    block(SECTION_HEADER, struct.pack("=IHHq", MAGIC, *VERSION, LENGTH_UNKNOWN))
    + block(INTERFACE, struct.pack("=HHI", LINKTYPE_USER0, 0, 0))
)
FRAME = block(SIMPLE_PACKET, struct.pack("=I", 0))
FILLING = FIRST + FRAME * FRAMES

# What the job has to know of it: how many frames, and the sizes of its parts.
SIZES = {"AUDIT_TOGETHER": str(FRAMES), "AUDIT_FILLING_FIRST": str(len(FIRST)),
         "AUDIT_FILLING_FRAME": str(len(FRAME))}
