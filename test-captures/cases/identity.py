# SPDX-License-Identifier: GPL-2.0-or-later
"""Who the two sides are: names, software, logons, signing."""

from logon import (GUEST, SIGNING_ENABLED, SIGNING_NOT_OFFERED,
                   SIGNING_REQUIRED, answer, extended_answer, oem, setup_10,
                   setup_12, setup_13, setup_answer, setup_answer_4,
                   tree_answer, tree_connect)
from ntlmssp import (DNS_COMPUTER, DNS_DOMAIN, LM_RESPONSE, NB_COMPUTER, NB_DOMAIN,
                     NO_VERSION, NTLMV2_RESPONSE, NTLM_RESPONSE, WINDOWS_10,
                     authenticate, challenge, kerberos, negotiate,
                     shortest_authenticate, spnego_done, spnego_first,
                     spnego_next)
from ntlmssp import WINDOWS_7 as VERSION_7
from outcome import (case, details, in_use, offer, smb1_answer, smb2_answer,
                     story, wide)
from smb import (BROWSER_SERVICE, DECOY, LOGON_FAILURE,
                 POSITIVE_SESSION_RESPONSE, SUCCESS, WINDOWS, WINDOWS_XP, XP,
                 lanman_answer, netbios_name, session_message, session_request,
                 session_request_of, session_setup_answer)
from smb import negotiate as smb_negotiate
from smb import smb2_answer as smb2_negotiate_answer
from tcp import Connection, Host

NOT_OFFERED = {"signing": "not offered"}
ALICE = {"client.user": "alice", "client.domain": "EXAMPLE",
         "client.os": "Windows 2002 Service Pack 3 2600",
         "client.lanman": "Windows 2002 5.1"}
SYSTEM = ("Windows 2002 Service Pack 3 2600", "Windows 2002 5.1")
NAS = {"server.os": "Unix", "server.lanman": "Samba 3.0.37",
       "server.domain": "WORKGROUP"}
NAS_SYSTEM = ("Unix", "Samba 3.0.37", "WORKGROUP")
NTLMV1 = {"auth": "NTLMv1"}


def opening(base=0):
    """An SMB1-only offer and its answer, behind so many frames."""
    return (offer(base + 4, "SMB1 only", "smb1_only", needs="client"),
            smb1_answer(base + 5, "SMB1 selected", "smb1_selected", index=5,
                        selected="NT LM 0.12"))


def opened(capture, reply=None, stack=WINDOWS_XP, **ends):
    """The connection after `opening`; the answer gives no names."""
    connection = Connection(capture, **ends).open()
    connection.client.send(smb_negotiate(XP, stack))
    connection.server.send(reply or extended_answer(5, stack))
    return connection


def alice(**changes):
    """A session setup of 13 words."""
    return setup_13("alice", "EXAMPLE", *SYSTEM, lm=LM_RESPONSE,
                    nt=NTLM_RESPONSE, **{"stack": WINDOWS_XP, **changes})


def logged_in(connection):
    """Session setup and its response: frames 6 and 7."""
    connection.client.send(alice())
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP))
    return connection


LOGGED_IN = {5: NOT_OFFERED, 6: {**ALICE, **NTLMV1}, 7: NAS}

# -- names ----------------------------------------------------------------------


def netbios_opened(capture, called, calling, reply, **ends):
    """The same on port 139, two frames later."""
    connection = Connection(capture, server_port=139, **ends).open()
    connection.client.emit("PA", session_request(called, calling))
    connection.server.emit("PA", POSITIVE_SESSION_RESPONSE)
    connection.client.send(smb_negotiate(XP, BROWSER_SERVICE))
    connection.server.send(reply)
    return connection


@case(offer(6, "SMB2 with SMB1 decoy", "decoy"),
      identity={4: {"client.name": "DE<SK<", "server.name": "NAS"}})
