# SPDX-License-Identifier: GPL-2.0-or-later
"""A second opinion: who and what, from the built-in fields alone.

Reads a capture with stock tshark (no plugin) as oracle.py does, gathers what the
built-in dissectors show of names, software, shares, signing and logons of each
SMB1 connection, and picks by the table of the interface: the facts of the whole
connection first, then one judgement. With these it completes what oracle.py says
of who needs SMB1.

    /usr/bin/python3 tests/captures/identity_oracle.py CAPTURE ...
"""

import pathlib
import re
import sys
import unicodedata
from dataclasses import dataclass, field

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import oracle                                                   # noqa: E402

BLOCK = re.compile(r"(Request|Response) \((0x[0-9a-f]{2})\)$")
NEGOTIATE, SETUP, TREES, TRANSACTION = 0x72, 0x73, (0x70, 0x75), 0x25
# Tree connect and disconnect, echo, logoff: no work, only what work needs.
NO_WORK = (0x2B, 0x70, 0x71, 0x72, 0x73, 0x74, 0x75)
KEPT = 128
GUEST = "smb.setup.action.guest"
SETUP_WORDS = {False: (10, 12, 13), True: (3, 4)}       # by response
MORE_PROCESSING_REQUIRED, PEEK_NAMED_PIPE = 0xC0000016, 0x23
# Which native OS and LAN manager a scanner gives itself away by; "": any.
NAMED_SCANNERS = (("Unix/Nessus", ""), ("", "Nessus"), ("Nmap", ""))
# Of NTLMSSP versions that occur in captures here, what they stand for.
VERSIONS = {(5, 1, 2600): "Windows XP",
            (5, 2, 3790): "Windows Server 2003 or XP x64",
            (6, 0, 6001): "Windows Vista or Server 2008",
            (6, 1, 7601): "Windows 7 or Server 2008 R2",
            (6, 3, 9600): "Windows 8.1 or Server 2012 R2",
            (10, 0, 10586): "Windows 10 1511",
            (10, 0, 14393): "Windows 10 1607 or Server 2016",
            (10, 0, 17763): "Windows 10 1809 or Server 2019",
            (10, 0, 19041): "Windows 10 2004 to 22H2"}

# Where a detail comes from, the first known goes before the next:
# (what it is, which part of the connection tells it, the built-in field).
SOURCES = (
    ("client.name", "session request", "nbss.calling_name"),
    ("client.name", "setup request", "ntlmssp.auth.hostname"),
    ("client.name", "setup request", "ntlmssp.negotiate.callingworkstation"),
    ("client.os", "setup request", "smb.native_os"),
    ("client.os", "setup request", "version"),
    ("client.lanman", "setup request", "smb.native_lanman"),
    ("server.name", "answer", "smb.server"),
    ("server.name", "setup response",
     "ntlmssp.challenge.target_info.nb_computer_name"),
    ("server.name", "setup response",
     "ntlmssp.challenge.target_info.dns_computer_name"),
    ("server.name", "session request", "nbss.called_name"),
    ("server.domain", "answer", "smb.primary_domain"),
    ("server.domain", "setup response",
     "ntlmssp.challenge.target_info.nb_domain_name"),
    ("server.domain", "setup response", "smb.primary_domain"),
    ("server.os", "setup response", "smb.native_os"),
    ("server.os", "setup response", "version"),
    ("server.lanman", "setup response", "smb.native_lanman"),
)
# Likewise of a logon, from its own session setup alone.
LOGON_SOURCES = {"domain": ("ntlmssp.auth.domain", "smb.primary_domain"),
                 "user": ("ntlmssp.auth.username", "smb.account")}
NETBIOS = ("client.name", "session request"), ("server.name", "session request")

# What the built-in dissector shows in place of a NTLMSSP string of no bytes.
NO_STRING = "NULL"
# In place of a response of no bytes it shows the 8 bytes that point at it.
FIELD_HEADER = 8

# -- whose offer it is --------------------------------------------------------

XP = ["PC NETWORK PROGRAM 1.0", "LANMAN1.0", "Windows for Workgroups 3.1a",
      "LM1.2X002", "LANMAN2.1", "NT LM 0.12"]
NT4 = ["PC NETWORK PROGRAM 1.0", "XENIX CORE", "MICROSOFT NETWORKS 1.03",
       *XP[1:]]
