# SPDX-License-Identifier: GPL-2.0-or-later
"""What clients offer: every class, with nothing after it or little."""

from outcome import case, close, offer, refusal, shown, smb1_answer, smb2_answer
from smb import (CORE_ONLY, DECOY, IMPACKET, JCIFS, MACOS, NESSUS, NMAP, NT4,
                 RUBY_SMB, SAMBA, SAMBA_TWELVE, SMBJ, SMBJ_STACK, WFW,
                 WINDOWS_7, WINDOWS_FOR_WORKGROUPS, WINDOWS_NT4, WINDOWS_XP,
                 XP, negotiate, nt_answer, smb2_negotiate)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import Connection

TO_THE_DIALECTS = 54 + 4 + 35      # Ethernet, IPv4, TCP; NBSS; SMB up to the list


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      fields=[("two", 4, "offer.dialect", [
                  "PC NETWORK PROGRAM 1.0", "LANMAN1.0",
                  "Windows for Workgroups 3.1a", "LM1.2X002", "LANMAN2.1",
                  "NT LM 0.12"]),
              ("two", 4, "offer.count", 6),
              ("two", 4, "summary", "Negotiate, Requested Dialects: [PC NETWORK "
               "PROGRAM 1.0, LANMAN1.0, Windows for Workgroups 3.1a, LM1.2X002, "
               "LANMAN2.1, NT LM 0.12]")])
def offer_smb1_only(capture):
    """Windows XP's six SMB1 dialects, not answered: class 1, the client needs
    SMB1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.ack()


@case(offer(4, "SMB1 and SMB2"), fields=[("one", 4, "offer.count", 8)])
def offer_smb1_and_smb2(capture):
    """Windows 7's eight dialects, not answered: class 2, nobody is blamed."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      fields=[("one", 4, "offer.dialect",
               ["NT LM 0.12", "SMB 2.002", "SMB 2.???"]),
              ("one", 4, "summary", "Negotiate, Requested Dialects: "
               "[NT LM 0.12, SMB 2.002, SMB 2.???]")])
def offer_decoy(capture):
    """Windows 10's three dialects, not answered: class 3."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY))


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"))
def offer_decoy_by_macos(capture):
    """The same three dialects under macOS's header: the class is the list's,
    the header changes nothing."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY, MACOS))


@case(offer(4, "SMB1 and SMB2"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7, selected="SMB 2.1"))
def offer_decoy_in_other_order(capture):
    """jcifs lists the decoy's three dialects in another order: class 2; the
    second round ends in SMB 2.1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(JCIFS, IMPACKET))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate([0x0202, 0x0210], message=1))
    connection.server.send(smb2_negotiate_answer(0x0210, message=1))


@case(offer(4, "SMB1 and SMB2"), fields=[("two", 4, "offer.count", 4)])
def offer_decoy_and_marker(capture):
    """nmap adds an empty string to the decoy's three dialects: no longer
    exactly that list, so class 2."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY + (b"",), NMAP))


@case(offer(4, "SMB2 only"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7, selected="SMB 3.0.2"),
      fields=[("one", 5, "summary", "Negotiate, Selected Dialect: SMB 2.???, "
               "Requested Dialects: [SMB 2.002, SMB 2.???]"),
              ("two", 4, "summary", "Negotiate, Selected Dialect: SMB 3.0.2, "
               "Requested Dialects: [SMB 2.002, SMB 2.???]")])
def offer_smb2_strings_alone(capture):
    """smbj lists SMB2 strings alone in an SMB1 frame: class 4, an SMB1 frame is
    no SMB1 offer."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(SMBJ, SMBJ_STACK))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate([0x0202, 0x0210, 0x0300, 0x0302],
                                          message=1))
    connection.server.send(smb2_negotiate_answer(0x0302, message=1))


@case(offer(4, "SMB2 only"), fields=[("one", 4, "offer.count", 1)])
def offer_smb2_beta_string(capture):
    """The Windows Vista beta's `SMB 2.001` alone: an SMB2 dialect, class 4."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"SMB 2.001",)))


@case(offer(4, "SMB2 only"),
      fields=[("one", 4, "offer.dialect", ["SMB 2.0.2", "SMB 2.1", "SMB 3.0",
                                           "SMB 3.0.2", "SMB 3.1.1"]),
              ("one", 4, "offer.count", 5),
              ("one", 4, "summary", "Negotiate, Requested Dialects: [SMB 2.0.2, "
               "SMB 2.1, SMB 3.0, SMB 3.0.2, SMB 3.1.1]")])
def offer_smb2_revisions(capture):
    """An SMB2 NEGOTIATE without an SMB1 frame, not answered: class 4, the
    revisions by name."""
    connection = Connection(capture).open()
    connection.client.send(
        smb2_negotiate([0x0202, 0x0210, 0x0300, 0x0302, 0x0311]))