def identity_netbios_odd_names(capture):
    """A name that ends like the way in which Wireshark shows its last byte begins; and
    one filled with NULs, with a scope behind it that looks so. Both have a scope."""
    connection = Connection(capture, server_port=139).open()
    connection.client.emit("PA", session_request_of(
        netbios_name("NAS", 0x20, fill=b"\0", scope=(b"CORP", b"A<BCD", b"E")),
        netbios_name("DE<SK<", 0x00, scope=(b"CORP",))))
    connection.server.emit("PA", POSITIVE_SESSION_RESPONSE)
    connection.client.send(smb_negotiate(DECOY, WINDOWS))


@case(*opening(2),
      identity={4: {"client.name": "DESK1", "server.name": "NAS 1"},
                7: {"server.name": "OTHER", "server.domain": "EXAMPLE",
                    **NOT_OFFERED}})
def identity_netbios_names(capture):
    """The NetBIOS session request names both; the negotiate answer's ServerName,
    which is what the server says of itself, goes before the name it was called."""
    netbios_opened(capture, "NAS 1", "DESK1", answer(
        5, BROWSER_SERVICE, domain="EXAMPLE", server="OTHER"))


@case(*opening(2),
      identity={4: {"client.name": "DESK1"},
                7: {"server.name": "FILESRV", "server.domain": "WORKGROUP",
                    **NOT_OFFERED}})
def identity_netbios_wildcard(capture):
    """`*SMBSERVER` is called because the name is not known: the negotiate answer
    tells it."""
    netbios_opened(capture, "*SMBSERVER", "DESK1", answer(
        5, BROWSER_SERVICE, server="FILESRV"))


