# SPDX-License-Identifier: GPL-2.0-or-later
"""SMB1 messages that tell who and what: session setups, tree connects, pipes.

MS-CIFS 2.2.4.53, 2.2.4.55, 2.2.4.50, 2.2.4.33 and MS-SMB 2.2.4.5 to 2.2.4.7.
Text is Unicode, on an even place, where the header's Flags2 says so, else OEM.
Text that is given as bytes stands as it is, its end included.
"""

import struct
from dataclasses import replace

from smb import (MORE_PROCESSING_REQUIRED, NEGOTIATE, NO_ANDX,
                 SESSION_SETUP_ANDX, SMB2_SESSION_SETUP, SUCCESS, TRANSACTION,
                 TREE_CONNECT_ANDX, WINDOWS, smb1, smb2)

TREE_CONNECT, NT_CREATE_ANDX, LOGOFF_ANDX, OPEN_ANDX = 0x70, 0xA2, 0x74, 0x2D
UNICODE, EXTENDED_SECURITY = 0x8000, 0x0800
SIGNING_NOT_OFFERED, SIGNING_ENABLED, SIGNING_REQUIRED = 0x03, 0x07, 0x0F
GUEST = 1                                   # bit 0 of Action
HEADER = 32


def oem(stack):
    """The stack without Unicode."""
    return replace(stack, flags2=stack.flags2 & ~UNICODE)


class _Data:
    """The data part of a message, which knows on which place it stands."""

    def __init__(self, start, stack):
        self.place, self.stack, self.bytes = start, stack, b""

    def raw(self, data):
        self.bytes += data
        return self

    def text(self, value, aligned=True):
        if isinstance(value, bytes):
            return self.raw(value)
        if not self.stack.flags2 & UNICODE:
            return self.raw(value.encode("cp437") + b"\0")
        if aligned and (self.place + len(self.bytes)) % 2:
            self.raw(b"\0")
        return self.raw(value.encode("utf-16le") + b"\0\0")


def _texts(data, *values):
    for value in values:
        if value is not None:
            data.text(value)
    return data.bytes