@case(offer(4, "SMB2 only"),
      fields=[("one", 4, "offer.dialect", ["SMB 3.0.2", "0x0777"]),
              ("one", 4, "offer.count", 2)])
def offer_smb2_unknown_revision(capture):
    """A revision that no specification has: by its number."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0302, 0x0777]))


@case(offer(4, "SMB1 and SMB2"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.???"),
      shown(6),
      shown(7, selected="SMB 3.1.1"))
def offer_samba_twelve(capture):
    """smbclient from CORE to SMB3 lists twelve dialects; SMB 3.1.1 in the
    end."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(SAMBA_TWELVE, SAMBA))
    connection.server.send(smb2_negotiate_answer(0x02FF))
    connection.client.send(smb2_negotiate([0x0210, 0x0311], message=1))
    connection.server.send(smb2_negotiate_answer(0x0311, message=1))


EVERY_SMB1_DIALECT = (
    b"PC NETWORK PROGRAM 1.0", b"PCLAN1.0", b"XENIX CORE",
    b"MICROSOFT NETWORKS 1.03", b"MICROSOFT NETWORKS 3.0", b"LANMAN1.0",
    b"LANMAN1.2", b"LM1.2X002", b"DOS LM1.2X002", b"LANMAN2.0", b"LANMAN2.1",
    b"DOS LANMAN2.1", b"Windows for Workgroups 3.1a", b"Samba",
    b"NT LANMAN 1.0", b"NT LM 0.12", b"POSIX 2", b"CIFS")


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      fields=[("one", 4, "offer.count", 18)])
def offer_every_smb1_dialect(capture):
    """All SMB1 dialect strings on record in one list: none is unknown."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(EVERY_SMB1_DIALECT, SAMBA))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"))
def offer_windows_for_workgroups(capture):
    """Windows for Workgroups' five dialects: LANMAN is SMB1 too."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WFW, WINDOWS_FOR_WORKGROUPS))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=7,
                  selected="NT LM 0.12"))
def offer_windows_nt4(capture):
    """Windows NT 4.0's eight dialects, answered with index 7."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(NT4, WINDOWS_NT4))
    connection.server.send(nt_answer(7, WINDOWS_NT4))


@case(offer(4, "Unrecognized", "unknown_dialect"),
      fields=[("two", 4, "offer.dialect", ["FANCY FS 1.0", "FANCY FS 2.0"])])
def offer_unrecognized(capture):
    """Dialects that nobody knows, not answered: class 5."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"FANCY FS 1.0", b"FANCY FS 2.0")))


@case(offer(4, "Unrecognized", "unknown_dialect"))
def offer_lookalikes(capture):
    """Strings that resemble dialects (case, blanks, a prefix, a suffix) are
    none."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((
        b"nt lm 0.12", b"NT LM 0.12 ", b"NT LM 0.1", b"NT LM 0.123",
        b"SMB 2.00", b"SMB 2.", b" SMB 2.002", b"smb 2.???")))


@case(offer(4, "SMB1 only", "smb1_only", "unknown_dialect", needs="client"))
def offer_smb1_and_unknown(capture):
    """An SMB1 dialect and one nobody knows, which only begins as SMB2 does:
    SMB1 only."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"NT LM 0.12", b"SMB 2.003")))


@case(offer(4, "Unrecognized"), fields=[("one", 4, "offer.count", 0)])
def offer_empty_list(capture):
    """A negotiate whose list is empty: class 5 with count 0."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(()))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      identity={4: {"scanner": "yes"}},
      fields=[("one", 4, "offer.count", 2)])
def offer_nmap_marker(capture):
    """nmap's `NT LM 0.12` and an empty string: the marker is no dialect, the
    offer is SMB1 only, and a scanner needs no SMB1."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"NT LM 0.12", b""), NMAP))


@case(offer(4, "SMB1 and SMB2"))
def offer_nessus_marker(capture):
    """Nessus marks its list with TENABLE_NETWORK_SECURITY: known, and no
    dialect."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(
        (b"TENABLE_NETWORK_SECURITY", b"LANMAN1.0", b"NT LM 0.12",
         b"SMB 2.002"), NESSUS))


@case(offer(4, "Unrecognized"))
def offer_markers_alone(capture):
    """Both scanners' markers and no dialect: class 5, yet nothing unknown."""
    connection = Connection(capture).open()
    connection.client.send(
        negotiate((b"TENABLE_NETWORK_SECURITY", b""), NESSUS))


@case(offer(4, "Incomplete", "incomplete_offer"),
      fields=[("two", 4, "offer.count", 5)])
def offer_cut_before_smb2(capture):
    """Windows 7's list cut by a snapshot length of 190 before its SMB2 strings:
    no SMB1-only claim."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7), captured=190)


@case(offer(4, "Incomplete", "incomplete_offer"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=5, needs="unknown"),
      close(6, "SMB1 abandoned"))
def offer_cut_then_smb1(capture):
    """The same cut list, answered with an index that the cut hides, then reset
    by the client: who needs SMB1 cannot be told."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7), captured=190)
    connection.server.send(nt_answer(5))
    connection.client.reset()


