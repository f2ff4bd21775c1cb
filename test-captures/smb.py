# SPDX-License-Identifier: GPL-2.0-or-later
"""SMB1, SMB2 and NetBIOS session PDUs as bytes.

Little more than struct formats: what a field means is in MS-CIFS 2.2 (SMB1),
MS-SMB2 2.2 (SMB2) and RFC 1002 4.3 (NetBIOS session service).
"""

import struct
from dataclasses import dataclass, replace

# -- NetBIOS session service ------------------------------------------------


def session_message(*pdus):
    """One NetBIOS session message (or Direct TCP header) around each PDU."""
    return b"".join(struct.pack(">I", len(pdu)) + pdu for pdu in pdus)


def netbios_name(name, suffix, fill=b" ", scope=()):
    """First level encoding: 16 bytes become 32 letters; then the labels of a scope
    (RFC 1002 4.1)."""
    padded = name.encode("ascii").ljust(15, fill) + bytes([suffix])
    letters = "".join(chr(65 + (byte >> 4)) + chr(65 + (byte & 15))
                      for byte in padded)
    labels = b"".join(bytes([len(label)]) + label for label in scope)
    return b"\x20" + letters.encode("ascii") + labels + b"\0"


def session_request(called, calling):
    """The first message on port 139."""
    return session_request_of(netbios_name(called, 0x20), netbios_name(calling, 0x00))


def session_request_of(called, calling):
    """Of names that are encoded already."""
    names = called + calling
    return struct.pack(">BBH", 0x81, 0, len(names)) + names


POSITIVE_SESSION_RESPONSE = struct.pack(">BBH", 0x82, 0, 0)

# -- dialect lists, named as in the protocol's literature by their senders ----

XP = (b"PC NETWORK PROGRAM 1.0", b"LANMAN1.0", b"Windows for Workgroups 3.1a",
      b"LM1.2X002", b"LANMAN2.1", b"NT LM 0.12")
VISTA = XP + (b"SMB 2.002",)
WINDOWS_7 = VISTA + (b"SMB 2.???",)
DECOY = (b"NT LM 0.12", b"SMB 2.002", b"SMB 2.???")
JCIFS = (b"NT LM 0.12", b"SMB 2.???", b"SMB 2.002")
SMBJ = (b"SMB 2.002", b"SMB 2.???")
NT4 = (b"PC NETWORK PROGRAM 1.0", b"XENIX CORE", b"MICROSOFT NETWORKS 1.03",
       b"LANMAN1.0", b"Windows for Workgroups 3.1a", b"LM1.2X002", b"LANMAN2.1",
       b"NT LM 0.12")
WFW = (b"PC NETWORK PROGRAM 1.0", b"MICROSOFT NETWORKS 3.0", b"DOS LM1.2X002",
       b"DOS LANMAN2.1", b"Windows for Workgroups 3.1a")
OS2 = (b"PC NETWORK PROGRAM 1.0", b"XENIX CORE", b"LANMAN1.0", b"LM1.2X002",
       b"LANMAN2.1")
SAMBA_TEN = (b"PC NETWORK PROGRAM 1.0", b"MICROSOFT NETWORKS 1.03",
             b"MICROSOFT NETWORKS 3.0", b"LANMAN1.0", b"LM1.2X002",
             b"DOS LANMAN2.1", b"LANMAN2.1", b"Samba", b"NT LANMAN 1.0",
             b"NT LM 0.12")
SAMBA_TWELVE = SAMBA_TEN + (b"SMB 2.002", b"SMB 2.???")
SAMBA_NT = (b"NT LANMAN 1.0", b"NT LM 0.12")
WINDOWS_98 = WFW + (b"NT LM 0.12",)
NMAP_PROBE = (b"PC NETWORK PROGRAM 1.0", b"MICROSOFT NETWORKS 1.03",
              b"MICROSOFT NETWORKS 3.0", b"LANMAN1.0", b"LM1.2X002", b"Samba",
              b"NT LANMAN 1.0", b"NT LM 0.12")
