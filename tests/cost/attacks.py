# SPDX-License-Identifier: GPL-2.0-or-later
"""What an adversary may send, each beside the same traffic without the attack.

A story is what one connection has besides its handshake (tests/bench/traffic.py); a
capture is written of pairs of ends and stories.
"""

import itertools
import struct
from dataclasses import dataclass

import collisions
import traffic
from traffic import CLIENT, SERVER, message

import logon
import ntlmssp
import smb

SERVER_IPV4 = bytes((198, 51, 100, 20))
SERVER_IPV6 = bytes.fromhex("20010db8") + bytes(11) + b"\x14"
PORT = 445
ETHERNET, IPV4, HANDSHAKE = 14, 20, 3   # bytes of their headers; frames


@dataclass(frozen=True)
class Ends:
    """Where a connection is from. The low bytes of the card are those of number unless it
    is shifted; an address of IPv6 takes the place of one of number. Of a connection that
    was met late there is no handshake."""

    number: int
    shift: int = 0
    port: int = 40000
    ipv6: bytes = b""
    late: bool = False

    def addresses(self):
        """Of client and server."""
        if self.ipv6:
            return self.ipv6, SERVER_IPV6
        return struct.pack(">I", (10 << 24) + self.number % (1 << 24)), SERVER_IPV4

    def card(self):
        """The client's network card: locally administered."""
        return b"\x02" + (self.number << self.shift).to_bytes(5, "little")


class Stream(traffic.Stream):
    """A connection between chosen ends, in segments of chosen size."""

    def __init__(self, ends, size=None):
        super().__init__(0, PORT)
        client, server = ends.addresses()
        self.ends = {CLIENT: (client, ends.port), SERVER: (server, PORT)}
        self.card, self.size, self.late = ends.card(), size, ends.late

    def segment(self, sender, flags, payload=b""):
        """One Ethernet frame with the client's card."""
        frame = super().segment(sender, flags, payload)
        frame = frame[:6] + self.card + frame[12:] if sender == CLIENT else self.card + frame[6:]
        return frame if len(self.ends[sender][0]) == 4 else self._over_ipv6(sender, frame)

    def _over_ipv6(self, sender, frame):
        tcp = frame[ETHERNET + IPV4:]
        receiver = SERVER if sender == CLIENT else CLIENT
        return (frame[:12] + struct.pack(">HIHBB", 0x86DD, 6 << 28, len(tcp), 6, 64)
                + self.ends[sender][0] + self.ends[receiver][0] + tcp)

    def _cut(self, story):
        for sender, what in story:
            if self.size is None or isinstance(what, int):
                yield sender, what
                continue
            for at in range(0, len(what), self.size):
                yield sender, what[at:at + self.size]

    def frames(self, story):
        """The messages cut into segments."""
        return itertools.islice(super().frames(self._cut(story)), HANDSHAKE if self.late else 0, None)


def write(path, connections, size=None):
    """Writes a capture of (ends, story), one after the other; returns its frames."""
    count = 0
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for ends, story in connections:
            for frame in Stream(ends, size).frames(story):
                count += 1
                file.write(struct.pack("<IIII", 1577880000 + count // 10000,
                                       count % 10000 * 100, len(frame), len(frame)) + frame)
    path.chmod(0o644)
    return count


# -- stories -----------------------------------------------------------------------------


def offer(dialects):
    """A list and no answer."""
    return [(CLIENT, message(smb.negotiate(dialects)))]


def opened():
    """SMB1 selected."""
    return traffic.in_turn(smb.negotiate(smb.NT_ONLY), logon.answer(0))


def logon_of(user, system="", mid=1):
    """A request."""
    return logon.setup_13(user, "", system, "", lm=ntlmssp.LM_RESPONSE,
                          nt=ntlmssp.NTLM_RESPONSE, mid=mid)


def logged_on(user, share, mid=1):
    """A logon that succeeds, and a share that is reached."""
    return (logon_of(user, mid=mid), logon.setup_answer("Unix", "Samba 4.9", "W", mid=mid),
            logon.tree_connect(f"\\\\S\\{share}", mid=mid), logon.tree_answer(mid=mid))


AT_ONCE = 4     # requests that wait for their answers; REQUESTS_WAITING in plugin/audit


def all_logged_on(numbers):
    """Several at once, so that there are fewer frames to be shown."""
    each = [logged_on(f"u{number}", f"s{number}", number % 60000 + 1) for number in numbers]
    for start in range(0, len(each), AT_ONCE):
        for sender, pdus in zip((CLIENT, SERVER) * 2, zip(*each[start:start + AT_ONCE])):
            yield sender, b"".join(message(pdu) for pdu in pdus)


