# SPDX-License-Identifier: GPL-2.0-or-later
"""Names, lengths and offsets that were made to mislead, or cut."""

from functools import partial

from logon import (GUEST, extended_answer, setup_12, setup_13, setup_answer,
                   setup_answer_4, tree_answer, tree_connect)
from ntlmssp import (LM_RESPONSE, NTLMV2_RESPONSE, NTLM_RESPONSE, authenticate,
                     negotiate)
from outcome import (by_release, case, details, in_use, mailslot)
from smb import (BROWSER_SERVICE, SUCCESS, WINDOWS_XP, mailslot_datagram,
                 netbios_datagram)
from tcp import CLIENT, SERVER, datagram

from .identity import (ALICE, NAS, NAS_SYSTEM, NOT_OFFERED, NTLMV1, OEM, alice,
                       netbios_opened, opened, opening)
from .shares import share

# -- hostile ---------------------------------------------------------------------------

ESCAPES = "\x1b[31mRED\x1b[0m"
NOTHING_MORE = {5: NOT_OFFERED}


def one_request(capture, request):
    """The session setup under test, and a response that brings nothing."""
    connection = opened(capture)
    connection.client.send(request)
    connection.server.send(setup_answer("", "", "", stack=WINDOWS_XP))


hostile = partial(case, *opening())


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.user": "\\x1b[31mRED\\x1b[0m",
                       "client.domain": by_release("\ufffd\ufffdB\ufffd", "?A?B?"),
                       "client.os": by_release("a\\xc2\\x9bb\\x7f\\xe2\\x80\\xaec\\x0ad",
                                               "a\\x9bb\\x7f?c\\x0ad"),
                       "client.lanman": "%s%n</b>&\"',;\\x41", **NTLMV1}})
def identity_hostile_unicode(capture):
    """Terminal escapes, C1 controls, a change of direction, lone surrogates and a
    format directive in UTF-16: what is no text, or harms, is shown byte by byte, or as
    Wireshark replaced it."""
    one_request(capture, setup_13(
        ESCAPES, b"\x00\xd8A\x00\x00\xdcB\x00\x3d\xd8\0\0",
        "a\x9bb\x7f\u202ec\nd", "%s%n</b>&\"',;\\x41", lm=LM_RESPONSE,
        nt=NTLM_RESPONSE, stack=WINDOWS_XP))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.user": by_release(
                           "a\\xd8\\x9cb\\xe2\\x81\\xabc\\xe2\\x81\\xa0d", "a?b?c?d"),
                       "client.domain": by_release(
                           "\\xef\\xbf\\xb9e\\xf3\\xa0\\x81\\x81", "?e??"),
                       **NTLMV1}})
def identity_hostile_invisible(capture):
    """Format characters that are not seen, or turn the direction of what follows:
    the Arabic letter mark, a word joiner, a tag beyond 16 bits."""
    one_request(capture, setup_13(
        "a\u061cb\u206bc\u2060d", "\ufff9e\U000e0041", "", "",
        lm=LM_RESPONSE, nt=NTLM_RESPONSE, stack=WINDOWS_XP))


@hostile(details(6), in_use(7), details(8, 9),
         identity={5: NOT_OFFERED,
                   6: {"client.user": "\\x1b[31mRED\\x1b[0m",
                       "client.domain": by_release("caf\ufffd\ufffd", "caf\\xe9\\xff"),
                       "client.os": "\\x01\\x07\\x08\\x09\\x0a\\x0d",
                       "client.lanman": by_release(
                           "\ufffd\ufffd31m\ufffd\ufffd\ufffd",
                           "\\xc2\\x9b31m\\xed\\xa0\\x80"),
                       **NTLMV1},
                   9: {"share": "\\\\NAS1\\\\x1b]0;title\\x07"}})
