# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections drawn by chance: messages of SMB1 and SMB2, large ones and small ones, in
segments that do not care where a message begins."""

import random
import struct
import sys

from frames import Frame

import tshark

sys.path.insert(0, str(tshark.REPOSITORY / "test-captures"))
import smb  # noqa: E402  (the builders of the test captures)

SYN, ACK, PSH, FIN, RST = 0x02, 0x10, 0x08, 0x01, 0x04
CLIENT, SERVER = 0, 1
REVISIONS = (0x0202, 0x0210, 0x0300)
READ, WRITE, CREATE, CHANGE_NOTIFY = 8, 9, 5, 15
KEEP_ALIVE = struct.pack(">I", 0x85000000)


class Stream:
    """The segments of one connection."""

    def __init__(self, chance, number, port, segment):
        self.chance = chance
        self.ends = [(bytes((10, 0, number >> 8 & 0xFF, number & 0xFF)), 1024 + number),
                     (bytes((10, 1, 0, 1)), port)]
        self.next = [chance.randrange(1 << 32), chance.randrange(1 << 32)]
        self.waiting = [b"", b""]
        self.segment = segment

    def frame(self, sender, flags, payload=b"", sequence=None):
        """One Ethernet frame."""
        (source, source_port), (target, target_port) = self.ends[sender], self.ends[1 - sender]
        tcp = struct.pack(">HHIIBBHHH", source_port, target_port,
                          (self.next[sender] if sequence is None else sequence) & 0xFFFFFFFF,
                          self.next[1 - sender] if flags & ACK else 0, 0x50, flags, 64240, 0, 0)
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(payload), 0, 0x4000, 64, 6, 0,
                         source, target)
        if sequence is None:
            self.next[sender] = (self.next[sender] + len(payload)
                                 + bool(flags & (SYN | FIN))) & 0xFFFFFFFF
        return b"\x02\0\0\0\0\1\x02\0\0\0\0\2\x08\0" + ip + tcp + payload

    def flush(self, sender, all_of_it):
        """What waits, in segments; the last short one may wait for more."""
        while self.waiting[sender]:
            size = self.chance.choice((self.segment, self.segment, self.chance.randint(1, 2 * self.segment)))
            if len(self.waiting[sender]) < size and not all_of_it:
                return
            piece, self.waiting[sender] = (self.waiting[sender][:size],
                                           self.waiting[sender][size:])
            yield self.frame(sender, PSH | ACK, piece)
            if self.chance.random() < 0.3:
                yield self.frame(1 - sender, ACK)
            if self.chance.random() < 0.01:
                yield self.frame(sender, ACK, b"\0", self.next[sender] - 1)

    def frames(self, story):
        """The handshake, then what the sides say."""
        yield self.frame(CLIENT, SYN)
        yield self.frame(SERVER, SYN | ACK)
        yield self.frame(CLIENT, ACK)
        for sender, what in story:
            if isinstance(what, int):
                yield from self.flush(CLIENT, True)
                yield from self.flush(SERVER, True)
                yield self.frame(sender, what)
                continue
            self.waiting[sender] += what
            yield from self.flush(1 - sender, True)
            yield from self.flush(sender, self.chance.random() < 0.5)


def noise(chance, size):
    """Content, now and then with what looks like SMB in it."""
    content = bytearray(chance.randbytes(size))
    if size > 8 and chance.random() < 0.05:
        at = chance.randrange(size - 8)
        content[at:at + 8] = chance.choice((b"\0\0\1\0\xffSMB", b"aaa\xfeSMBa", b"\0\0\0\x80\xfeSMB"))
    return bytes(content)


def compound(*pdus):
    """SMB2 requests in one message (MS-SMB2 3.2.4.1.4)."""
    parts = []
    for place, pdu in enumerate(pdus):
        if place + 1 < len(pdus):
            pdu += bytes(-len(pdu) % 8)
            pdu = pdu[:20] + struct.pack("<I", len(pdu)) + pdu[24:]
        parts.append(pdu)
    return smb.session_message(b"".join(parts))


def smb2_other(chance, number):
    """A request that is none of those which matter, and its answer."""
    def pdu(response):
        return smb.smb2(chance.choice((READ, WRITE, CREATE, CHANGE_NOTIFY)),
                        noise(chance, chance.choice((40, 80, 700, 3000, 20000))),
                        message=number, response=response, session=0x400)
    if chance.random() < 0.2:
        return [(CLIENT, compound(pdu(False), pdu(False), pdu(False))),
                (SERVER, compound(pdu(True), pdu(True)))]
    asked, answered = smb.session_message(pdu(False)), smb.session_message(pdu(True))
    return [(CLIENT, asked), (SERVER, answered)]


def smb2_story(chance):
    """Negotiated up, logged on, then much else."""
    story = [(CLIENT, smb.session_message(smb.negotiate(smb.DECOY))),
             (SERVER, smb.session_message(smb.smb2_answer(0x02FF))),
             (CLIENT, smb.session_message(smb.smb2_negotiate(REVISIONS, message=1))),
             (SERVER, smb.session_message(smb.smb2_answer(0x0300, message=1)))]
    story = story[2 * chance.randint(0, 1):]
    story.append((CLIENT, smb.session_message(smb.smb2_session_setup(2))))
    for number in range(chance.randint(5, 30)):
        story += smb2_other(chance, number)
        if chance.random() < 0.03:
            story.append((CLIENT, smb.session_message(smb.smb2_session_setup(number))))
        if chance.random() < 0.02:
            story.append((CLIENT, smb.session_message(smb.smb2_negotiate(REVISIONS))))
        if chance.random() < 0.1:
            story.append((chance.randint(0, 1), KEEP_ALIVE))
    return story


def smb1_data(chance, mid):
    """A read or a write and its answer."""
    command = chance.choice((0x2E, 0x2F))
    words = bytes(24)
    return [(CLIENT, smb.session_message(smb.smb1(command, words, noise(chance, chance.choice((1, 4000))), mid=mid))),
            (SERVER, smb.session_message(smb.smb1(command, words, noise(chance, chance.choice((1, 9000))), mid=mid,
                                                  response=True)))]


def smb1_story(chance):
    """SMB1 chosen and, mostly, used."""
    story = [(CLIENT, smb.session_message(smb.negotiate(chance.choice((smb.XP, smb.DECOY))))),
             (SERVER, smb.session_message(smb.nt_answer(chance.choice((0, 5)))))]
    if chance.random() < 0.8:
        story += [(CLIENT, smb.session_message(smb.session_setup())),
                  (SERVER, smb.session_message(smb.session_setup_answer(
                      status=chance.choice((smb.SUCCESS, smb.LOGON_FAILURE)))))]
    for number in range(chance.randint(0, 20)):
        story += smb1_data(chance, number)
        if chance.random() < 0.1:
            story += [(CLIENT, smb.session_message(smb.tree_disconnect())),
                      (SERVER, smb.session_message(smb.tree_disconnect_answer()))]
    return story


def web_story(chance):
    """No SMB, but for a word now and then."""
    return [(chance.randint(0, 1), noise(chance, chance.randint(1, 5000))) for _ in range(20)]


def tunnel_story(chance):
    """SMB behind a proxy."""
    asked = b"CONNECT 10.1.0.2:445 HTTP/1.1\r\nHost: x\r\n\r\n"
    return [(CLIENT, asked), (SERVER, b"HTTP/1.1 200 OK\r\n\r\n"), *smb1_story(chance)]


ENDS = ([(CLIENT, FIN | ACK), (SERVER, FIN | ACK)], [(CLIENT, RST)], [(SERVER, RST | ACK)], [])
STORIES = ((smb2_story, 445), (smb2_story, 445), (smb2_story, 139), (smb1_story, 445),
           (smb1_story, 139), (web_story, 80), (web_story, 445), (tunnel_story, 8080))


def capture(seed, connections=8):
    """The frames of some connections, one among the others."""
    chance = random.Random(f"streams {seed}")
    segment = chance.choice((100, 536, 1460, 1460))
    waiting = []
    for number in range(connections):
        story, port = chance.choice(STORIES)
        stream = Stream(chance, seed % 100 * connections + number, port, segment)
        waiting.append(stream.frames(story(chance) + chance.choice(ENDS)))
    frames = []
    while waiting:
        each = chance.choice(waiting)
        content = next(each, None)
        if content is None:
            waiting.remove(each)
        else:
            count = len(frames)
            frames.append(Frame((1577880000 + count // 1000, count % 1000 * 1000), content,
                                len(content)))
    return frames
