# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures by other people, where they lie beside the checkout.

FINAL_VERDICTS was read off the built-in fields with stock tshark, by eye:
smb.cmd, smb.dialect.index, smb.nt_status, smb2.cmd, smb2.dialect and the TCP
flags of each tcp.stream, as in

    tshark -r F -Y 'smb.cmd == 0x72 || smb2.cmd == 0 || smb.flags.response == 1' \
        -T fields -e frame.number -e tcp.stream -e ip.src -e smb.cmd \
        -e smb.dialect.index -e smb.nt_status -e smb2.dialect -e tcp.flags.str
"""

import functools
import os
import warnings
from collections import Counter

import pytest

import identity_oracle
import tshark

FOLDER = tshark.REPOSITORY.parent / "shared" / "captures"
FOLDER = type(FOLDER)(os.environ.get("SMB1AUDIT_PUBLIC_CAPTURES", FOLDER))

FINAL_VERDICTS = {
    "cifs_negotiate_lanman.pcap": {"SMB1 selected": 1},
    "dssetup-midstream.cap": {"SMB1 in use": 1},
    "fragment-state-exhaustion.pcap": {"SMB1 traffic seen": 1},
    "mapi.pcap": {"SMB1 in use": 3},
    "netbios-split-session-msg.pcap": {"SMB1 traffic seen": 1},
    "netbios-ssn-full-scanner-winxp.pcap": {"SMB1 in use": 1},
    "raw_ntlm_in_smb.pcap": {"SMB1 in use": 1},
    "smb-smb1-ascii.pcap": {"SMB1 in use": 1},
    "smb-smbclient.pcap": {"SMB1 in use": 1},
    "smb1-OSS-fuzz-54883.pcap": {"SMB1 traffic seen": 1},
    "smb1_transaction_request.pcap": {"SMB1 in use": 1},
    "smb2-multiple-pdus.pcap": {},
    "smb2_krb.pcap": {"SMB2 selected": 1},
    "smb3_negotiate_context.pcap": {"SMB2 selected": 1},
    "smb_data_print-oobr.pcapng": {"SMB1 in use": 1},
    "smb_data_print-segv.pcap": {"SMB1 in use": 1},
    "smb_gssapi.pcap": {"SMB1 in use": 1},
    "smb_v2_only_non_zero_reserved1.pcap": {"SMB2 selected": 4},
    "wccp_redirect_gre.pcap": {"SMB1 traffic seen": 1},
    "windows10-lab.cap": {"SMB2 selected": 2},
    "wireshark-smb-on-windows10.pcap": {"SMB1 in use": 1, "SMB2 selected": 7},
}
FIELDS = ["frame.number", "smb1audit", "tcp.stream", "smb1audit.verdict",
          "smb1audit.datagram",
          "smb1audit.offer", "smb1audit.needs_smb1", "smb1audit.why",
          "smb1audit.offer.dialect"]
SMB2_NAMES = {0x0202: "SMB 2.0.2", 0x0210: "SMB 2.1", 0x0300: "SMB 3.0",
              0x0302: "SMB 3.0.2", 0x0311: "SMB 3.1.1"}


def _present():
    found = sorted(FOLDER.glob("*.*cap*")) if FOLDER.is_dir() else []
    if not found:
        warnings.warn(f"public captures are NOT tested: none in {FOLDER}",
                      stacklevel=1)
        return [pytest.param(None, marks=pytest.mark.skip(
            reason=f"no captures in {FOLDER}"))]
    return [pytest.param(path, id=path.name) for path in found]


PRESENT = _present()


def _shown(capture, two_pass):
    """The last row of each connection, and all offers."""
    last, offers = {}, []
    for row in tshark.fields(capture, FIELDS, two_pass=two_pass):
        if row["smb1audit"] and not row["smb1audit.datagram"]:
            stream = row["tcp.stream"] or [("frame", row["frame.number"][0])]
            last[stream[-1]] = row
            if row["smb1audit.offer"]:
                offers.append(row)
    return last, offers


def _judged(capture):
    return {str(key): each
            for key, _, each in identity_oracle.judgements(capture)}


@functools.lru_cache(maxsize=None)
def results():
    """For each capture: the oracle, the plugin in one pass and in two."""
    captures = [param.values[0] for param in PRESENT]
    tasks = [(task, capture) for capture in captures
             for task in (_judged, functools.partial(_shown, two_pass=False),
                          functools.partial(_shown, two_pass=True))]
    done = tshark.parallel(lambda task: task[0](task[1]), tasks)
    return dict(zip(captures, zip(done[0::3], done[1::3], done[2::3])))


def _label(field, row):
    values = row["smb1audit." + field]
    return tshark.labels("smb1audit." + field)[int(values[0])] if values else "-"


@pytest.mark.parametrize("capture", PRESENT)
def test_public_capture(capture):
    """Final verdicts by hand, and class, verdict, needs and why by the oracle."""
    judged, *both_passes = results()[capture]
    for last, offers in both_passes:
        if capture.name in FINAL_VERDICTS:
            assert (Counter(_label("verdict", row) for row in last.values())
                    == FINAL_VERDICTS[capture.name])
        assert ({key: (_label("verdict", row), _label("needs_smb1", row),
                       "".join(row["smb1audit.why"]) or "-")
                 for key, row in last.items()}
                == {key: (each.verdict, each.needs, each.why)
                    for key, each in judged.items()})
        assert ([(_label("offer", row), row["smb1audit.offer.dialect"])
                 for row in offers]
                == [(each.offered, _names(each.dialects))
                    for each in sorted(judged.values(),
                                       key=lambda each: each.offer_frame)
                    if each.offer_frame])


def _names(dialects):
    """SMB2 revisions by name, where the interface has one."""
    return [SMB2_NAMES[each] if isinstance(each, int) else each
            for each in dialects]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}")
def test_no_public_capture_is_missing():
    """A capture of the table that is gone would go unnoticed."""
    missing = set(FINAL_VERDICTS) - {path.name for path in FOLDER.iterdir()}
    assert not missing
