# SPDX-License-Identifier: GPL-2.0-or-later
"""A second opinion: offer class and verdict from the built-in fields alone.

Reads a capture with stock tshark (no plugin) as JSON and judges each connection
by the tables of the interface. On purpose it works unlike the plugin: no state
machine, but the facts of a whole connection first, and one judgement at the end.

    /usr/bin/python3 tests/captures/oracle.py CAPTURE ...    one line a connection
"""

import json
import pathlib
import sys
from collections import Counter
from dataclasses import dataclass, field, replace

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import tshark                                                  # noqa: E402

SMB1_DIALECTS = frozenset("""PC NETWORK PROGRAM 1.0|PCLAN1.0|XENIX CORE|\
MICROSOFT NETWORKS 1.03|MICROSOFT NETWORKS 3.0|LANMAN1.0|LANMAN1.2|LM1.2X002|\
DOS LM1.2X002|LANMAN2.0|LANMAN2.1|DOS LANMAN2.1|Windows for Workgroups 3.1a|\
Samba|NT LANMAN 1.0|NT LM 0.12|POSIX 2|CIFS""".split("|"))
SMB2_DIALECTS = frozenset(("SMB 2.001", "SMB 2.002", "SMB 2.???"))
DECOY = ["NT LM 0.12", "SMB 2.002", "SMB 2.???"]
NEGOTIATE, ECHO, LOCKING_ANDX, NONE_ACCEPTABLE = 0x72, 0x2B, 0x24, 0xFFFF
INTERESTING = "smb || smb2 || tcp.flags.reset == 1 || tcp.flags.fin == 1"

# -- frames to facts ----------------------------------------------------------


@dataclass(frozen=True)
class Pdu:
    """One SMB message, or a RST or FIN (`kind` says which)."""

    kind: str
    frame: int
    sender: tuple
    receiver: tuple
    command: int = -1
    response: bool = False
    success: bool = True
    refused: bool = False           # an error status, or index 65535
    words: int = -1
    index: int = -1
    dialects: tuple = ()
    whole: bool = False
    raw: tuple = ()


def _pairs(tree):
    """All (field, value) below a JSON object that kept its duplicate names."""
    for name, value in tree:
        if isinstance(value, list):
            yield from _pairs([pair for pair in value
                               if isinstance(pair, tuple)])
        else:
            yield name, value


class _Fields:
    """The fields of one protocol layer."""

    def __init__(self, layer):
        self.pairs = list(_pairs(layer if isinstance(layer, list) else []))

    def all(self, name):
        return [value for key, value in self.pairs if key == name]

    def number(self, name, otherwise=-1):
        values = self.all(name)
        return int(values[0], 0) if values else otherwise


def _bytes(dialect):
    """How many bytes of the list a dialect takes, without its format and NUL.

    A byte that is not ASCII is shown as it is by 4.0, and from 4.4 on as the
    replacement character, which in one character per byte has three.
    """
    return len(dialect.replace("\xef\xbf\xbd", "?"))


# Of a longer list than any software has, no claim is made.
MOST_DIALECTS = 255


def _smb1(layer, frame, ends):
    get = _Fields(layer)
    command = get.number("smb.cmd")
    if command < 0:
        return None
    response = get.number("smb.flags.response", 0) == 1
    status = get.number("smb.nt_status")
    if status >= 0:
        success, error = status < 0x80000000, status >= 0xC0000000
    else:
        error_class = get.number("smb.error_class")      # -1: cut before it
        success, error = error_class == 0, error_class > 0
    index = get.number("smb.dialect.index")
    dialects = tuple(get.all("smb.dialect"))
    return Pdu("smb1", frame, *ends, command=command, response=response,
               success=success,
               refused=response and (error or index == NONE_ACCEPTABLE),
               words=get.number("smb.wct"), index=index, dialects=dialects,
               whole=len(dialects) <= MOST_DIALECTS
               and sum(_bytes(each) + 2 for each in dialects)
               >= get.number("smb.bcc") >= 0,
               raw=tuple(get.pairs))