@case(offer(4, "Incomplete", "incomplete_offer"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=1,
                  selected="LANMAN1.0", needs="unknown"))
def offer_cut_index_inside(capture):
    """A cut list, answered with an index that the capture still holds."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP), captured=170)
    connection.server.send(nt_answer(1, WINDOWS_XP))


@case(offer(4, "Incomplete", "incomplete_offer"),
      smb2_answer(5, "SMB2 selected", selected="SMB 2.0.2"))
def offer_cut_then_smb2(capture):
    """A cut list answered with SMB 2.0.2: selected, and no contradiction."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(WINDOWS_7), captured=190)
    connection.server.send(smb2_negotiate_answer(0x0202))


TO_THE_REVISIONS = 14 + 20 + 20 + 4 + 64 + 36


@case(offer(4, "SMB2 only"),
      smb2_answer(5, "SMB2 selected", selected="SMB 3.0.2"),
      fields=[("one", 4, "offer.count", 2),
              ("one", 5, "summary", "Negotiate, Selected Dialect: SMB 3.0.2, "
                                    "Requested Dialects: [SMB 2.0.2, SMB 2.1, ...]")])
def offer_cut_of_smb2(capture):
    """The list of an SMB2 NEGOTIATE, cut behind its second dialect: it goes on."""
    connection = Connection(capture).open()
    connection.client.send(smb2_negotiate([0x0202, 0x0210, 0x0300, 0x0302], message=1),
                           captured=TO_THE_REVISIONS + 4)
    connection.server.send(smb2_negotiate_answer(0x0302, message=1))


@case(offer(4, "Incomplete", "incomplete_offer"),
      fields=[("one", 4, "offer.count", 2)])
def offer_cut_after_smb2(capture):
    """The decoy's list cut inside its third string: incomplete, whatever was
    seen."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY), captured=TO_THE_DIALECTS + 28)


@case(offer(4, "Incomplete", "incomplete_offer"),
      fields=[("one", 4, "offer.count", 1)])
def offer_cut_between_strings(capture):
    """The decoy's list cut exactly behind `NT LM 0.12`: what is left looks like
    a whole SMB1-only list."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(DECOY), captured=TO_THE_DIALECTS + 12)


@case(offer(4, "Incomplete", "incomplete_offer"))
def offer_cut_before_count(capture):
    """A negotiate cut before its byte count: no dialect seen, class 6."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP),
                           captured=TO_THE_DIALECTS - 2)


@case()
def offer_cut_in_header(capture):
    """An SMB1 frame cut before its command: there is nothing to say."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP), captured=54 + 4 + 4)


@case(offer(4, "Incomplete", "incomplete_offer"))
def offer_byte_count_too_large(capture):
    """A byte count beyond the end of the message: malformed, so incomplete."""
    connection = Connection(capture).open()
    connection.client.send(negotiate((b"NT LM 0.12",), byte_count=60))


TWENTY_THREE = tuple(b"UNKNOWN %02d" % number for number in range(22)) + (
    b"NT LM 0.12",)


@case(offer(4, "SMB1 only", "smb1_only", "unknown_dialect", needs="client"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=22,
                  selected="NT LM 0.12"),
      fields=[("two", 4, "offer.count", 23)])
def offer_of_23(capture):
    """23 dialects, the last one selected: the built-in dissector forgets all
    after the twentieth."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(TWENTY_THREE, SAMBA))
    connection.server.send(nt_answer(22, SAMBA))


@case(offer(4, "SMB1 only", "smb1_only", needs="client",
            stack="Windows 2000, XP or Server 2003"),
      fields=[("one", 4, "offer.count", 6)])
def offer_without_last_nul(capture):
    """A byte count that ends before the NUL of the last of six dialects, which follows:
    the list is whole."""
    whole = negotiate(XP, WINDOWS_XP)
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP, len(whole) - 35 - 1))


@case(offer(4, "Incomplete", "incomplete_offer"))
def offer_ends_before_last_nul(capture):
    """The same byte count, and the message ends there, too: what the last dialect is
    cannot be told."""
    whole = negotiate(XP, WINDOWS_XP)
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP, len(whole) - 35 - 1)[:-1])


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      refusal(5, "SMB1 refused by answer", "smb1_refused"),
      identity={4: {"scanner": "yes"}})
def offer_of_core_alone(capture):
    """The core protocol alone, refused with WCT 0 and an error. All ids are zero, as
    Metasploit sends them."""
    from smb import INVALID_PARAMETER, bare_answer
    connection = Connection(capture).open()
    connection.client.send(negotiate(CORE_ONLY, RUBY_SMB))
    connection.server.send(bare_answer(INVALID_PARAMETER, RUBY_SMB))