WFW = ["PC NETWORK PROGRAM 1.0", "MICROSOFT NETWORKS 3.0", "DOS LM1.2X002",
       "DOS LANMAN2.1", "Windows for Workgroups 3.1a"]
OS2 = ["PC NETWORK PROGRAM 1.0", "XENIX CORE", "LANMAN1.0", "LM1.2X002",
       "LANMAN2.1"]
SAMBA = ["PC NETWORK PROGRAM 1.0", "MICROSOFT NETWORKS 1.03",
         "MICROSOFT NETWORKS 3.0", "LANMAN1.0", "LM1.2X002", "DOS LANMAN2.1",
         "LANMAN2.1", "Samba", "NT LANMAN 1.0", "NT LM 0.12", "SMB 2.002",
         "SMB 2.???"]
PROBE = ["PC NETWORK PROGRAM 1.0", "MICROSOFT NETWORKS 1.03",
         "MICROSOFT NETWORKS 3.0", "LANMAN1.0", "LM1.2X002", "Samba",
         "NT LANMAN 1.0", "NT LM 0.12"]
NT = ["NT LM 0.12"]
ANY = None


def _in_order(dialects):
    rest = iter(SAMBA)
    return bool(dialects) and all(each in rest for each in dialects)


def _is(*lists):
    return lambda dialects: dialects in lists


GARBAGE = 2                 # a scanner whose system's name is none

# name, list, (PID, TID, UID, MID), Flags2, scanner
STACKS = (
    ("EternalBlue-style exploit", _is(XP), (0xFEFF, 0, ANY, 0x40), (0xC053,), 1),
    ("EternalBlue-style exploit", _is(XP), (0xFEFF, ANY, ANY, 0x40), (0xC853,),
     GARBAGE),
    ("Nessus", lambda each: "TENABLE_NETWORK_SECURITY" in each, ANY, ANY, 1),
    ("nmap", _is(["NT LM 0.12", ""]), (ANY, 0, ANY, 1), (0x6045, 0x6845), 1),
    ("nmap", _is(PROBE), ANY, ANY, 1),
    ("Metasploit", _is(["LANMAN1.0", "LM1.2X002", "NT LANMAN 1.0",
                        "NT LM 0.12"]), ANY, ANY, 1),
    ("Metasploit", lambda each: True, (0, 0, 0, 0), (0x6801,), 1),
    ("Windows 10 1709 or later", _is(oracle.DECOY), (0xFEFF, 0xFFFF, 0, 0),
     (0xC853,), 0),
    ("Windows 7 to Windows 10 1607", _is(XP + SAMBA[-2:]),
     (0xFEFF, 0xFFFF, 0, 0), (0xC853,), 0),
    ("Windows Vista or Server 2008", _is(XP + SAMBA[-2:-1]),
     (0xFEFF, 0xFFFF, 0, 0), (0xC853,), 0),
    ("Windows 2000, XP or Server 2003", _is(XP), (0xFEFF, 0, 0, 0), (0xC853,),
     0),
    ("Windows Computer Browser", _is(XP), (0xFEFF, 0, 0, 0), (0xC843,), 0),
    ("Windows NT 4.0", _is(NT4), (0xCAFE, ANY, ANY, ANY), (0x0003,), 0),
    ("macOS", _is(oracle.DECOY, NT), (1, 0xFFFF, 0xFFFF, 0), (0xC801,), 0),
    ("impacket", _is(oracle.DECOY, NT, NT + ["SMB 2.002"]), (0, 0xFFFF, 0, 0),
     (0xC801, 0x4801), 0),
    ("Samba", _in_order, (0xFFFE, 0, 0, 0), (0xC843,), 0),
    ("Linux cifs", _is(["NT LM 0.12", "POSIX 2"], ["LM1.2X002", "LANMAN2.1",
                                                   "NT LM 0.12", "POSIX 2"]),
     ANY, ANY, 0),
    ("Windows for Workgroups", _is(WFW), ANY, ANY, 0),
    ("Windows 95 or 98", _is(WFW + NT), ANY, ANY, 0),
    ("OS/2", _is(OS2), ANY, ANY, 0),
    ("jcifs", _is(["NT LM 0.12", "SMB 2.???", "SMB 2.002"],
                  ["SMB 2.???", "SMB 2.002"]), ANY, ANY, 0),
    ("smbj", _is(["SMB 2.002", "SMB 2.???"]), ANY, ANY, 0),
)