@case(offer(6, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(7, "SMB2 selected", selected="SMB 2.0.2"),
      identity={4: {"client.name": "DESK1", "server.name": "NAS1"}})
def identity_netbios_then_smb2(capture):
    """The NetBIOS session request names the two ends of an SMB2 connection
    too."""
    connection = Connection(capture, server_port=139).open()
    connection.client.emit("PA", session_request("NAS1", "DESK1"))
    connection.server.emit("PA", POSITIVE_SESSION_RESPONSE)
    connection.client.send(smb_negotiate(DECOY, WINDOWS))
    connection.server.send(smb2_negotiate_answer(0x0202))


NAS_INFO = ((NB_DOMAIN, "EXAMPLE"), (NB_COMPUTER, "NAS1"),
            (DNS_DOMAIN, "example.net"), (DNS_COMPUTER, "nas1.example.net"))


@case(*opening(), details(6, 7, 8), in_use(9),
      identity={5: NOT_OFFERED,
                6: {"client.name": "DESK1", "client.os": "Windows 7 7601",
                    "client.lanman": "Windows 7 6.1"},
                7: {"server.name": "NAS1", "server.domain": "EXAMPLE",
                    "server.os": "Windows 5.1",
                    "server.lanman": "Windows 2000 LAN Manager"},
                8: {"client.name": "DESK1-LONG", "client.user": "bob",
                    "client.domain": "EXAMPLE", "auth": "NTLMv2"}})
def identity_ntlmssp(capture):
    """The three NTLMSSP messages in Unicode session setups of 12 words: the
    workstation of the last goes before that of the first, whose domain is no
    user's."""
    system, other = ("Windows 7 7601", "Windows 7 6.1"), (
        "Windows 5.1", "Windows 2000 LAN Manager")
    connection = opened(capture)
    connection.client.send(setup_12(
        negotiate("DESK1", "SITE", VERSION_7), *system))
    connection.server.send(setup_answer_4(
        challenge("EXAMPLE", NAS_INFO, VERSION_7), *other))
    connection.client.send(setup_12(
        authenticate("bob", "EXAMPLE", "DESK1-LONG", lm=bytes(24),
                     version=VERSION_7), *system, mid=2, uid=2048))
    connection.server.send(setup_answer_4(b"", *other, mid=2, status=SUCCESS))


@case(*opening(), details(6, 7, 8), in_use(9),
      identity={5: NOT_OFFERED,
                6: {"client.os": "Windows 10 2004 to 22H2 (10.0.19041)"},
                7: {"server.name": "nas1.example.net",
                    "server.os": "Windows 7 or Server 2008 R2 (6.1.7601)"},
                8: {"client.user": "bob", "client.name": "DESK1",
                    "auth": "NTLMv2"}})
def identity_ntlmssp_versions(capture):
    """NTLMSSP in SPNEGO, no NativeOS: its versions stand in, in words. The server
    tells its DNS name alone, the client no domain."""
    connection = opened(capture)
    connection.client.send(setup_12(spnego_first(negotiate(
        version=WINDOWS_10))))
    connection.server.send(setup_answer_4(spnego_next(challenge(
        "", ((DNS_COMPUTER, "nas1.example.net"),), VERSION_7))))
    connection.client.send(setup_12(spnego_next(authenticate(
        "bob", "", "DESK1", version=WINDOWS_10)), mid=2, uid=2048))
    connection.server.send(setup_answer_4(b"", mid=2, status=SUCCESS))


@case(*opening(), details(6, 7, 8), in_use(9),
      identity={5: NOT_OFFERED, 6: {"client.name": "D"},
                7: {"server.name": "N", "server.domain": "E"},
                8: {"client.user": "b", "client.domain": "E", "auth": "NTLMv2"}})
def identity_ntlmssp_one_letter(capture):
    """Names of one letter, of one byte where they are OEM. The server tells its DNS name
    before the other, which is the one that is told."""
    connection = opened(capture)
    connection.client.send(setup_12(negotiate("D")))
    connection.server.send(setup_answer_4(challenge("E", (
        (NB_DOMAIN, "E"), (DNS_COMPUTER, "nas1.example.net"), (NB_COMPUTER, "N")),
        unicode=False)))
    connection.client.send(setup_12(authenticate("b", "E", "D", unicode=False), mid=2,
                                    uid=2048))
    connection.server.send(setup_answer_4(b"", mid=2, status=SUCCESS))


@case(*opening(2), details(8, 9, 10), in_use(11),
      identity={4: {"client.name": "DESK1", "server.name": "ALIAS"},
                7: NOT_OFFERED, 9: {"server.name": "NAS1",
                                    "server.domain": "EXAMPLE"},
                10: {"client.user": "bob", "client.domain": "EXAMPLE",
                     "auth": "NTLMv2"}})
def identity_netbios_then_ntlmssp(capture):
    """The server is called by an alias and names itself in its NTLMSSP challenge; the
    client's own name in the session request stays."""
    connection = netbios_opened(capture, "ALIAS", "DESK1",
                                extended_answer(5, BROWSER_SERVICE))
    on_139 = {"stack": BROWSER_SERVICE}
    connection.client.send(setup_12(negotiate("OTHER"), **on_139))
    connection.server.send(setup_answer_4(challenge("EXAMPLE", NAS_INFO), **on_139))
    connection.client.send(setup_12(authenticate("bob", "EXAMPLE", "OTHER"), mid=2,
                                    uid=2048, **on_139))
    connection.server.send(setup_answer_4(b"", mid=2, status=SUCCESS, **on_139))


@case(*opening(), details(7, 8), in_use(9),
      identity={5: NOT_OFFERED,
                7: {"server.name": "NAS1", "server.domain": "EXAMPLE"},
                8: {"client.user": "bob", "client.name": "DESK1",
                    "auth": "NTLMv2"}})
def identity_ntlmssp_version_of_nothing(capture):
    """NTLMSSP versions that no Windows has (6.1.0, 10.0.0), as other software fills
    them in: no system is named."""
    connection = opened(capture)
    connection.client.send(setup_12(negotiate(version=(10, 0, 0))))
    connection.server.send(setup_answer_4(challenge(
        "", NAS_INFO, (6, 1, 0))))
    connection.client.send(setup_12(authenticate(
        "bob", "", "DESK1", version=(10, 0, 0)), mid=2, uid=2048))
    connection.server.send(setup_answer_4(b"", mid=2, status=SUCCESS))


@case(*opening(), details(7, 8), in_use(9),
      identity={5: NOT_OFFERED,
                7: {"server.name": "NAS1", "server.domain": "EXAMPLE"},
                8: {"client.user": "bob", "client.domain": "CORP",
                    "client.name": "DESK1", "auth": "NTLMv2"}})
def identity_ntlmssp_short_header(capture):
    """An AUTHENTICATE message of an old stack, without room for a version: its texts
    begin right behind the header, the first with eight bytes."""
    connection = opened(capture)
    connection.client.send(setup_12(negotiate()))
    connection.server.send(setup_answer_4(challenge("", NAS_INFO)))
    connection.client.send(setup_12(authenticate(
        "bob", "CORP", "DESK1", version=NO_VERSION), mid=2, uid=2048))
    connection.server.send(setup_answer_4(b"", mid=2, status=SUCCESS))


@case(*opening(), details(6), in_use(7),
      identity={5: NOT_OFFERED, 6: {"client.user": "bob", "client.domain": "EIGHT888",
                                    "client.name": "DESK1", **NTLMV1}})
def identity_ntlmssp_shortest_header(capture):
    """The same of the first stacks, whose texts begin right behind the workstation's
    place, the first with eight bytes."""
    connection = opened(capture)
    connection.client.send(setup_12(shortest_authenticate(
        "bob", "EIGHT888", "DESK1", lm=LM_RESPONSE, nt=NTLM_RESPONSE)))
    connection.server.send(setup_answer_4(b"", status=SUCCESS))


@case(*opening(), details(6), in_use(7),
      identity={5: NOT_OFFERED,
                6: {"client.user": "J\u00f6rg \u4e2d\U0001f600",
                    "client.domain": "\u0395\u039b",
                    "client.name": "\u041f\u041a-7",
                    "client.os": wide("\u65e5\u672c"),
                    "client.lanman": wide("\u00fc"),
                    "auth": "NTLMv2"},
                7: {"server.os": wide("\u00c5"), "server.domain": wide("\u00d8")}})
def identity_unicode(capture):
    """Names beyond ASCII and beyond 16 bits, shown as UTF-8."""
    connection = opened(capture)
    connection.client.send(setup_12(authenticate(
        "J\u00f6rg \u4e2d\U0001f600", "\u0395\u039b", "\u041f\u041a-7"),
        "\u65e5\u672c", "\u00fc"))
    connection.server.send(setup_answer_4(b"", "\u00c5", "", "\u00d8",
                                          status=SUCCESS))


# -- session setups: one connection of seven frames a row --------------------------

OEM = oem(WINDOWS_XP)
UTF16, PLAIN = {"stack": WINDOWS_XP}, {"stack": OEM}
FULL = ("alice", "EXAMPLE", *SYSTEM)
BOB = {"client.user": "bob", "client.domain": "EXAMPLE",
       "client.name": "DESK1", "client.os": "A", "client.lanman": "B"}
# name, request, response, what the request brings, what the response brings
SETUPS = (
    ("13 words, Unicode after an odd length",
     setup_13(*FULL, lm=LM_RESPONSE, nt=NTLM_RESPONSE, **UTF16),
     setup_answer(*NAS_SYSTEM, **UTF16), {**ALICE, **NTLMV1}, NAS),
    ("13 words, Unicode after an even length",
     setup_13(*FULL, lm=LM_RESPONSE, nt=NTLMV2_RESPONSE + b"\0", **UTF16),
     setup_answer(*NAS_SYSTEM, **UTF16), {**ALICE, "auth": "NTLMv2"}, NAS),
    ("13 words, OEM",
     setup_13(*FULL, lm=LM_RESPONSE, nt=NTLM_RESPONSE, **PLAIN),
     setup_answer(*NAS_SYSTEM, **PLAIN), {**ALICE, **NTLMV1}, NAS),
    ("13 words, an LM response alone",
     setup_13(*FULL, lm=LM_RESPONSE, **PLAIN),
     setup_answer(*NAS_SYSTEM, **PLAIN), {**ALICE, "auth": "LM"}, NAS),
    ("13 words, anonymous, empty strings",
     setup_13(lm=b"\0", **UTF16), setup_answer("", "", "", **UTF16),
     {"auth": "anonymous"}, {}),
    ("13 words, the response makes it a guest",
     setup_13(*FULL, lm=LM_RESPONSE, nt=NTLM_RESPONSE, **UTF16),
     setup_answer(*NAS_SYSTEM, action=GUEST, **UTF16), {**ALICE, **NTLMV1},
     {**NAS, "auth": "guest"}),
    ("13 words, the user alone",
     setup_13("alice", lm=LM_RESPONSE, nt=NTLM_RESPONSE, **UTF16),
     setup_answer("", "Samba 3.0.37", **UTF16),
     {"client.user": "alice", **NTLMV1}, {"server.lanman": "Samba 3.0.37"}),
    ("10 words, OEM",
     setup_10(*FULL, lm=LM_RESPONSE, **PLAIN),
     setup_answer(*NAS_SYSTEM, **PLAIN), {**ALICE, "auth": "LM"}, NAS),
    ("10 words, Unicode",
     setup_10(*FULL, lm=LM_RESPONSE, **UTF16),
     setup_answer(*NAS_SYSTEM, **UTF16), {**ALICE, "auth": "LM"}, NAS),
    ("12 words, NTLMv1, OEM, response of 4 words",
     setup_12(authenticate("bob", "EXAMPLE", "DESK1", lm=LM_RESPONSE,
                           nt=NTLM_RESPONSE, unicode=False), "A", "B", **PLAIN),
     setup_answer_4(b"", *NAS_SYSTEM, status=SUCCESS, **PLAIN),
     {**BOB, **NTLMV1}, NAS),
    ("12 words, LM alone, a blob of odd length",
     setup_12(authenticate("bob", "EXAMPLE", "DESK1", lm=LM_RESPONSE, nt=b"")
              + b"\0", "A", "B", **UTF16),
     setup_answer_4(spnego_done(), *NAS_SYSTEM, status=SUCCESS, **UTF16),
     {**BOB, "auth": "LM"}, NAS),
    ("12 words, anonymous NTLMSSP",
     setup_12(authenticate("", "", "DESK1", lm=b"\0", nt=b""), "A", "B",
              **UTF16),
     setup_answer_4(b"", *NAS_SYSTEM, status=SUCCESS, **UTF16),
     {"client.name": "DESK1", "client.os": "A", "client.lanman": "B",
      "auth": "anonymous"}, NAS),
    ("12 words, Kerberos",
     setup_12(kerberos(), "A", "B", **UTF16),
     setup_answer_4(b"", *NAS_SYSTEM, status=SUCCESS, **UTF16),
     {"client.os": "A", "client.lanman": "B", "auth": "Kerberos or other"}, NAS),
    ("12 words, a guest by NTLMSSP, no domain",
     setup_12(authenticate("bob", "", "DESK1"), "A", "B", **UTF16),
     setup_answer_4(b"", *NAS_SYSTEM, action=GUEST, status=SUCCESS, **UTF16),
     {**BOB, "client.domain": None, "auth": "NTLMv2"},
     {**NAS, "auth": "guest"}),
)


def _address(row):
    return "192.0.2.%d" % (100 + row)


def _setup_stories():
    for row, (_, _, _, asked, answered) in enumerate(SETUPS):
        base = 7 * row
        shown = in_use(base + 7)
        yield story(*opening(base), details(base + 6), shown,
                    client=_address(row),
                    identity={base + 5: NOT_OFFERED, base + 6: asked,
                              base + 7: answered})


@case(*_setup_stories())
def identity_session_setups(capture):
    """Session setups of 13, 12 and 10 words and their responses, Unicode and OEM,
    on odd and even places; every way to authenticate. Seven frames each."""
    for row, (_, request, response, _, _) in enumerate(SETUPS):
        connection = opened(capture, client=Host(_address(row)))
        connection.client.send(request)
        connection.server.send(response)


@case(*opening(), details(6), in_use(7),
      identity={5: NOT_OFFERED, 6: {**BOB, "auth": "NTLMv2"}, 7: NAS})
def identity_domain_of_12_words(capture):
    """NTLMSSP without a domain; the session setup of 12 words names a
    PrimaryDomain behind NativeLanMan."""
    connection = opened(capture)
    connection.client.send(setup_12(authenticate("bob", "", "DESK1"), "A", "B",
                                    "EXAMPLE", **UTF16))
    connection.server.send(setup_answer_4(b"", *NAS_SYSTEM, status=SUCCESS,
                                          **UTF16))


@case(*opening(), details(6), in_use(7), details(8),
      identity={5: NOT_OFFERED, 6: {"auth": "anonymous", "client.os": SYSTEM[0],
                                    "client.lanman": SYSTEM[1]},
                7: NAS, 8: {**ALICE, **NTLMV1},
                9: {"client.user": None, "client.domain": None,
                    "auth": "anonymous", "client.user_refused": "alice"}})
def identity_second_logon(capture):
    """Anonymous first, then alice, who is told of while she waits. She is refused;
    that response, which is empty, is not shown: only two passes know it."""
    connection = opened(capture)
    connection.client.send(setup_13("", "", *SYSTEM, lm=b"\0",
                                    stack=WINDOWS_XP))
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP))
    connection.client.send(alice(mid=2))
    connection.server.send(session_setup_answer(WINDOWS_XP, mid=2,
                                                status=LOGON_FAILURE))