def identity_hostile_oem(capture):
    """The same in OEM strings, invalid UTF-8 among them, and in a share."""
    connection = opened(capture)
    connection.client.send(setup_13(
        ESCAPES, b"caf\xe9\xff\0", "\x01\x07\x08\x09\x0a\x0d",
        b"\xc2\x9b31m\xed\xa0\x80\0", lm=LM_RESPONSE, nt=NTLM_RESPONSE,
        stack=OEM))
    connection.server.send(setup_answer("", "", "", stack=OEM))
    connection.client.send(tree_connect("\\\\NAS1\\\x1b]0;title\x07",
                                        stack=OEM))
    connection.server.send(tree_answer(stack=OEM))


@hostile(details(6), in_use(7), details(8, 9),
         identity={5: NOT_OFFERED,
                   6: {"client.user": "=HYPERLINK(1)", "client.domain": "+CORP",
                       "client.os": "  -1", "client.lanman": "@SUM(1)", **NTLMV1},
                   9: {"share": "\\\\NAS1\\A|B"}})
def identity_hostile_formula(capture):
    """Names that a spreadsheet would run as formulas, one behind blanks, and a bar in a
    share."""
    connection = opened(capture)
    connection.client.send(setup_13("=HYPERLINK(1)", "+CORP", "  -1", "@SUM(1)",
                                    lm=LM_RESPONSE, nt=NTLM_RESPONSE,
                                    stack=WINDOWS_XP))
    connection.server.send(setup_answer("", "", "", stack=WINDOWS_XP))
    connection.client.send(tree_connect("\\\\NAS1\\A|B", stack=WINDOWS_XP))
    connection.server.send(tree_answer(stack=WINDOWS_XP))


@case(*opening(2),
      identity={4: {"client.name": "<1b>[1mX<01>",
                    "server.name": "<07>A"}, 7: NOT_OFFERED})
def identity_hostile_netbios(capture):
    """Control characters in the names of the NetBIOS session request."""
    netbios_opened(capture, "\x07A", "\x1b[1mX\x01",
                   extended_answer(5, BROWSER_SERVICE))


@case(mailslot(1, "<1b>[1mX<07>"))
def identity_hostile_datagram(capture):
    """Control characters in the NetBIOS source name of a mailslot datagram."""
    capture.add(datagram(CLIENT, SERVER, 138, netbios_datagram(
        CLIENT.address, mailslot_datagram(), "\x1b[1mX\x07")))


LONG = 60000


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.user": "A" * 253 + "...", **NTLMV1}})
def identity_long_oem(capture):
    """An account name of 60,000 bytes: 253 are shown, and that it goes on."""
    one_request(capture, setup_13("A" * LONG, lm=LM_RESPONSE, nt=NTLM_RESPONSE,
                                  stack=OEM))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.os": by_release("\u00e4" * 126 + "...",
                                               "\\xe4" * 63 + "..."), **NTLMV1,
                       "client.user": "bob"}})
def identity_long_unicode(capture):
    """A NativeOS of 60,000 bytes, two of UTF-8 for each character: it is cut
    between two of them, and says so."""
    one_request(capture, setup_13("bob", "", "\u00e4" * (LONG // 2),
                                  lm=LM_RESPONSE, nt=NTLM_RESPONSE,
                                  stack=WINDOWS_XP))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.os": "A", "client.lanman": "B",
                       "auth": "NTLMv2"}})
def identity_ntlmssp_beyond(capture):
    """NTLMSSP fields that point behind the blob, and over its end: Wireshark gives up
    at the first, and what follows it is absent."""
    one_request(capture, setup_12(authenticate(
        "alice", "EXAMPLE", "DESK1", misplaced={
            "user": (10, 5000), "domain": (4000, 100)}), "A", "B",
        stack=WINDOWS_XP))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.os": "A", "client.lanman": "B"}})
def identity_ntlmssp_negotiate_cut(capture):
    """A NEGOTIATE message that ends behind its type."""
    one_request(capture, setup_12(negotiate("DESK1")[:12], "A", "B",
                                  stack=WINDOWS_XP))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.os": "A", "client.lanman": "B"}})