def stack_of(dialects, ids, flags2):
    """(name, scanner) of the first row that fits, or ("", 0)."""
    for name, fits, wanted, flags, scanner in STACKS:
        if (fits(dialects) and (flags is ANY or flags2 in flags)
                and (wanted is ANY or all(each in (ANY, value) for each, value
                                          in zip(wanted, ids)))):
            return name, scanner
    return "", 0


# -- a connection ---------------------------------------------------------------


@dataclass
class Logon:
    """A session setup that names somebody, or proves something."""

    mid: int
    user: str
    domain: str
    auth: str
    outcome: str = "waits"      # then "accepted", "refused" or "goes on"


@dataclass
class Seen:
    """What the built-in dissectors showed of one connection."""

    texts: dict = field(default_factory=dict)   # (part, field) to its first text
    asked: dict = field(default_factory=dict)   # MID to the path of its request
    shares: list = field(default_factory=list)
    logons: list = field(default_factory=list)
    signing: str = ""
    stack: str = ""
    client: tuple = ()                          # known from the offer on
    scanner: int = 0
    probed: bool = False
    lanman: int = 0
    work: int = 0
    first_frame: int = 0

    def say(self, part, name, text):
        """The first text of a source counts."""
        if text:
            self.texts.setdefault((part, name), text)

    def accepted(self):
        """The logons that succeeded."""
        return [each for each in self.logons if each.outcome == "accepted"]

    def logon(self):
        """The one that is told of: somebody rather than nobody, who was let in
        rather than who waits."""
        waiting = [each for each in self.logons if each.outcome == "waits"]
        proven = [each for each in self.accepted() if each.auth != "anonymous"]
        for kind in ([each for each in self.accepted() if each.user],
                     [each for each in waiting if each.user],
                     proven, self.accepted(), waiting):
            if kind:
                return kind[0]
        return Logon(0, "", "", "")

    def is_browser(self):
        """Transactions on \\PIPE\\LANMAN, no other work, no share but IPC$."""
        return bool(self.lanman and not self.work and all(
            path.upper().endswith("\\IPC$") for path in self.shares))

    def is_scanner(self):
        """By its offer, by what it calls itself, or by what it does."""
        return bool(self.scanner or self.probed or self._names_a_scanner())

    def _names_a_scanner(self):
        named = tuple(self._first(name) for name in ("client.os",
                                                     "client.lanman"))
        return any(all(wanted in ("", each) for wanted, each in zip(row, named))
                   for row in NAMED_SCANNERS)

    def _first(self, name):
        found = [self.texts[part, source] for each, part, source in SOURCES
                 if each == name and (part, source) in self.texts]
        return found[0] if found else ""

    def _details(self, is_smb2):
        for name in dict.fromkeys(name for name, _, _ in SOURCES):
            if self.scanner == GARBAGE and name in ("client.os",
                                                    "client.lanman"):
                continue
            text = self._first(name)
            netbios = [self.texts.get((part, source))
                       for each, part, source in SOURCES
                       if (each, part) in NETBIOS and each == name]
            if text and (not is_smb2 or text in netbios):
                yield name, [text]

    def _session(self):
        logon = self.logon()
        users = [logon.user] + [each.user for each in self.accepted()]
        refused = [each.user for each in self.logons
                   if each.outcome == "refused"]
        domain = logon.domain or self.texts.get(("no logon", "domain"), "")
        yield "client.domain", [domain]
        for name, values, what in (
                ("client.user", users, "users"),
                ("client.user_refused", refused, "refused users"),
                ("share", self.shares, "shares")):
            different = list(dict.fromkeys(filter(None, values)))
            yield name, different[:KEPT]
            if len(different) > KEPT:
                yield "left_out", [what]
        yield "auth", [logon.auth]
        yield "signing", [self.signing]

    def identity(self, verdict=""):
        """Field to its values, as the plugin should show them: of an SMB2
        connection the names that NetBIOS tells, and what its client is."""
        is_smb2 = verdict == "SMB2 selected"
        found = {}
        for name, values in [*self._details(is_smb2),
                             *([] if is_smb2 else self._session())]:
            if any(values):
                found[name] = found.get(name, []) + values
        if self.is_scanner():
            found["scanner"] = ["yes"]
        if self.is_browser():
            found["browser"] = ["yes"]
        return found


# What is shown byte by byte: controls, format characters, what is no text.
HARMFUL = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
LONGEST, CUT = 256, "..."