def _smb2(layer, frame, ends):
    get = _Fields(layer)
    if get.number("smb2.cmd") != 0:
        return None
    response = get.number("smb2.flags.response", 0) == 1
    error = response and get.number("smb2.nt_status", 0) >= 0xC0000000
    if response and not error and not get.all("smb2.dialect"):
        return None                                 # cut before its revision
    return Pdu("smb2", frame, *ends, command=0, response=response,
               success=not error, refused=error,
               dialects=tuple(int(each, 0)
                              for each in get.all("smb2.dialect")))


def _ends(layers):
    """The two endpoints of the innermost addresses and ports."""
    address = port = None
    for name, layer in layers:
        get = _Fields(layer)
        if name in ("ip", "ipv6"):
            address = [get.all(f"{name}.src"), get.all(f"{name}.dst")]
        elif name == "tcp":
            port = [get.all("tcp.srcport"), get.all("tcp.dstport")]
    if not port:
        return None
    return tuple(((address[side][0] if address else ""), port[side][0])
                 for side in (0, 1))


def _layers(packet):
    """The packet's layers; those that a tunnel holds follow it."""
    layers = []
    for name, layer in dict(dict(packet)["_source"])["layers"]:
        layers.append((name, layer))
        if name == "mip":
            layers += [each for each in layer if isinstance(each[1], list)]
    return layers


def packets(capture, options, display_filter):
    """(layers, frame) of each packet that the filter leaves."""
    text = tshark.read(capture, "-T", "json", display_filter=display_filter,
                       options=options, plugin_dir=tshark.STOCK)
    # One character per byte, so that lengths are those on the wire.
    for packet in json.loads(text.decode("latin-1"), strict=False,
                             object_pairs_hook=list):
        layers = _layers(packet)
        yield layers, _Fields(dict(layers)["frame"]).number("frame.number")


def facts(capture, options=()):
    """PDUs, resets and closes by connection, in the order of the capture.

    The key is tcp.stream, or the frame where SMB runs without TCP.
    """
    connections = {}
    for layers, frame in packets(capture, options, INTERESTING):
        if any(name in ("icmp", "icmpv6", "nbdgm") for name, _ in layers):
            continue
        if _is_mailslot(layers):
            continue
        ends = _ends(layers)
        tcp = [_Fields(layer) for name, layer in layers if name == "tcp"]
        key = tcp[-1].number("tcp.stream") if tcp else ("frame", frame)
        found = _frame_facts(layers, frame, ends or ("source", "destination"))
        if tcp:
            for kind, flag in (("rst", "tcp.flags.reset"),
                               ("fin", "tcp.flags.fin")):
                if tcp[-1].number(flag, 0) == 1:
                    found.append(Pdu(kind, frame, *ends))
        connections.setdefault(key, []).extend(found)
    return connections


def _is_mailslot(layers):
    """A datagram over IPX or NetBEUI."""
    return "tcp" not in dict(layers) and any(
        slot.startswith("\\MAILSLOT\\") for name, layer in layers
        if name == "smb" for slot in _Fields(layer).all("smb.trans_name"))


def _frame_facts(layers, frame, ends):
    found = [_smb1(layer, frame, ends) for name, layer in layers
             if name == "smb"]
    found += [_smb2(layer, frame, ends) for name, layer in layers
              if name == "smb2"]
    return [pdu for pdu in found if pdu]


# -- facts to a judgement -------------------------------------------------------


@dataclass
class Judgement:
    """What the interface's tables say of one connection."""

    verdict: str
    offered: str = "-"
    needs: str = "-"
    why: str = "-"
    offer_frame: int = 0
    dialects: list = field(default_factory=list)


# The ground for each answer to who needs SMB1; the last two by the offer.
GROUNDS = {"client": "offers SMB1 only",
           "server": "took SMB1 though SMB2 was on offer",
           "-": "-"}
NOT_CAPTURED = "speaks SMB1, the offer was not captured"
NOT_TOLD = "speaks SMB1, the offer does not tell who needs it"