def identity_ntlmssp_cut(capture):
    """An AUTHENTICATE message whose blob ends inside the workstation, before its
    responses, where Wireshark gives up: nothing is claimed from half a message."""
    whole = authenticate("alice", "EXAMPLE", "DESK1")
    one_request(capture, setup_12(whole[:-len(NTLMV2_RESPONSE) - 4], "A", "B",
                                  stack=WINDOWS_XP))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED, 6: {"client.os": "A", "client.lanman": "B"}})
def identity_ntlmssp_of_the_server(capture):
    """The answer has the client's AUTHENTICATE message: a server logs on nowhere."""
    connection = opened(capture)
    connection.client.send(setup_12(b"", "A", "B", stack=WINDOWS_XP))
    connection.server.send(setup_answer_4(authenticate("alice", "EXAMPLE", "DESK1"),
                                          status=SUCCESS))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED, 6: {"client.os": "A", "client.lanman": "B"},
                   7: {"auth": "guest"}})
def identity_ntlmssp_of_the_server_to_a_guest(capture):
    """The same to whom it lets in as a guest: that is what counts."""
    connection = opened(capture)
    connection.client.send(setup_12(b"", "A", "B", stack=WINDOWS_XP))
    connection.server.send(setup_answer_4(authenticate("alice", "EXAMPLE", "DESK1"),
                                          action=GUEST, status=SUCCESS))


@hostile(in_use(7), identity=NOTHING_MORE)
def identity_blob_length(capture):
    """A blob that is announced as longer than the message: Wireshark reads nothing of
    it, no string follows."""
    one_request(capture, setup_12(authenticate("alice", "EXAMPLE", "DESK1"),
                                  "A", "B", length=5000, stack=WINDOWS_XP))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED,
                   6: {"client.user": "alice", "client.domain": "EXAMPLE",
                       **NTLMV1}})
def identity_cut_by_snapshot_length(capture):
    """A session setup that the snapshot length cuts inside its NativeOS: half a
    name is none."""
    connection = opened(capture)
    connection.client.send(alice(), captured=14 + 20 + 20 + 4 + 61 + 48 + 1
                           + 2 * len("alice\0EXAMPLE\0Windows 2"))
    connection.server.send(setup_answer("", "", "", stack=WINDOWS_XP))


@hostile(in_use(7), identity=NOTHING_MORE)
def identity_word_counts(capture):
    """Word counts beyond the message, of no known form, and 0: nothing is read
    from them."""
    connection = opened(capture)
    pdu = alice()
    connection.client.send(*[pdu[:32] + bytes([count]) + pdu[33:]
                             for count in (255, 14, 1, 0)])
    connection.server.send(setup_answer("", "", "", stack=WINDOWS_XP))


def _chain_at(pdu, offset, command=0x75):
    """The message with another AndX command and offset."""
    return pdu[:33] + bytes([command, 0]) + offset.to_bytes(2, "little") + pdu[37:]


@hostile(details(6), in_use(7), details(8, 9),
         identity={5: NOT_OFFERED, 6: {**ALICE, **NTLMV1},
                   9: {"share": share("DATA")}})
def identity_andx_loops(capture):
    """AndX offsets that lead to the command itself, back into the header and to
    the start: each command is read once."""
    connection = opened(capture)
    connection.client.send(*[_chain_at(alice(mid=mid), offset, 0x73)
                             for mid, offset in enumerate((32, 4, 0), 1)])
    connection.server.send(setup_answer("", "", "", stack=WINDOWS_XP))
    connection.client.send(_chain_at(tree_connect(
        share("DATA"), stack=WINDOWS_XP, mid=9), 32))
    connection.server.send(_chain_at(tree_answer(stack=WINDOWS_XP, mid=9), 32))


@hostile(details(6), in_use(7),
         identity={5: NOT_OFFERED, 6: {**ALICE, **NTLMV1}, 7: NAS})
def identity_andx_outside(capture):
    """A chained tree connect whose offset lies outside the message: no share."""
    connection = opened(capture)
    connection.client.send(_chain_at(alice(), 60000))
    connection.server.send(_chain_at(
        setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP), 65535))