NMAP_SCRIPT = (b"NT LM 0.12", b"")
METASPLOIT = (b"LANMAN1.0", b"LM1.2X002", b"NT LANMAN 1.0", b"NT LM 0.12")
NESSUS_LIST = (b"TENABLE_NETWORK_SECURITY", b"LANMAN1.0", b"LM1.2X002",
               b"LANMAN2.1", b"NT LM 0.12", b"SMB 2.002")
IMPACKET_139 = (b"NT LM 0.12", b"SMB 2.002")
JCIFS_SMB2 = (b"SMB 2.???", b"SMB 2.002")
LINUX = (b"NT LM 0.12", b"POSIX 2")
LINUX_WEAK = (b"LM1.2X002", b"LANMAN2.1", b"NT LM 0.12", b"POSIX 2")
NT_ONLY = (b"NT LM 0.12",)
CORE_ONLY = (b"PC NETWORK PROGRAM 1.0",)

# -- SMB1 -------------------------------------------------------------------

CLOSE, TRANSACTION, LOCKING_ANDX, ECHO = 0x04, 0x25, 0x24, 0x2B
READ_ANDX, TREE_DISCONNECT, NEGOTIATE = 0x2E, 0x71, 0x72
SESSION_SETUP_ANDX, TREE_CONNECT_ANDX, NO_ANDX = 0x73, 0x75, 0xFF

SUCCESS = 0
NAME_EXISTS = 0x40000000            # STATUS_OBJECT_NAME_EXISTS, informational
BUFFER_OVERFLOW = 0x80000005        # a warning
INVALID_PARAMETER = 0xC000000D
MORE_PROCESSING_REQUIRED = 0xC0000016
ACCESS_DENIED = 0xC0000022
LOGON_FAILURE = 0xC000006D
NOT_SUPPORTED = 0xC00000BB
# DOS errors: class in the low byte, code in the high 16 bits.
ERRSRV_ERROR = 0x00010002
ERRSRV_BAD_PASSWORD = 0x00020002
# A code with class 0 (SUCCESS); old servers leave codes behind.
DOS_SUCCESS_WITH_CODE = 0x00020000


@dataclass(frozen=True)
class Stack:
    """The header of a negotiate request tells who sent it."""

    flags2: int
    pid: int = 0xFEFF
    tid: int = 0
    uid: int = 0
    mid: int = 0
    flags: int = 0x18


WINDOWS = Stack(0xC853, tid=0xFFFF)
WINDOWS_XP = Stack(0xC853)
WINDOWS_NT4 = Stack(0x0003, pid=0xCAFE)
WINDOWS_FOR_WORKGROUPS = Stack(0x0000, pid=0x1234)
BROWSER_SERVICE = Stack(0xC843)
MACOS = Stack(0xC801, pid=1, tid=0xFFFF, uid=0xFFFF)
SAMBA = Stack(0xC843, pid=0xFFFE)
IMPACKET = Stack(0xC801, pid=0, tid=0xFFFF)
SMBJ_STACK = Stack(0xC853, pid=0xFEFF, tid=0xFFFF)
NMAP = Stack(0x6845, pid=0x5D1C, mid=1)
RUBY_SMB = Stack(0x6801, pid=0)
ETERNAL_BLUE = Stack(0xC053, mid=0x40)
GROOMING = Stack(0xC853, mid=0x40)          # the same exploit's later connections
LINUX_CIFS = Stack(0xC801, pid=0x0B2C, mid=1)
NESSUS = Stack(0xC801, pid=0x2A10)
DOS_ERRORS = Stack(0x8003, pid=0x1A2B)      # bit 0x4000 clear: no NT status


