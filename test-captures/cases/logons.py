# SPDX-License-Identifier: GPL-2.0-or-later
"""Who logged on, who was refused, and of whom that is told."""

from logon import (GUEST, setup_12, setup_13, setup_answer, setup_answer_4,
                   smb2_setup, smb2_setup_answer)
from ntlmssp import (LM_RESPONSE, NB_COMPUTER, NB_DOMAIN, NTLM_RESPONSE,
                     WINDOWS_10, authenticate, challenge, negotiate,
                     spnego_first, spnego_next)
from outcome import case, details, in_use, offer, smb2_answer
from smb import LOGON_FAILURE, SUCCESS, WINDOWS_XP, session_setup_answer
from smb import smb2_answer as smb2_negotiate_answer
from smb import smb2_negotiate
from tcp import Connection

from .identity import ALICE, NAS, NAS_SYSTEM, NOT_OFFERED, NTLMV1, SYSTEM
from .identity import opened, opening

SOFTWARE = {"client.os": SYSTEM[0], "client.lanman": SYSTEM[1]}
NOBODY = {"client.user": None, "client.domain": None, "auth": None}
FAILED = {"stack": WINDOWS_XP, "status": LOGON_FAILURE}


def named(user):
    """What a session setup of that user brings."""
    return {**ALICE, **NTLMV1, "client.user": user}


def logs_on(connection, user, answer, mid):
    """A session setup of 13 words, and what the server says to it."""
    connection.client.send(setup_13(
        user, "EXAMPLE" if user else "", *SYSTEM,
        lm=LM_RESPONSE if user else b"\0", nt=NTLM_RESPONSE if user else b"",
        stack=WINDOWS_XP, mid=mid))
    connection.server.send(answer)


def refused(mid):
    """Neither words nor data: not shown."""
    return session_setup_answer(mid=mid, **FAILED)


def welcome(mid, **changes):
    """Let in."""
    return setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP, mid=mid, **changes)


@case(*opening(), details(6, 8, 10), in_use(11),
      identity={5: NOT_OFFERED, 6: named("root"),
                8: {**named("admin"), "client.user_refused": "root"},
                10: {**named("copier"), "client.user_refused": "admin"},
                11: NAS})
def logon_brute_force(capture):
    """Two names are refused, the third is let in: the user is who logged on, or
    waits for the answer, and each name that was refused stands apart."""
    connection = opened(capture)
    logs_on(connection, "root", refused(1), 1)
    logs_on(connection, "admin", refused(2), 2)
    logs_on(connection, "copier", welcome(3), 3)


@case(*opening(), details(6, 8, 10),
      identity={5: NOT_OFFERED, 6: named("root"),
                8: {**named("admin"), "client.user_refused": "root"},
                10: {**named("root"), "client.user_refused": "admin"},
                11: NOBODY})
def logon_refused_all(capture):
    """Two names are refused, one of them twice: there is no user, no domain and no
    way of logging on, and each name stands once."""
    connection = opened(capture)
    for mid, user in enumerate(("root", "admin", "root"), 1):
        logs_on(connection, user, refused(mid), mid)


@case(*opening(), details(6, 8), in_use(9),
      identity={5: NOT_OFFERED, 6: named("alice"),
                8: {**named("bob"), "client.user_refused": "alice"},
                9: {**NAS, "auth": "guest"}})
def logon_guest_after_refusal(capture):
    """The first name is refused, the second is let in as a guest."""
    connection = opened(capture)
    logs_on(connection, "alice", refused(1), 1)
    logs_on(connection, "bob", welcome(2, action=GUEST), 2)


@case(*opening(), details(6), in_use(7), details(8, 9),
      identity={5: NOT_OFFERED, 6: named("alice"), 7: NAS,
                9: {"client.user": ("alice", "bob")}})
def logon_two_users(capture):
    """Two users log on over one connection, as from a terminal server: the second
    is one more value."""
    connection = opened(capture)
    logs_on(connection, "alice", welcome(1), 1)
    logs_on(connection, "bob", welcome(2), 2)


@case(*opening(), details(6), in_use(7), details(8, 9),
      identity={5: NOT_OFFERED, 6: {**SOFTWARE, "auth": "anonymous"}, 7: NAS,
                8: named("alice")})
def logon_anonymous_then_named(capture):
    """Nobody logs on, then alice: she is told of."""
    connection = opened(capture)
    logs_on(connection, "", welcome(1), 1)
    logs_on(connection, "alice", welcome(2), 2)


@case(*opening(), details(6), in_use(7), details(8, 9),
      identity={5: NOT_OFFERED, 6: named("alice"), 7: NAS})