def _piece(character):
    if unicodedata.category(character) not in HARMFUL:
        return character
    return "".join("\\x%02x" % byte for byte in
                   character.encode("utf-8", "surrogateescape"))


def _text(text):
    """oracle.py reads one character per byte, so that lengths are right. Here it
    becomes what a reader sees: harmless, and at most 256 bytes."""
    whole = text.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
    shown = room = ""
    for piece in map(_piece, whole):
        shown += piece
        if len((shown + CUT).encode("utf-8")) <= LONGEST:
            room = shown
        if len(shown.encode("utf-8")) > LONGEST:
            return room + CUT
    return shown


def _netbios(name):
    """Without the suffix, which the built-in dissector writes behind it, and a scope; and
    without what fills the name up."""
    name = re.sub(r"<[0-9a-fA-F]{2}>( \(.*\)|\..*)?$", "", name)
    return _text(re.sub(r"(<00>)+$", "", name).rstrip(" "))


def _version(get):
    parts = tuple(get.number("ntlmssp.version." + part)
                  for part in ("major", "minor", "build_number"))
    name = VERSIONS.get(parts)
    return "%s (%d.%d.%d)" % (name, *parts) if name else ""


def _length(get, name):
    """Bytes of a field that is shown as 01:02:03."""
    values = [value for value in get.all(name) if value]
    return len(values[0].split(":")) if values else 0


def _auth(get):
    """The table's kinds; "" where a request tells none."""
    words = get.number("smb.wct")
    if words in (10, 13):
        account = "".join(get.all("smb.account"))
        lm = get.number("smb.ansi_pwlen" if words == 13 else "smb.pwlen", 0)
        nt = get.number("smb.unicode_pwlen", 0)
    elif words == 12:
        kind = get.number("ntlmssp.messagetype", 0)
        if kind != 3:
            begun = not kind and get.all("gss-api.OID")     # RFC 4178 4.2
            return "Kerberos or other" if begun else ""
        account = "".join(get.all("ntlmssp.auth.username")).replace(
            NO_STRING, "")
        lm = _length(get, "ntlmssp.auth.lmresponse")
        nt = _length(get, "ntlmssp.auth.ntresponse")
        nt = 0 if nt == FIELD_HEADER else nt
    else:
        return ""
    if not account and nt == 0 and lm <= 1:
        return "anonymous"
    if nt >= 24:
        return "NTLMv1" if nt == 24 else "NTLMv2"
    return "LM" if lm == 24 and nt == 0 else ""


def _own_text(get, names):
    """The first text of these fields; none of no bytes."""
    found = [_text(text) for name in names for text in get.all(name)[:1]
             if not (name.startswith("ntlmssp.") and text == NO_STRING)]
    return next(filter(None, found), "")


def _setup(seen, get, head, response, success):
    part = "setup response" if response else "setup request"
    if get.number("smb.wct") in SETUP_WORDS[response]:
        for _, wanted, name in SOURCES:
            if wanted == part:
                seen.say(part, name, _own_text(get, [name]))
        seen.say(part, "version", _version(get))
    elif not response:
        return              # the built-in dissector shows what is not there
    if response:
        _logon_answer(seen, get, head, success)
    else:
        _logon_request(seen, get, head.number("smb.mid"))


def _logon_request(seen, get, mid):
    said = {name: _own_text(get, sources)
            for name, sources in LOGON_SOURCES.items()}
    auth = _auth(get)
    if said["user"] or auth:
        seen.logons = [each for each in seen.logons
                       if each.mid != mid or each.outcome != "waits"]
        seen.logons.append(Logon(mid, said["user"], said["domain"], auth))
    else:
        seen.say("no logon", "domain", said["domain"])


def _logon_answer(seen, get, head, success):
    """In a chain the status may be that of a later command: an answer with words
    let the user in."""
    accepted = success or get.number("smb.wct") >= 3
    guest = get.number(GUEST, 0) == 1
    logon = next((each for each in seen.logons if each.outcome == "waits"
                  and each.mid == head.number("smb.mid")), None)
    if head.number("smb.nt_status") == MORE_PROCESSING_REQUIRED:
        if logon:
            logon.outcome = "goes on"
        return
    if logon is None and guest and success:
        logon = Logon(0, "", "", "")
        seen.logons.append(logon)
    if logon:
        logon.outcome = "accepted" if accepted else "refused"
        if accepted and guest:
            logon.auth = "guest"