ACKNOWLEDGED = 20   # segments at a time: of those that are not, the host walks a list


def logons(count, start=0):
    """Requests, and no answer."""
    for number in range(start, start + count):
        yield CLIENT, message(logon_of(f"u{number}", mid=number % 60000 + 1))
        if number % ACKNOWLEDGED == 0:
            yield SERVER, traffic.ACK


LONG_LIST = [b"NT LM 0.12"] + [b"dialect %012d" % number for number in range(2899)]


def own_long_list(number):
    """One of 64 KB with names that no other has."""
    return [b"NT LM 0.12"] + [b"d%05d %014d" % (number, each) for each in range(2799)]


# -- attacks: (with it, without it) --------------------------------------------------------


def colliding_lists(count=120):
    """Lists of one hash."""
    return ([(Ends(number, late=True), offer(each)) for number, each in enumerate(lists)]
            for lists in (collisions.lists(count), collisions.lists_by_chance(count)))


def colliding_names(count=2000):
    """Dialects of one hash."""
    for texts in (collisions.texts(count), collisions.texts_by_chance(count)):
        names = [text.encode() for text in texts]
        yield [(Ends(start, late=True), offer(names[start:start + 250]))
               for start in range(0, count, 250)]


def colliding_users(count=600):
    """Users, systems and shares of one hash."""
    return ([(Ends(number, late=True), traffic.in_turn(
        logon_of(each, each), logon.setup_answer("Unix", "Samba 4.9", "W")))
             for number, each in enumerate(texts)]
            for texts in (collisions.texts(count), collisions.texts_by_chance(count)))


def colliding_addresses(count=600):
    """Hosts whose addresses, as text, are of one hash."""
    return ([(Ends(number, ipv6=each, late=True), offer(smb.NT_ONLY))
             for number, each in enumerate(addresses)]
            for addresses in (collisions.addresses(count), collisions.addresses_by_chance(count)))


def colliding_cards(count=1600):
    """Network cards that differ in their high bytes alone."""
    return ([(Ends(number, shift), []) for number in range(count)] for shift in (24, 0))


def logons_after_a_long_list(count=250):
    """A summary on each frame, of a list of 64 KB; without, that list is another
    connection's."""
    for first, second in ((LONG_LIST, smb.NT_ONLY), (smb.NT_ONLY, LONG_LIST)):
        yield [(Ends(1), itertools.chain(offer(first), logons(count))), (Ends(2), offer(second))]


def lists_of_distinct_names(count=10):
    """Each of 64 KB that is to be kept; without, all are the same."""
    yield [(Ends(number), offer(own_long_list(number))) for number in range(count)]
    yield [(Ends(number), offer(own_long_list(0))) for number in range(count)]


def clients_of_one_server(count=3600):
    """Many at once against a fourth of them, four times as dear."""
    return ([(Ends(number, late=True), offer(smb.NT_ONLY)) for number in range(each)]
            for each in (count, count // 4))


def users_of_one_connection(count=384):
    """Users and shares without end; without, so many a connection as are kept (TEXTS_MOST)."""
    yield [(Ends(1), itertools.chain(opened(), all_logged_on(range(count))))]
    yield [(Ends(start), itertools.chain(opened(), all_logged_on(range(start, start + 128))))
           for start in range(0, count, 128)]


def frames_of_one_connection(count=2400):
    """Frames that are all shown; without, sixty a connection."""
    yield [(Ends(1), itertools.chain(opened(), logons(count)))]
    yield [(Ends(1 + start), itertools.chain(opened(), logons(60, start)))
           for start in range(0, count, 60)]


def names_of_one_host(count=200):
    """A client with another user each time, and a server with another share; without, each
    is a host of its own."""
    stories = [traffic.in_turn(*logged_on(f"u{number}", f"s{number}")) for number in range(count)]
    yield [(Ends(1, port=1024 + number, late=True), story) for number, story in enumerate(stories)]
    yield [(Ends(number, late=True), story) for number, story in enumerate(stories)]


def small_segments(count=8):
    """Whole stories, to be written in segments of few bytes."""
    story = opened() + traffic.in_turn(*logged_on("alice", "DATA")) + [(CLIENT, traffic.FIN)]
    return [(Ends(number), story) for number in range(count)]