@case(*opening(), details(8), in_use(10),
      identity={5: NOT_OFFERED, 8: {**ALICE, **NTLMV1}, 10: NAS})
def identity_split(capture):
    """A session setup in three TCP segments, its response in two: they stand on
    the last."""
    connection = opened(capture)
    connection.client.send_split(alice(), 50, 120)
    connection.server.send_split(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP),
                                 45)


@case(*opening(), details(6, 7), in_use(8),
      identity={5: NOT_OFFERED, 6: {**ALICE, **NTLMV1},
                8: {**NAS, "share": "\\\\NAS1\\DATA"}})
def identity_two_messages(capture):
    """Two requests over two segments, the second begins in the first; both
    responses in one."""
    connection = opened(capture)
    first = session_message(alice())
    both = first + session_message(tree_connect("\\\\NAS1\\DATA",
                                                stack=WINDOWS_XP))
    cut = len(first) + 20
    connection.client.emit("A", both[:cut])
    connection.client.emit("PA", both[cut:])
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP),
                           tree_answer(stack=WINDOWS_XP))


@case(story(*opening(2), details(8), in_use(9),
            identity={4: {"client.name": "DESK1", "server.name": "NAS1"},
                      7: NOT_OFFERED, 8: {**ALICE, **NTLMV1}, 9: NAS}),
      story(*opening(13),
            identity={15: {"client.name": "DESK2", "server.name": "NAS2"},
                      18: NOT_OFFERED}))
