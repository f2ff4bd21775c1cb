# SPDX-License-Identifier: GPL-2.0-or-later
"""What our own peers say: the messages of test-captures/smb.py, sent over a socket."""
import smb

# name -> the dialects that a client lists, and the stack that its header shows
OFFERS = {
    "bait": (smb.DECOY, smb.WINDOWS),
    "six": (smb.XP, smb.WINDOWS_XP),
    "eight": (smb.WINDOWS_7, smb.WINDOWS),
    "os2": (smb.OS2, smb.IMPACKET),
    "nt": (smb.NT_ONLY, smb.IMPACKET),
    "core": (smb.CORE_ONLY, smb.IMPACKET),
    "smb2 strings": (smb.SMBJ, smb.SMBJ_STACK),
    "unheard of": ((b"GARDEN GNOME 1.0",), smb.IMPACKET),
}


def stack_of(request):
    """The identifying fields of an SMB1 request, for its answer; of no SMB1 request, any."""
    if request[:4] != b"\xffSMB":
        return smb.WINDOWS
    word = [int.from_bytes(request[start:start + 2], "little") for start in range(0, 32, 2)]
    return smb.Stack(flags2=word[5], tid=word[12], pid=word[13], uid=word[14], mid=word[15])


def send(end, message):
    """Send one message behind its Direct TCP header."""
    end.sendall(smb.session_message(message))


def receive(end):
    """Read one message; empty when the peer closed or reset the connection instead."""
    try:
        return read_exactly(end, int.from_bytes(read_exactly(end, 4)[1:], "big"))
    except ConnectionResetError:
        return b""


def read_exactly(end, count):
    """Read so many octets, or what came before the peer closed."""
    data = b""
    while len(data) < count:
        piece = end.recv(count - len(data))
        if not piece:
            break
        data += piece
    return data
