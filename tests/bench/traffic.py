# SPDX-License-Identifier: GPL-2.0-or-later
"""Large captures to measure with, written fast: no checksums, one pcap file.

    traffic.py KIND CONNECTIONS FILE

Kinds are the rows of KINDS. Each connection has a handshake, its messages, and
an end; client ports and addresses differ.
"""

import argparse
import itertools
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "test-captures"))
import logon    # noqa: E402  (the builders of the test captures)
import ntlmssp  # noqa: E402
import smb      # noqa: E402

SYN, ACK, PSH, FIN, RST = 0x02, 0x10, 0x08, 0x01, 0x04
CLIENT, SERVER = "client", "server"
SEGMENT = 1460
REVISIONS = (0x0202, 0x0210, 0x0300, 0x0302, 0x0311)
WRITE_ANDX = 0x2F
FILE = 0x4001       # the FID that logon.open_file_answer() gives


def message(pdu):
    """One SMB message as it stands in the TCP stream."""
    return smb.session_message(pdu)


def smb2_round(offer):
    """An offer in an SMB1 frame, negotiated up to 3.1.1."""
    return [(CLIENT, message(smb.negotiate(offer))),
            (SERVER, message(smb.smb2_answer(0x02FF))),
            (CLIENT, message(smb.smb2_negotiate(REVISIONS, message=1))),
            (SERVER, message(smb.smb2_answer(0x0311, message=1)))]


def negotiated_up():
    """Eight dialects, then SMB 3.1.1."""
    return smb2_round(smb.WINDOWS_7) + [(CLIENT, FIN | ACK)]


def pure_smb2():
    """An SMB2 NEGOTIATE and its answer."""
    return [(CLIENT, message(smb.smb2_negotiate(REVISIONS))),
            (SERVER, message(smb.smb2_answer(0x0311))), (CLIENT, FIN | ACK)]


def refused():
    """Six SMB1 dialects, reset by the server."""
    return [(CLIENT, message(smb.negotiate(smb.XP, smb.WINDOWS_XP))),
            (SERVER, RST | ACK)]


def red_herring():
    """The Windows 10 list, SMB1 selected, reset by the client."""
    return [(CLIENT, message(smb.negotiate(smb.DECOY))),
            (SERVER, message(smb.nt_answer(0))), (CLIENT, RST | ACK)]


def smb2_read_response(size):
    """An SMB2 READ response with that much data."""
    body = struct.pack("<HBBIII", 17, 80, 0, size, 0, 0) + bytes(size)
    return smb.smb2(smb.SMB2_READ, body, message=40, tree=1, session=0x400, response=True)


def in_turn(*pdus):
    """Requests and their answers, the client's first."""
    return [(sender, message(pdu))
            for sender, pdu in zip(itertools.cycle((CLIENT, SERVER)), pdus)]


def smb1_read(mid, size):
    """READ_ANDX and its response with that much data."""
    words = struct.pack("<BBHHIHHIHI", smb.NO_ANDX, 0, 0, FILE, 0, size, size, 0, size, 0)
    found = struct.pack("<BBHHHHHHH8x", smb.NO_ANDX, 0, 0, 0xFFFF, 0, 0, size, 60, 0)
    return [smb.smb1(smb.READ_ANDX, words, mid=mid, tid=2, uid=2048),
            smb.smb1(smb.READ_ANDX, found, bytes(1 + size), mid=mid, tid=2, uid=2048,
                     response=True)]


def smb1_write(mid, size):
    """WRITE_ANDX of that much data and its response."""
    words = struct.pack("<BBHHIIHHHHHI", smb.NO_ANDX, 0, 0, FILE, 0, 0, 0, 0, 0, size, 64, 0)
    done = struct.pack("<BBHHHHH", smb.NO_ANDX, 0, 0, size, 0xFFFF, 0, 0)
    return [smb.smb1(WRITE_ANDX, words, bytes(1 + size), mid=mid, tid=2, uid=2048),
            smb.smb1(WRITE_ANDX, done, mid=mid, tid=2, uid=2048, response=True)]


def smb1_close(mid):
    """CLOSE and its response."""
    return [smb.smb1(smb.CLOSE, struct.pack("<HI", FILE, 0), mid=mid, tid=2, uid=2048),
            smb.smb1(smb.CLOSE, mid=mid, tid=2, uid=2048, response=True)]


def smb1_file():
    """A file of share 2 read and written a KiB at a time, to the connection's end."""
    return in_turn(
        logon.open_file("\\report.txt", mid=10, tid=2), logon.open_file_answer(mid=10, tid=2),
        *(pdu for mid in range(11, 15) for pdu in smb1_read(mid, 1024)),
        *(pdu for mid in range(15, 17) for pdu in smb1_write(mid, 1024)),
        *smb1_close(17), smb.tree_disconnect(mid=18), smb.tree_disconnect_answer(mid=18),
        logon.logoff(mid=19), smb.smb1(logon.LOGOFF_ANDX, struct.pack("<BBH", smb.NO_ANDX, 0, 0),
                                       mid=19, uid=2048, response=True)
    ) + [(CLIENT, FIN | ACK), (SERVER, FIN | ACK)]


def smb1_plain():
    """Six SMB1 dialects, a logon without extended security, a file."""
    return in_turn(
        smb.negotiate(smb.XP), logon.answer(5, server="NAS1"),
        logon.setup_13("alice", "EXAMPLE", "Windows 2002", "Windows 2002 5.1",
                       lm=ntlmssp.LM_RESPONSE, nt=ntlmssp.NTLM_RESPONSE),
        logon.setup_answer("Unix", "Samba 3.0.37", "WORKGROUP"),
        logon.tree_connect("\\\\NAS1\\DATA"), logon.tree_answer(tid=2)) + smb1_file()