def identity_tuple_reuse(capture):
    """The same addresses and ports twice: what was known of the first connection
    is not said of the second."""
    reply = extended_answer(5, BROWSER_SERVICE)
    connection = netbios_opened(capture, "NAS1", "DESK1", reply)
    logged_in(connection)
    connection.client.reset()
    connection.server.reset()
    netbios_opened(capture, "NAS2", "DESK2", reply, sequence=70000)


# -- signing -----------------------------------------------------------------------

SIGNING = (("not offered", SIGNING_NOT_OFFERED), ("enabled", SIGNING_ENABLED),
           ("required", SIGNING_REQUIRED))


def _signing_stories():
    for row, (name, _) in enumerate(SIGNING):
        for half, known in enumerate(({"server.domain": "WORKGROUP"}, {})):
            number = 2 * row + half
            yield story(*opening(5 * number), client=_address(number),
                        identity={5 * number + 5: {**known, "signing": name}})


@case(*_signing_stories())
def identity_signing(capture):
    """Signing not offered, enabled, required, with and without extended
    security."""
    for row, (_, security) in enumerate(SIGNING):
        for half, make in enumerate((answer, extended_answer)):
            opened(capture, make(5, WINDOWS_XP, security),
                   client=Host(_address(2 * row + half)))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=1,
                  selected="LANMAN1.0"),
      identity={5: {"server.domain": "WORKGROUP"}})
def identity_lanman_answer(capture):
    """An answer of 13 words has a DomainName, and no bits for signing."""
    opened(capture, lanman_answer(1, oem(WINDOWS_XP)))