def block(words, data):
    """What follows a header: one command of a chain."""
    return bytes([len(words) // 2]) + words + struct.pack("<H", len(data)) + data


def _andx(then, start, words, data):
    """The AndX part: what follows, and where."""
    command, _ = then or (NO_ANDX, None)
    end = start + 1 + 4 + len(words) + 2 + len(data)
    return struct.pack("<BBH", command, 0, end if then else 0) + words


def _message(command, words, data, then, *, start=HEADER, **header):
    """An AndX message and what is chained to it: (command, make(place))."""
    words = _andx(then, start, words, data)
    pdu = smb1(command, words, data, **header)
    return pdu + (then[1](len(pdu)) if then else b"")


# -- negotiate ----------------------------------------------------------------


def answer(index, stack=WINDOWS, security=SIGNING_NOT_OFFERED,
           domain="WORKGROUP", server=None):
    """Negotiate response of 17 words with a challenge and names."""
    stack = replace(stack, flags2=stack.flags2 & ~EXTENDED_SECURITY)
    words = struct.pack("<HBHHIIIIQhB", index, security, 50, 1, 16644, 65536, 0,
                        0x0000F3FD, 0x01D5C0C0C0C0C000, 0, 8)
    data = _Data(HEADER + 1 + 34 + 2, stack).raw(bytes(range(8)))
    for name in (domain, server):
        if name is not None:
            data.text(name, aligned=False)
    return smb1(NEGOTIATE, words, data.bytes, stack=stack, response=True)


def extended_answer(index, stack=WINDOWS, security=SIGNING_NOT_OFFERED,
                    blob=b""):
    """Negotiate response of 17 words with extended security: no names."""
    words = struct.pack("<HBHHIIIIQhB", index, security, 50, 1, 16644, 65536, 0,
                        0x8000F3FD, 0x01D5C0C0C0C0C000, 0, 0)
    return smb1(NEGOTIATE, words, bytes(range(16)) + blob, stack=stack,
                response=True)


# -- session setup ------------------------------------------------------------


def setup_13(user="", domain="", system="", lanman="", *, lm=b"", nt=b"",
             stack=WINDOWS, mid=1, then=None, lengths=None):
    """SESSION_SETUP_ANDX of NT LM 0.12 without extended security."""
    stack = replace(stack, flags2=stack.flags2 & ~EXTENDED_SECURITY)
    lengths = lengths or (len(lm), len(nt))
    words = struct.pack("<HHHIHHII", 16644, 2, 1, 0, *lengths, 0, 0x50)
    data = _texts(_Data(HEADER + 29, stack).raw(lm + nt), user, domain, system,
                  lanman)
    return _message(SESSION_SETUP_ANDX, words, data, then, stack=stack, mid=mid)


def setup_12(blob, system="", lanman="", domain=None, *, stack=WINDOWS, mid=1,
             then=None, length=None, uid=0):
    """SESSION_SETUP_ANDX with extended security."""
    stack = replace(stack, flags2=stack.flags2 | EXTENDED_SECURITY)
    length = len(blob) if length is None else length
    words = struct.pack("<HHHIHII", 16644, 2, 1, 0, length, 0, 0x80000050)
    data = _texts(_Data(HEADER + 27, stack).raw(blob), system, lanman, domain)
    return _message(SESSION_SETUP_ANDX, words, data, then, stack=stack, mid=mid,
                    uid=uid)


def setup_10(user="", domain="", system="", lanman="", *, lm=b"", stack=WINDOWS,
             mid=1, then=None):
    """SESSION_SETUP_ANDX of LANMAN 1.0 to 2.1."""
    stack = replace(stack, flags2=stack.flags2 & ~EXTENDED_SECURITY)
    words = struct.pack("<HHHIHI", 16644, 2, 1, 0, len(lm), 0)
    data = _texts(_Data(HEADER + 23, stack).raw(lm), user, domain, system,
                  lanman)
    return _message(SESSION_SETUP_ANDX, words, data, then, stack=stack, mid=mid)


def setup_answer(system="", lanman="", domain=None, *, action=0, stack=WINDOWS,
                 mid=1, then=None, status=SUCCESS):
    """Its response of 3 words."""
    stack = replace(stack, flags2=stack.flags2 & ~EXTENDED_SECURITY)
    data = _texts(_Data(HEADER + 9, stack), system, lanman, domain)
    return _message(SESSION_SETUP_ANDX, struct.pack("<H", action), data, then,
                    stack=stack, mid=mid, uid=2048, response=True,
                    status=status)


def setup_answer_4(blob, system="", lanman="", domain=None, *, action=0,
                   stack=WINDOWS, mid=1, status=MORE_PROCESSING_REQUIRED):
    """Its response of 4 words, with a security blob."""
    stack = replace(stack, flags2=stack.flags2 | EXTENDED_SECURITY)
    data = _texts(_Data(HEADER + 11, stack).raw(blob), system, lanman, domain)
    return _message(SESSION_SETUP_ANDX, struct.pack("<HH", action, len(blob)),
                    data, None, stack=stack, mid=mid, uid=2048, response=True,
                    status=status)


def smb2_setup(blob, message=2, session=0):
    """SMB2 SESSION_SETUP request (MS-SMB2 2.2.5) with a security buffer."""
    body = struct.pack("<HBBIIHHQ", 25, 0, 1, 0, 0, 88, len(blob), 0) + blob
    return smb2(SMB2_SESSION_SETUP, body, message=message, session=session)


def smb2_setup_answer(blob=b"", message=2, session=0x400,
                      status=MORE_PROCESSING_REQUIRED):
    """Its response (MS-SMB2 2.2.6)."""
    body = struct.pack("<HHHH", 9, 0, 72, len(blob)) + blob
    return smb2(SMB2_SESSION_SETUP, body, message=message, session=session,
                status=status, response=True)


# -- tree connect -------------------------------------------------------------


def _tree(path, stack, start, password=b"\0"):
    words = struct.pack("<BBHHH", NO_ANDX, 0, 0, 0, len(password))
    data = _Data(start + 11, stack).raw(password)
    return words, data.text(path).raw(b"?????\0").bytes


def tree_connect(path, *, stack=WINDOWS, mid=2, password=b"\0", tid=None):
    """TREE_CONNECT_ANDX; in the header there may be a tree's number already."""
    words, data = _tree(path, stack, HEADER, password)
    return smb1(TREE_CONNECT_ANDX, words, data, stack=stack, mid=mid, uid=2048, tid=tid)


def then_tree(path, stack=WINDOWS):
    """A TREE_CONNECT_ANDX to chain to a session setup."""
    stack = replace(stack, flags2=stack.flags2 & ~EXTENDED_SECURITY)
    return TREE_CONNECT_ANDX, lambda start: block(*_tree(path, stack, start))


def _tree_answer(stack, start):
    data = _Data(start + 9, stack).raw(b"A:\0").text("NTFS").bytes
    return struct.pack("<BBHH", NO_ANDX, 0, 0, 1), data


def tree_answer(*, stack=WINDOWS, mid=2, tid=1, status=SUCCESS):
    """Its response of 3 words; one that failed has none."""
    words, data = _tree_answer(stack, HEADER) if status == SUCCESS else (b"", b"")
    return smb1(TREE_CONNECT_ANDX, words, data, stack=stack, mid=mid, tid=tid,
                uid=2048, response=True, status=status)


def then_tree_answer(stack=WINDOWS):
    """The same, to chain to the response of a session setup."""
    stack = replace(stack, flags2=stack.flags2 & ~EXTENDED_SECURITY)
    return TREE_CONNECT_ANDX, lambda start: block(*_tree_answer(stack, start))


def core_tree_connect(path, *, stack, mid=2):
    """TREE_CONNECT of the core protocol: always OEM, a format byte each."""
    data = b"".join(b"\x04" + text + b"\0"
                    for text in (path.encode("cp437"), b"", b"A:"))
    return smb1(TREE_CONNECT, b"", data, stack=stack, mid=mid)


def core_tree_answer(*, stack, mid=2):
    """Its response: buffer size and TID."""
    return smb1(TREE_CONNECT, struct.pack("<HH", 4356, 1), stack=stack, mid=mid,
                response=True)


# -- what is done with a share --------------------------------------------------


def _pipe_transaction(name, stack, start):
    parameters = struct.pack("<H", 104) + b"WrLehDz\0B16BBDz\0" + struct.pack(
        "<HHI", 1, 0xFFFF, 0xFFFFFFFF) + b"WORKGROUP\0"
    data = _Data(start + 31, stack).text(name)
    data.raw(bytes(-(start + 31 + len(data.bytes)) % 4))
    offset = start + 31 + len(data.bytes)
    words = struct.pack("<HHHHBBHIHHHHHBB", len(parameters), 0, 8, 4096, 0, 0, 0,
                        5000, 0, len(parameters), offset, 0, offset, 0, 0)
    return words, data.raw(parameters).bytes


def pipe_transaction(name="\\PIPE\\LANMAN", *, stack=WINDOWS, mid=3, tid=1):
    """TRANSACTION on a pipe, NetServerEnum2 for what it matters."""
    words, data = _pipe_transaction(name, stack, HEADER)
    return smb1(TRANSACTION, words, data, stack=stack, mid=mid, tid=tid, uid=2048)


def pipe_transaction_answer(*, stack=WINDOWS, mid=3, tid=1):
    """Its response: status 0, no servers."""
    words = struct.pack("<HHHHHHHHHBB", 8, 0, 0, 8, 56, 0, 0, 64, 0, 0, 0)
    return smb1(TRANSACTION, words, b"\0" + bytes(8), stack=stack, mid=mid,
                tid=tid, uid=2048, response=True)


def open_file(name, *, stack=WINDOWS, mid=4, tid=1):
    """NT_CREATE_ANDX."""
    data = _Data(HEADER + 51, stack).text(name).bytes
    words = struct.pack("<BBHBHIIIQIIIIIB", NO_ANDX, 0, 0, 0, len(data), 0, 0,
                        0x00120089, 0, 0, 7, 1, 0, 2, 0)
    return smb1(NT_CREATE_ANDX, words, data, stack=stack, mid=mid, tid=tid,
                uid=2048)


def open_file_answer(*, stack=WINDOWS, mid=4, tid=1):
    """Its response, word count 34."""
    words = struct.pack("<BBHBHIQQQQIQQHHB", NO_ANDX, 0, 0, 0, 0x4001, 1, 0, 0,
                        0, 0, 0x80, 4096, 0, 0, 0, 0)
    return smb1(NT_CREATE_ANDX, words, b"", stack=stack, mid=mid, tid=tid,
                uid=2048, response=True)


def then_open(name, pdu, *, stack=WINDOWS):
    """The message with an OPEN_ANDX chained to it."""
    words = struct.pack("<BBHHHHHIHIII", NO_ANDX, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
                        0)
    data = _Data(len(pdu) + 33, stack).text(name).bytes
    return _chained(pdu, OPEN_ANDX, words, data)


def _chained(pdu, command, words, data):
    """The AndX message with another behind it."""
    return (pdu[:33] + struct.pack("<BBH", command, 0, len(pdu)) + pdu[37:]
            + block(words, data))


def then_pipe_transaction(pdu, name="\\PIPE\\LANMAN", *, stack=WINDOWS):
    """The message with a TRANSACTION on a pipe chained to it."""
    return _chained(pdu, TRANSACTION, *_pipe_transaction(name, stack, len(pdu)))


def then_logoff(pdu):
    """The message with a LOGOFF_ANDX chained to it."""
    return _chained(pdu, LOGOFF_ANDX, struct.pack("<BBH", NO_ANDX, 0, 0), b"")


def logoff(*, stack=WINDOWS, mid=6):
    """LOGOFF_ANDX."""
    return smb1(LOGOFF_ANDX, struct.pack("<BBH", NO_ANDX, 0, 0), stack=stack,
                mid=mid, uid=2048)


def logoff_then_setup(*, stack=WINDOWS, mid=6):
    """LOGOFF_ANDX, and in the same message the next session setup, of nobody
    (MS-CIFS 2.2.4.54.1)."""
    block = setup_13("", "", "", "", lm=b"\0", stack=oem(stack))[HEADER:]
    words = struct.pack("<BBH", SESSION_SETUP_ANDX, 0, HEADER + 1 + 4 + 2)
    return smb1(LOGOFF_ANDX, words, stack=oem(stack), mid=mid, uid=2048) + block


PEEK_NAMED_PIPE, WAIT_NAMED_PIPE = 0x0023, 0x0053
INSUFFICIENT_RESOURCES = 0xC0000205         # STATUS_INSUFF_SERVER_RESOURCES


def peek(fid=0, *, stack=WINDOWS, mid=3, tid=1, function=PEEK_NAMED_PIPE,
         name="\\PIPE\\"):
    """TRANSACTION that peeks into a pipe, or does something else with it: two setup
    words (MS-CIFS 2.2.5)."""
    data = _Data(HEADER + 35, stack).text(name).bytes
    offset = HEADER + 35 + len(data)
    words = struct.pack("<HHHHBBHIHHHHHBBHH", 0, 0, 0xFFFF, 0xFFFF, 0, 0, 0, 0,
                        0, 0, offset, 0, offset, 2, 0, function, fid)
    return smb1(TRANSACTION, words, data, stack=stack, mid=mid, tid=tid,
                uid=2048)


def peek_answer(status=INSUFFICIENT_RESOURCES, *, stack=WINDOWS, mid=3, tid=1):
    """Its response: an error, or six bytes of parameters, nothing in the pipe."""
    words, data = b"", b""
    if status == SUCCESS:
        words = struct.pack("<HHHHHHHHHBB", 6, 0, 0, 6, 56, 0, 0, 62, 0, 0, 0)
        data = b"\0" + struct.pack("<HHH", 0, 0, 3)
    return smb1(TRANSACTION, words, data, stack=stack, mid=mid, tid=tid,
                uid=2048, response=True, status=status)