def smb1(command, words=b"", data=b"", *, stack=WINDOWS, status=SUCCESS,
         response=False, mid=None, uid=None, tid=None):
    """One SMB1 message: header, parameter words, data."""
    header = struct.pack(
        "<4sBIBHH8sHHHHH", b"\xffSMB", command, status,
        stack.flags | (0x80 if response else 0), stack.flags2, 0, bytes(8), 0,
        stack.tid if tid is None else tid, stack.pid,
        stack.uid if uid is None else uid, stack.mid if mid is None else mid)
    assert len(words) % 2 == 0
    return (header + bytes([len(words) // 2]) + words
            + struct.pack("<H", len(data)) + data)


def negotiate(dialects, stack=WINDOWS, byte_count=None):
    """SMB_COM_NEGOTIATE request; `byte_count` overrides the true one."""
    data = b"".join(b"\x02" + dialect + b"\0" for dialect in dialects)
    pdu = smb1(NEGOTIATE, data=data, stack=stack)
    if byte_count is None:
        return pdu
    return pdu[:33] + struct.pack("<H", byte_count) + pdu[35:]


def _answering(stack):
    """A server echoes the ids; this one does without extended security."""
    return replace(stack, flags2=stack.flags2 & ~0x0800)


def nt_answer(index, stack=WINDOWS, status=SUCCESS, mid=None):
    """Negotiate response of the NT family, 17 words."""
    words = struct.pack("<HBHHIIIIQhB", index, 3, 50, 1, 16644, 65536, 0,
                        0x0000F3FD, 0x01D5C0C0C0C0C000, 0, 8)
    data = bytes(range(8)) + "WORKGROUP\0".encode("utf-16le")
    return smb1(NEGOTIATE, words, data, stack=_answering(stack), status=status,
                response=True, mid=mid)


def lanman_answer(index, stack=WINDOWS):
    """Negotiate response of LANMAN1.0 to LANMAN2.1, 13 words."""
    words = struct.pack("<HHHHHHIHHhHH", index, 1, 4356, 50, 1, 3, 0,
                        0x6000, 0x5000, 0, 8, 0)
    data = bytes(range(8)) + b"WORKGROUP\0"
    return smb1(NEGOTIATE, words, data, stack=_answering(stack), response=True)


def core_answer(index, stack=WINDOWS):
    """Negotiate response of the core protocol, one word."""
    return smb1(NEGOTIATE, struct.pack("<H", index), stack=_answering(stack),
                response=True)


NONE_ACCEPTABLE = 0xFFFF


def bare_answer(status, stack=WINDOWS, words=b"", mid=None):
    """Negotiate response that names no dialect."""
    return smb1(NEGOTIATE, words, stack=_answering(stack), status=status,
                response=True, mid=mid)


_SYSTEM = b"Example OS\0Example LAN Manager\0"


def session_setup(stack=WINDOWS, mid=1, chain=None):
    """SESSION_SETUP_ANDX, 13 words; `chain` adds a TREE_CONNECT_ANDX."""
    stack = _ascii(stack)
    passwords = bytes(24) + bytes(24)
    data = passwords + b"alice\0EXAMPLE\0" + _SYSTEM
    chained = b""
    offset = 32 + 1 + 26 + 2 + len(data)
    if chain:
        chained = _tree_connect_block(chain)
    words = struct.pack("<BBHHHHIHHII", TREE_CONNECT_ANDX if chain else NO_ANDX,
                        0, offset if chain else 0, 16644, 2, 1, 0, 24, 24, 0,
                        0x00000050)
    return smb1(SESSION_SETUP_ANDX, words, data, stack=stack, mid=mid) + chained


def _ascii(stack):
    """OEM strings, no extended security: keeps the messages short."""
    return replace(stack, flags2=stack.flags2 & ~0x8800)


def _tree_connect_block(path):
    data = b"\0" + path + b"\0?????\0"
    words = struct.pack("<BBHHH", NO_ANDX, 0, 0, 0, 1)
    return bytes([4]) + words + struct.pack("<H", len(data)) + data


def session_setup_answer(stack=WINDOWS, mid=1, status=SUCCESS, chained=False):
    """Its response; one that failed has neither words nor data."""
    stack = _ascii(stack)
    if status not in (SUCCESS, NAME_EXISTS, DOS_SUCCESS_WITH_CODE):
        return smb1(SESSION_SETUP_ANDX, stack=stack, status=status,
                    response=True, mid=mid)
    data = _SYSTEM + b"EXAMPLE\0"
    offset = 32 + 1 + 6 + 2 + len(data)
    words = struct.pack("<BBHH", TREE_CONNECT_ANDX if chained else NO_ANDX, 0,
                        offset if chained else 0, 0)
    block = b""
    if chained:
        block = (bytes([3]) + struct.pack("<BBHH", NO_ANDX, 0, 0, 1)
                 + struct.pack("<H", 8) + b"A:\0NTFS\0")
    return smb1(SESSION_SETUP_ANDX, words, data, stack=stack, status=status,
                response=True, mid=mid, uid=2048) + block


def echo(stack=WINDOWS, mid=2):
    """SMB_COM_ECHO request."""
    return smb1(ECHO, struct.pack("<H", 1), b"ping", stack=stack, mid=mid,
                tid=0xFFFF)


def echo_answer(stack=WINDOWS, mid=2):
    """SMB_COM_ECHO response, sequence number 1."""
    return smb1(ECHO, struct.pack("<H", 1), b"ping", stack=stack, mid=mid,
                tid=0xFFFF, response=True)


def tree_disconnect(stack=WINDOWS, mid=3):
    """A request without words or data."""
    return smb1(TREE_DISCONNECT, stack=stack, mid=mid, tid=2, uid=2048)


def tree_disconnect_answer(stack=WINDOWS, mid=3, status=SUCCESS):
    """A response without words or data."""
    return smb1(TREE_DISCONNECT, stack=stack, mid=mid, tid=2, uid=2048,
                status=status, response=True)


def oplock_break(stack=WINDOWS):
    """The one request that a server sends: MID 0xFFFF."""
    words = struct.pack("<BBHHBBIHH", NO_ANDX, 0, 0, 0x4001, 0x02, 0, 0, 0, 0)
    return smb1(LOCKING_ANDX, words, stack=stack, mid=0xFFFF, tid=2)


def oplock_release(stack=WINDOWS, mid=9):
    """The client's acknowledgement, a LOCKING_ANDX request of its own."""
    words = struct.pack("<BBHHBBIHH", NO_ANDX, 0, 0, 0x4001, 0x02, 0, 0, 0, 0)
    return smb1(LOCKING_ANDX, words, stack=stack, mid=mid, tid=2, uid=2048)


def mailslot_datagram():
    """What stands on UDP 138: a browser announcement in a Transaction."""
    slot = b"\\MAILSLOT\\BROWSE\0"
    announcement = (bytes([0x01, 0]) + struct.pack("<I", 720000)
                    + b"CLIENT".ljust(16, b"\0") + bytes([10, 0])
                    + struct.pack("<I", 0x00001003) + bytes([15, 1, 0x55, 0xAA])
                    + b"\0")
    offset = 32 + 1 + 34 + 2 + len(slot)
    words = struct.pack("<HHHHBBHIHHHHHBB", 0, len(announcement), 0, 0, 0, 0, 0,
                        1000, 0, 0, 0, len(announcement), offset, 3, 0)
    words += struct.pack("<HHH", 1, 1, 2)
    return smb1(TRANSACTION, words, slot + announcement,
                stack=Stack(0, pid=0, flags=0))


def netbios_datagram(source_ip, payload, source="CLIENT"):
    """RFC 1002 4.4.2: a direct group datagram."""
    names = netbios_name(source, 0x00) + netbios_name("WORKGROUP", 0x1D)
    address = bytes(int(part) for part in source_ip.split("."))
    return (struct.pack(">BBH4sHHH", 0x11, 0x0A, 0x1234, address, 138,
                        len(names) + len(payload), 0) + names + payload)


# -- SMB2 -------------------------------------------------------------------

SMB2_NEGOTIATE, SMB2_SESSION_SETUP, SMB2_READ, SMB2_IOCTL = 0, 1, 8, 11
FSCTL_VALIDATE_NEGOTIATE_INFO = 0x00140204
GUID = bytes.fromhex("0102030405060708090a0b0c0d0e0f10")


def smb2(command, body, *, message=0, status=SUCCESS, response=False, tree=0,
         session=0):
    """One SMB2 message with a synchronous header."""
    return struct.pack("<4sHHIHHIIQIIQ16s", b"\xfeSMB", 64, 1, status, command,
                       1, 1 if response else 0, 0, message, 0xFEFF, tree,
                       session, bytes(16)) + body


def _preauth_context():
    data = struct.pack("<HHH", 1, 32, 1) + bytes(32)
    return struct.pack("<HHI", 1, len(data), 0) + data


def smb2_negotiate(dialects, message=0):
    """SMB2 NEGOTIATE request; a context follows where 3.1.1 is listed."""
    listed = struct.pack("<%dH" % len(dialects), *dialects)
    contexts = struct.pack("<IHH", 0, 0, 0)
    tail = b""
    if 0x0311 in dialects:
        end = 64 + 36 + len(listed)
        tail = bytes(-end % 8) + _preauth_context()
        contexts = struct.pack("<IHH", end + -end % 8, 1, 0)
    body = struct.pack("<HHHHI16s", 36, len(dialects), 1, 0, 0x7F, GUID)
    return smb2(SMB2_NEGOTIATE, body + contexts + listed + tail,
                message=message)


def smb2_answer(dialect, message=0):
    """SMB2 NEGOTIATE response that selects `dialect`."""
    context = _preauth_context() if dialect == 0x0311 else b""
    body = struct.pack("<HHHH16sIIIIQQHHI", 65, 1, dialect,
                       1 if context else 0, GUID, 0x7, 1 << 20, 1 << 20,
                       1 << 20, 0x01D5C0C0C0C0C000, 0, 128, 0,
                       128 if context else 0)
    return smb2(SMB2_NEGOTIATE, body + context, message=message, response=True)


def smb2_error(command, status, message=0):
    """SMB2 ERROR response to `command`."""
    return smb2(command, struct.pack("<HBBIB", 9, 0, 0, 0, 0), status=status,
                message=message, response=True)


def smb2_session_setup(message=1):
    """SESSION_SETUP request with an empty token."""
    body = struct.pack("<HBBIIHHQ", 25, 0, 1, 0, 0, 88, 0, 0)
    return smb2(SMB2_SESSION_SETUP, body, message=message)


def smb2_read(message=40):
    """READ request of a connection joined in the middle."""
    body = struct.pack("<HBBIQ16sIIIHH", 49, 0x50, 0, 4096, 0, GUID, 0, 0, 0, 0,
                       0) + b"\0"
    return smb2(SMB2_READ, body, message=message, tree=1, session=0x400)


def smb2_read_answer(message=40, data=b"\xffSMB r is only file content here"):
    """READ response; the content looks like SMB1 on purpose."""
    body = struct.pack("<HBBIII", 17, 80, 0, len(data), 0, 0) + data
    return smb2(SMB2_READ, body, message=message, response=True, tree=1,
                session=0x400)


def validate_negotiate(dialects, message=41):
    """FSCTL_VALIDATE_NEGOTIATE_INFO: lists dialects, negotiates nothing."""
    data = struct.pack("<I16sHH", 0x7F, GUID, 1, len(dialects))
    data += struct.pack("<%dH" % len(dialects), *dialects)
    body = struct.pack("<HHI16sIIIIIIII", 57, 0, FSCTL_VALIDATE_NEGOTIATE_INFO,
                       b"\xff" * 16, 120, len(data), 0, 0, 0, 24, 1, 0)
    return smb2(SMB2_IOCTL, body + data, message=message, tree=1, session=0x400)


def validate_negotiate_answer(dialect, message=41):
    """Its response repeats the dialect that was selected."""
    data = struct.pack("<I16sHH", 0x7F, GUID, 1, dialect)
    body = struct.pack("<HHI16sIIIIII", 49, 0, FSCTL_VALIDATE_NEGOTIATE_INFO,
                       b"\xff" * 16, 112, 0, 112, len(data), 0, 0)
    return smb2(SMB2_IOCTL, body + data, message=message, response=True, tree=1,
                session=0x400)