def smb1_ntlmssp():
    """NT LM 0.12, a logon with NTLMSSP, the server list by way of IPC$, a file."""
    system = "Windows 7 7601", "Windows 7 6.1"
    server = "Windows 5.1", "Windows 2000 LAN Manager"
    info = (ntlmssp.NB_DOMAIN, "EXAMPLE"), (ntlmssp.NB_COMPUTER, "NAS1")
    tokens = [ntlmssp.spnego_first(ntlmssp.negotiate("DESK1", "EXAMPLE", ntlmssp.WINDOWS_7)),
              ntlmssp.spnego_next(ntlmssp.challenge("EXAMPLE", info, ntlmssp.WINDOWS_7)),
              ntlmssp.spnego_next(ntlmssp.authenticate("bob", "EXAMPLE", "DESK1")),
              ntlmssp.spnego_done()]
    return in_turn(
        smb.negotiate(smb.NT_ONLY), logon.extended_answer(0),
        logon.setup_12(tokens[0], *system), logon.setup_answer_4(tokens[1], *server),
        logon.setup_12(tokens[2], *system, mid=2, uid=2048),
        logon.setup_answer_4(tokens[3], *server, mid=2, status=smb.SUCCESS),
        logon.tree_connect("\\\\NAS1\\IPC$", mid=3), logon.tree_answer(mid=3),
        logon.pipe_transaction(mid=4), logon.pipe_transaction_answer(mid=4),
        logon.tree_connect("\\\\NAS1\\DATA", mid=5),
        logon.tree_answer(mid=5, tid=2)) + smb1_file()


def bulk():
    """Sixteen reads of 64 KiB over SMB2."""
    read = [(CLIENT, message(smb.smb2_read())), (SERVER, message(smb2_read_response(65536)))]
    return smb2_round(smb.DECOY) + read * 16 + [(CLIENT, FIN | ACK)]


def web():
    """Eight HTTP requests and their pages."""
    page = b"<html><body>" + b"example " * 1000 + b"</body></html>"
    get = b"GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nAccept: */*\r\n\r\n"
    found = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
             % len(page)) + page
    return [(CLIENT, get), (SERVER, found)] * 8 + [(CLIENT, FIN | ACK), (SERVER, FIN | ACK)]


# kind: (server port, the stories that its connections take in turn)
KINDS = {
    "negotiations": (445, (negotiated_up, pure_smb2, refused, red_herring)),
    "negotiations-smb1": (445, (refused, red_herring)),
    "negotiations-smb2": (445, (negotiated_up, pure_smb2)),
    "refused": (445, (refused,)),
    "red-herring": (445, (red_herring,)),
    "negotiated-up": (445, (negotiated_up,)),
    "pure-smb2": (445, (pure_smb2,)),
    "smb1": (445, (smb1_plain, smb1_ntlmssp)),
    "bulk": (445, (bulk,)),
    "web": (80, (web,)),
}


class Stream:
    """Segments of one connection with right sequence numbers."""

    def __init__(self, number, port):
        self.ends = {CLIENT: (struct.pack(">BBH", 10, 1 + (number >> 30), 0)
                              [:2] + struct.pack(">H", (number >> 14) & 0xFFFF),
                              1024 + (number & 0x3FFF)),
                     SERVER: (bytes((198, 51, 100, 20)), port)}
        self.next = {CLIENT: 1000, SERVER: 2000}

    def segment(self, sender, flags, payload=b""):
        """One Ethernet frame."""
        receiver = SERVER if sender is CLIENT else CLIENT
        (source, source_port), (target, target_port) = self.ends[sender], self.ends[receiver]
        tcp = struct.pack(">HHIIBBHHH", source_port, target_port, self.next[sender],
                          self.next[receiver] if flags & ACK else 0, 0x50, flags, 64240, 0, 0)
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(payload), 0, 0x4000, 64, 6, 0,
                         source, target)
        self.next[sender] += len(payload) + bool(flags & (SYN | FIN))
        return b"\x02\0\0\0\0\1\x02\0\0\0\0\2\x08\0" + ip + tcp + payload

    def frames(self, story):
        """The handshake, then the story's messages cut into segments."""
        yield self.segment(CLIENT, SYN)
        yield self.segment(SERVER, SYN | ACK)
        yield self.segment(CLIENT, ACK)
        for sender, what in story:
            if isinstance(what, int):
                yield self.segment(sender, what)
                continue
            for start in range(0, len(what), SEGMENT):
                yield self.segment(sender, PSH | ACK, what[start:start + SEGMENT])


def write(path, kind, connections):
    """Writes the capture; returns how many frames it has."""
    port, stories = KINDS[kind]
    told = [story() for story in stories]
    frames = 0
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for number in range(connections):
            for frame in Stream(number, port).frames(told[number % len(told)]):
                frames += 1
                file.write(struct.pack("<IIII", 1577880000 + frames // 10000,
                                       frames % 10000 * 100, len(frame), len(frame)) + frame)
    return frames


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("connections", type=int)
    parser.add_argument("file")
    arguments = parser.parse_args()
    print(write(arguments.file, arguments.kind, arguments.connections), "frames")


if __name__ == "__main__":
    main()