def ground(needs, offered):
    """Why; `offered` is "-" where no offer was captured."""
    return GROUNDS.get(needs) or (NOT_CAPTURED if offered == "-" else NOT_TOLD)


def set_apart(judgement, scanner, browser):
    """A scanner, and the Computer Browser, show no need of SMB1; a server that
    takes it though SMB2 is on offer needs it, whoever asks."""
    if judgement.needs in ("client", "unknown") and (scanner or browser):
        return replace(judgement, needs="-",
                       why="scanner" if scanner else "Computer Browser")
    return replace(judgement, why=ground(judgement.needs, judgement.offered))


def offer_class(offer):
    """The table of offer classes."""
    if offer.kind == "smb2":
        return "SMB2 only"
    if not offer.whole:
        return "Incomplete"
    smb1 = any(each in SMB1_DIALECTS for each in offer.dialects)
    smb2 = any(each in SMB2_DIALECTS for each in offer.dialects)
    if list(offer.dialects) == DECOY:
        return "SMB2 with SMB1 decoy"
    return {(True, False): "SMB1 only", (True, True): "SMB1 and SMB2",
            (False, True): "SMB2 only",
            (False, False): "Unrecognized"}[smb1, smb2]


def _is_offer(pdu):
    return not pdu.response and (
        pdu.kind == "smb2" or pdu.kind == "smb1" and pdu.command == NEGOTIATE)


def _is_answer(pdu):
    if not pdu.response or pdu.kind not in ("smb1", "smb2"):
        return False
    if pdu.kind == "smb2":
        return True
    if pdu.command != NEGOTIATE or pdu.words < 0:
        return False
    return pdu.refused or pdu.index >= 0 or pdu.words not in (1, 13, 17)


def _client(pdus, offer, answer):
    if offer:
        return offer.sender
    if answer:
        return answer.receiver
    first = next(pdu for pdu in pdus if pdu.kind == "smb1")
    from_server = first.response or _is_oplock_break(first)
    return first.receiver if from_server else first.sender


def _is_oplock_break(pdu):
    """The one request that a server sends."""
    return pdu.command == LOCKING_ANDX and ("smb.mid", "65535") in pdu.raw


def _needs(offered):
    return {"SMB1 only": "client", "SMB1 and SMB2": "server",
            "SMB2 with SMB1 decoy": "server",
            "SMB2 only": "server"}.get(offered, "unknown")


def _is_use(pdu, client):
    return (pdu.kind == "smb1" and pdu.response and pdu.receiver == client
            and pdu.success and pdu.command not in (NEGOTIATE, ECHO))


def judge(pdus):
    """One connection; None where nothing is shown."""
    offer, answers = _negotiation(pdus)
    if _used_before(pdus, offer, answers):
        offer, answers = None, []
    if not offer and not answers:
        return _without_negotiation(pdus)
    offered = offer_class(offer) if offer else "-"
    verdict, needs = _verdict(pdus, offer, offered, answers)
    return Judgement(verdict, offered, needs,
                     offer_frame=offer.frame if offer else 0,
                     dialects=list(offer.dialects) if offer else [])


def _negotiation(pdus):
    """The offer, and the answers of the side that it was sent to."""
    offer = next((pdu for pdu in pdus if _is_offer(pdu)), None)
    answers = [pdu for pdu in pdus if _is_answer(pdu)]
    if offer and answers and _began_without(pdus, offer, answers[0]):
        offer = None
    if offer:
        answers = [pdu for pdu in answers if pdu.sender == offer.receiver]
    return offer, answers


def _began_without(pdus, offer, answer):
    """Was the answer's own offer missed?

    Only an SMB1 offer captured right behind the answer belongs to it: the two
    directions of a wire can be captured in the wrong order.
    """
    gap = pdus.index(offer) - pdus.index(answer)
    return gap > 0 and (gap > 1 or "smb2" in (offer.kind, answer.kind))