def _answer(seen, get):
    for name in ("smb.server", "smb.primary_domain"):
        for text in get.all(name)[:1]:
            seen.say("answer", name, _text(text))
    whole = get.all("smb.sm.signatures")            # else cut before it
    if get.number("smb.wct") == 17 and whole and not seen.signing:
        enabled = get.number("smb.sm.signatures", 0)
        required = get.number("smb.sm.sig_required", 0)
        seen.signing = ("required" if required else
                        "enabled" if enabled else "not offered")


def _tree(seen, get, mid, response, success):
    if not response:
        for path in get.all("smb.path")[:1]:
            seen.asked[mid] = _text(path)
        return
    path = seen.asked.pop(mid, "")
    if path and success and path not in seen.shares:
        seen.shares.append(path)


def _message(seen, layer, ends, pipe):
    """One SMB1 message: its header, then each command of the chain; what it does
    with a pipe stands in a layer of its own."""
    head = oracle._Fields(dict(layer)["SMB Header"])
    whole = oracle._Fields(layer)
    responding = head.number("smb.flags.response", 0) == 1
    if seen.client and responding == (ends[0] == seen.client):
        return                                              # out of its role
    status = head.number("smb.nt_status")
    success = (status < 0x80000000 if status >= 0
               else head.number("smb.error_class", 0) == 0)
    if (head.number("smb.cmd") == NEGOTIATE and not seen.client
            and not responding):
        seen.client = ends[0]
        seen.stack, seen.scanner = stack_of(
            whole.all("smb.dialect"), [head.number("smb." + each) for each in
                                       ("pid", "tid", "uid", "mid")],
            head.number("smb.flags2"))
    for name, part in layer:
        block = BLOCK.search(name)
        if not block or not isinstance(part, list):
            continue
        response, command = block[1] == "Response", int(block[2], 16)
        get = oracle._Fields(part)
        if command == NEGOTIATE and response:
            _answer(seen, get)
        elif command == SETUP:
            _setup(seen, get, head, response, success)
        elif command in TREES:
            _tree(seen, get, head.number("smb.mid"), response, success)
        elif command not in NO_WORK and not response:
            if (command == TRANSACTION and
                    whole.all("smb.trans_name")[:1] == ["\\PIPE\\LANMAN"]):
                seen.lanman += 1
            else:
                seen.probed |= (pipe == PEEK_NAMED_PIPE and not seen.work
                                and bool(seen.accepted()))
                seen.work += 1


def identities(capture, options=()):
    """Connection to Seen, by tcp.stream."""
    connections = {}
    for layers, frame in oracle.packets(capture, options,
                                        "smb || nbss.type == 0x81"):
        names = [name for name, _ in layers]
        tcp = [oracle._Fields(layer) for name, layer in layers
               if name == "tcp"]
        if not tcp or "icmp" in names or "nbdgm" in names:
            continue
        seen = connections.setdefault(tcp[-1].number("tcp.stream"),
                                      Seen(first_frame=frame))
        for place, (name, layer) in enumerate(layers):
            behind = layers[place + 1:place + 2]
            pipe = (oracle._Fields(behind[0][1]).number("smb_pipe.function")
                    if behind and behind[0][0] == "smb_pipe" else -1)
            if name == "nbss":
                get = oracle._Fields(layer)
                for each in get.all("nbss.calling_name"):
                    seen.say("session request", "nbss.calling_name",
                             _netbios(each))
                for each in get.all("nbss.called_name"):
                    if not each.startswith("*"):
                        seen.say("session request", "nbss.called_name",
                                 _netbios(each))
            elif name == "smb" and "SMB Header" in dict(layer):
                _message(seen, layer, oracle._ends(layers), pipe)
    return connections


def judgements(capture, options=()):
    """What oracle.judgements() says, with who is set apart."""
    seen = identities(capture, options)
    for key, pdus, judgement in oracle.judgements(capture, options):
        each = seen.get(key, Seen())
        yield key, pdus, oracle.set_apart(judgement, each.is_scanner(),
                                          each.is_browser())


def main(captures):
    """Print one line per connection and detail."""
    for capture in captures:
        for key, seen in identities(pathlib.Path(capture).resolve()).items():
            print(pathlib.Path(capture).name, key, "offer.stack", seen.stack,
                  sep="\t")
            for name, values in seen.identity().items():
                print(pathlib.Path(capture).name, key, name, *values, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