def logon_named_then_anonymous(capture):
    """Alice logs on, then nobody: she is told of."""
    connection = opened(capture)
    logs_on(connection, "alice", welcome(1), 1)
    logs_on(connection, "", welcome(2), 2)


@case(*opening(), details(6), in_use(8),
      identity={5: NOT_OFFERED, 6: named("bob"),
                8: {"client.user_refused": "alice", **NAS}})
def logon_answers_out_of_order(capture):
    """Two session setups in one segment, the second is refused first: an answer
    belongs to the request of its MID."""
    connection = opened(capture)
    connection.client.send(*[setup_13(user, "EXAMPLE", *SYSTEM, lm=LM_RESPONSE,
                                      nt=NTLM_RESPONSE, stack=WINDOWS_XP,
                                      mid=mid)
                             for mid, user in enumerate(("bob", "alice"), 1)])
    connection.server.send(refused(2))
    connection.server.send(welcome(1))


INFO = ((NB_DOMAIN, "EXAMPLE"), (NB_COMPUTER, "NAS1"))
UTF16 = {"stack": WINDOWS_XP}


@case(*opening(), details(6, 7, 8, 10, 11, 12), in_use(13),
      identity={5: NOT_OFFERED, 6: {"client.name": "DESK1"},
                7: {"server.name": "NAS1", "server.domain": "EXAMPLE"},
                8: {"client.user": "bob", "client.domain": "EXAMPLE",
                    "auth": "NTLMv2"},
                10: {**NOBODY, "client.user_refused": "bob"},
                12: {"client.user": "carol", "client.domain": "EXAMPLE",
                     "auth": "NTLMv2"},
                13: {**NAS, "server.domain": "EXAMPLE"}})
def logon_ntlmssp_refused(capture):
    """NTLMSSP twice: bob is refused, carol let in. STATUS_MORE_PROCESSING_REQUIRED
    refuses nobody. What the server's challenge says goes before its last answer."""
    connection = opened(capture)
    for mid, user in ((1, "bob"), (3, "carol")):
        connection.client.send(setup_12(negotiate("DESK1"), mid=mid, **UTF16))
        connection.server.send(setup_answer_4(challenge("EXAMPLE", INFO),
                                              mid=mid, **UTF16))
        connection.client.send(setup_12(
            authenticate(user, "EXAMPLE", "DESK1"), mid=mid + 1, uid=2048,
            **UTF16))
        connection.server.send(
            refused(mid + 1) if user == "bob" else
            setup_answer_4(b"", *NAS_SYSTEM, mid=mid + 1, status=SUCCESS,
                           **UTF16))


@case(offer(4, "SMB2 only", stack="-"),
      smb2_answer(5, "SMB2 selected", selected="SMB 3.0"))
def logon_over_smb2(capture):
    """Over SMB2, mallory is refused and bob let in: the tree shows no frame for it,
    and nothing of it on the others; hosts and records do."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0300]))
    connection.server.send(smb2_negotiate_answer(0x0300))
    for place, (user, outcome) in enumerate((("mallory", LOGON_FAILURE),
                                             ("bob", SUCCESS))):
        message, session = 1 + 2 * place, 0x400 + place
        connection.client.send(smb2_setup(spnego_first(negotiate(
            "DESK1", version=WINDOWS_10)), message))
        connection.server.send(smb2_setup_answer(
            spnego_next(challenge("EXAMPLE", INFO, WINDOWS_10)), message, session))
        connection.client.send(smb2_setup(spnego_next(authenticate(
            user, "EXAMPLE", "DESK1", version=WINDOWS_10)), message + 1, session))
        connection.server.send(smb2_setup_answer(
            b"", message + 1, session, status=outcome))


@case(offer(4, "SMB2 only", stack="-"),
      smb2_answer(5, "SMB2 selected", selected="SMB 3.0"))
def logon_over_smb2_out_of_order(capture):
    """Two log on at a time, and bob, who was the second, is answered first: let in.
    Then mallory is refused."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0300]))
    connection.server.send(smb2_negotiate_answer(0x0300))
    for place, user in enumerate(("mallory", "bob")):
        connection.client.send(smb2_setup(authenticate(user, "EXAMPLE", "DESK1"),
                                          2 + place, 0x400 + place))
    for place, outcome in ((1, SUCCESS), (0, LOGON_FAILURE)):
        connection.server.send(smb2_setup_answer(b"", 2 + place, 0x400 + place,
                                                 status=outcome))


@case(in_use(1, needs="unknown"),
      identity={1: {**NAS, "auth": "guest"}})
def logon_guest_request_missing(capture):
    """Somebody is let in as a guest; who it was was not captured."""
    Connection(capture).server.send(welcome(1, action=GUEST))
