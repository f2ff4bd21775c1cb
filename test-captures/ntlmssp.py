# SPDX-License-Identifier: GPL-2.0-or-later
"""NTLMSSP messages (MS-NLMP 2.2.1), bare or in SPNEGO (RFC 4178), as bytes."""

import struct

NEGOTIATE, CHALLENGE, AUTHENTICATE = 1, 2, 3
UNICODE, OEM, REQUEST_TARGET, NTLM = 0x1, 0x2, 0x4, 0x200
ANONYMOUS, DOMAIN_SUPPLIED, WORKSTATION_SUPPLIED = 0x800, 0x1000, 0x2000
EXTENDED_SECURITY, TARGET_INFO, VERSION = 0x80000, 0x800000, 0x02000000

NB_COMPUTER, NB_DOMAIN, DNS_COMPUTER, DNS_DOMAIN = 1, 2, 3, 4
WINDOWS_7 = (6, 1, 7601)
WINDOWS_10 = (10, 0, 19041)

LM_RESPONSE = bytes(range(1, 25))           # 24 bytes, as long as it ever is
NTLM_RESPONSE = bytes(range(31, 55))        # 24 bytes: NTLMv1
NTLMV2_RESPONSE = (bytes(range(61, 77)) + b"\x01\x01" + bytes(6)
                   + struct.pack("<Q", 0x01D5C0C0C0C0C000)
                   + bytes(range(1, 9)) + bytes(4) + bytes(4) + bytes(4))


def _message(kind, head, fields, misplaced=()):
    """A message of fields (length, maximum, offset) and what they point at.

    `head` is in the order of the message: a name stands for a field, all else
    stands as it is. What `fields` has comes behind it, in the order given.
    `misplaced` says how long a field claims to be, and where.
    """
    place = 12 + sum(8 if isinstance(part, str) else len(part) for part in head)
    claims = {}
    for name, value in fields.items():
        claims[name] = len(value), place
        place += len(value)
    claims.update(misplaced)
    message = b"NTLMSSP\0" + struct.pack("<I", kind)
    for part in head:
        if isinstance(part, str):
            length, offset = claims[part]
            part = struct.pack("<HHI", length, length, offset)
        message += part
    return message + b"".join(fields.values())


NO_VERSION = ()             # nor room for one, as before Windows XP


def _version(version):
    if version == NO_VERSION:
        return b""
    if version is None:
        return bytes(8)
    return struct.pack("<BBHBBBB", *version, 0, 0, 0, 15)


def _text(value, unicode):
    """As it is where it is bytes."""
    if isinstance(value, bytes):
        return value
    return value.encode("utf-16le" if unicode else "cp437")


def negotiate(workstation="", domain="", version=None):
    """NEGOTIATE_MESSAGE: its two strings are always OEM."""
    flags = (UNICODE | OEM | REQUEST_TARGET | NTLM | EXTENDED_SECURITY
             | (VERSION if version else 0)
             | (DOMAIN_SUPPLIED if domain else 0)
             | (WORKSTATION_SUPPLIED if workstation else 0))
    return _message(NEGOTIATE, [struct.pack("<I", flags), "domain",
                                "workstation", _version(version)],
                    {"domain": _text(domain, False),
                     "workstation": _text(workstation, False)})


def challenge(target="", info=(), version=None, unicode=True):
    """CHALLENGE_MESSAGE; `info` is (id, text) pairs, always Unicode."""
    flags = ((UNICODE if unicode else OEM) | REQUEST_TARGET | NTLM
             | EXTENDED_SECURITY | (TARGET_INFO if info else 0)
             | (VERSION if version else 0))
    pairs = b"".join(struct.pack("<HH", number, len(_text(text, True)))
                     + _text(text, True) for number, text in info)
    if info:
        pairs += bytes(4)
    return _message(CHALLENGE, ["target", struct.pack("<I", flags),
                                bytes(range(8)) + bytes(8), "info",
                                _version(version)],
                    {"target": _text(target, unicode), "info": pairs})


def shortest_authenticate(user, domain, workstation, *, lm, nt):
    """AUTHENTICATE_MESSAGE of the first stacks: its header ends with the workstation."""
    return _message(AUTHENTICATE, ["lm", "nt", "domain", "user", "workstation"],
                    {"domain": _text(domain, False), "user": _text(user, False),
                     "workstation": _text(workstation, False), "lm": lm, "nt": nt})


def authenticate(user="", domain="", workstation="", *, lm=b"",
                 nt=NTLMV2_RESPONSE, version=None, unicode=True, misplaced=()):
    """AUTHENTICATE_MESSAGE without a MIC."""
    flags = ((UNICODE if unicode else OEM) | NTLM | EXTENDED_SECURITY
             | (VERSION if version else 0) | (0 if user else ANONYMOUS))
    return _message(AUTHENTICATE, ["lm", "nt", "domain", "user", "workstation",
                                   "key", struct.pack("<I", flags),
                                   _version(version)],
                    {"domain": _text(domain, unicode),
                     "user": _text(user, unicode),
                     "workstation": _text(workstation, unicode), "lm": lm,
                     "nt": nt, "key": b""},
                    misplaced)


# -- SPNEGO -------------------------------------------------------------------

_SPNEGO = bytes.fromhex("06062b0601050502")
_NTLMSSP = bytes.fromhex("060a2b06010401823702020a")
_KERBEROS = bytes.fromhex("06092a864886f712010202")


def _der(tag, *parts):
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    return bytes([tag, 0x82]) + struct.pack(">H", len(body)) + body


def spnego_first(token, mechanism=_NTLMSSP):
    """NegTokenInit of one mechanism."""
    return _der(0x60, _SPNEGO, _der(0xA0, _der(
        0x30, _der(0xA0, _der(0x30, mechanism)),
        _der(0xA2, _der(0x04, token)))))


def spnego_next(token):
    """NegTokenResp, accept-incomplete."""
    return _der(0xA1, _der(0x30, _der(0xA0, _der(0x0A, b"\x01")),
                           _der(0xA2, _der(0x04, token))))


def spnego_done():
    """NegTokenResp, accept-completed, without a token; of odd length."""
    return _der(0xA1, _der(0x30, _der(0xA0, _der(0x0A, b"\x00"))))


def kerberos():
    """A first token that offers Kerberos; its ticket is not one."""
    return spnego_first(_der(0x60, _KERBEROS, b"\x01\x00", bytes(8)), _KERBEROS)