def _used_before(pdus, offer, answers):
    """SMB1 succeeded before any negotiation was captured: that settles it."""
    if not any(pdu.kind == "smb1" for pdu in pdus):
        return False
    client = _client(pdus, None, None)
    use = next((pdu for pdu in pdus if _is_use(pdu, client)), None)
    return use is not None and not any(
        pdu in pdus[:pdus.index(use)] for pdu in [offer, *answers] if pdu)


def _without_negotiation(pdus):
    if not any(pdu.kind == "smb1" for pdu in pdus):
        return None
    client = _client(pdus, None, None)
    used = any(_is_use(pdu, client) for pdu in pdus)
    return Judgement("SMB1 in use" if used else "SMB1 traffic seen",
                     needs="unknown")


def _verdict(pdus, offer, offered, answers):
    client = _client(pdus, offer, answers[0] if answers else None)
    begin = pdus.index(offer if offer else answers[0])
    after = pdus[begin + 1:]
    closes = [pdu for pdu in after if pdu.kind in ("rst", "fin")]
    used = [pdu for pdu in after if _is_use(pdu, client)]
    smb2_offered = offered in ("SMB1 and SMB2", "SMB2 with SMB1 decoy",
                               "SMB2 only")
    answer = answers[0] if answers else None
    if used and not (answer and answer.kind == "smb2" and not answer.refused
                     and offered != "SMB1 only"
                     and pdus.index(answer) < pdus.index(used[0])):
        return "SMB1 in use", _needs(offered)
    if not answer:
        return _unanswered(closes, client, offered, smb2_offered)
    if answer.refused:
        if offered == "SMB1 only":
            return "SMB1 refused by answer", "client"
        return ("SMB2 refused" if smb2_offered else "Offer refused"), "-"
    if answer.kind == "smb2":
        return ("Invalid answer" if offered == "SMB1 only"
                else "SMB2 selected"), "-"
    if _invalid(answer, offer, offered):
        return "Invalid answer", "-"
    if any(pdu.kind == "smb2" and not pdu.refused for pdu in answers[1:]):
        return "Invalid answer", "-"
    needs = _needs(offered)
    if not closes:
        return "SMB1 selected", needs
    if _red_herring(after, answer, closes[0], offer, client, offered):
        return "Red herring reset", needs
    return "SMB1 abandoned", needs


def _unanswered(closes, client, offered, smb2_offered):
    needs = "client" if offered == "SMB1 only" else "-"
    if not closes or closes[0].sender == client:
        return "No answer seen", needs
    if offered == "SMB1 only":
        return ("SMB1 refused by reset" if closes[0].kind == "rst"
                else "SMB1 refused by close"), needs
    return ("SMB2 refused" if smb2_offered else "Offer refused"), needs


def _invalid(answer, offer, offered):
    if answer.words not in (1, 13, 17):
        return True
    if not offer:
        return False
    if offer.kind == "smb2":
        return True
    if answer.index >= len(offer.dialects):
        return offered != "Incomplete"
    return offer.dialects[answer.index] in SMB2_DIALECTS


def _red_herring(after, answer, close, offer, client, offered):
    if offered not in ("SMB1 and SMB2", "SMB2 with SMB1 decoy"):
        return False
    if close.kind != "rst" or close.sender != client:
        return False
    begin = after.index(answer) if answer in after else 0
    if close not in after[begin:]:
        return False
    between = after[begin:after.index(close)]
    return not any(pdu.kind == "smb1" and not pdu.response
                   and pdu.sender == client and pdu.raw != offer.raw
                   for pdu in between)


def judgements(capture, options=()):
    """(connection, judgement) for every connection that is shown."""
    for key, pdus in facts(capture, options).items():
        verdict = judge(pdus)
        if verdict:
            yield key, pdus, verdict


def count_verdicts(capture, options=()):
    """How many connections ended in which verdict."""
    return Counter(each.verdict for _, _, each in judgements(capture, options))


def main(captures):
    """Print one line per connection."""
    for capture in captures:
        for key, pdus, each in judgements(pathlib.Path(capture).resolve()):
            print(pathlib.Path(capture).name, key, pdus[0].frame, each.verdict,
                  each.offered, each.needs, each.dialects, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
