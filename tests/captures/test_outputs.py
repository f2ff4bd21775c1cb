# SPDX-License-Identifier: GPL-2.0-or-later
"""All of tshark's output formats say the same, and none lets a hostile byte by."""

import collections
import functools
import json
import pathlib
import tempfile
import unicodedata
import xml.etree.ElementTree

import pytest

import tshark
from expected import FIELDS, FOLDER, batches, write_joined
from test_records import joined

OURS = [name for name in FIELDS
        if name.startswith("smb1audit.") and ".expert." not in name]
HOSTILE = ("hostile-strings-and-smb1", "identity-hostile-datagram",
           "identity-hostile-formula", "identity-hostile-invisible", "identity-hostile-netbios",
           "identity-hostile-oem", "identity-hostile-unicode")
ALONE = ("-J", "smb1audit")         # json, pdml and ek: our protocol, no other
FORMATS = {
    "list": (),
    "tree": ("-O", "smb1audit"),
    "fields": ("-T", "fields", *[word for name in ["smb1audit", *OURS]
                                 for word in ("-e", name)]),
    "column": ("-T", "fields", "-e", "_ws.col.Info"),
    "json": ("-T", "json", *ALONE),
    "ek": ("-T", "ek", *ALONE),
    "pdml": ("-T", "pdml", *ALONE),
    "psml": ("-T", "psml"),
    "experts": ("-q", "-z", "expert"),
}


@functools.lru_cache(maxsize=None)
def _three_formats():
    """All captures without options of their own as fields, json and pdml."""
    group = max((group for _, group in batches(False)), key=len)
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder).chmod(0o755)
        path = pathlib.Path(folder) / "joined.pcap"
        write_joined(group, path)
        return tshark.parallel(lambda read: read(path),
                               (_from_fields, _from_json, _from_pdml))


def _from_fields(path):
    rows = tshark.fields(path, ["frame.number", "smb1audit", *OURS],
                         two_pass=True)
    return [{name: row[name] for name in OURS if row[name]}
            for row in rows if row["smb1audit"]]


def _from_json(path):
    text = tshark.read(path, "-T", "json", *ALONE, two_pass=True,
                       display_filter="smb1audit")
    packets = json.loads(text.decode("utf-8"), object_pairs_hook=list)
    return [_grouped(_json_pairs(packet)) for packet in packets]


def _json_pairs(tree):
    for name, value in tree:
        if isinstance(value, list):
            yield from _json_pairs(value)
        else:
            yield name, value or ""


def _from_pdml(path):
    text = tshark.read(path, "-T", "pdml", *ALONE, two_pass=True,
                       display_filter="smb1audit")
    document = xml.etree.ElementTree.fromstring(text)
    return [_grouped((field.get("name"), field.get("show"))
                     for field in packet.iter("field"))
            for packet in document.iter("packet")]


def _grouped(pairs):
    """Values by field, but for an empty string, which -T fields cannot show."""
    result = {}
    for name, value in pairs:
        if name in OURS and value:
            result.setdefault(name, []).append(
                tshark.as_a_number(name, value))
    return result


@pytest.mark.parametrize("other", ("json", "pdml"))
def test_formats_agree(other):
    """-T fields, json and pdml carry the same values on the same frames."""
    from_fields, from_json, from_pdml = _three_formats()
    assert len(from_fields) > 300
    for row in from_fields:
        for values in row.values():
            values[:] = [value for value in values if value]
    assert {"json": from_json, "pdml": from_pdml}[other] == from_fields


@functools.lru_cache(maxsize=None)
def _hostile_outputs():
    tasks = [(kind, two_pass, name) for name in HOSTILE
             for kind, two_pass in [*((kind, True) for kind in FORMATS),
                                    ("list", False)]]
    done = tshark.parallel(
        lambda task: tshark.read(FOLDER / (task[2] + ".pcap"),
                                 *FORMATS[task[0]], two_pass=task[1]), tasks)
    return dict(zip(tasks, done))


@pytest.mark.parametrize("kind", FORMATS)
def test_hostile_bytes_are_escaped(kind):
    """Valid UTF-8, and no control character but tab and line feed."""
    for task, output in _hostile_outputs().items():
        if task[0] == kind:
            _assert_harmless(output.decode("utf-8"), task)


def _assert_harmless(text, where):
    found = sorted({character for character in text
                    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")
                    and character not in "\t\n"})
    assert not found, where


def test_hostile_bytes_are_escaped_in_values():
    """JSON's own escapes hide nothing: the values themselves are harmless."""
    texts = [output.decode("utf-8")
             for task, output in _hostile_outputs().items()
             if task[0] == "json"]
    values = [pair for text in texts
              for packet in json.loads(text, object_pairs_hook=list)
              for pair in _json_pairs(packet)]
    for name, value in values:
        _assert_harmless(value, name)
        assert "\t" not in value and "\n" not in value, name
    assert {"smb1audit.offer.dialect", "smb1audit.client.user",
            "smb1audit.share", "smb1audit.client.name"} <= set(dict(values))


def test_tree():
    """The top line as the interface words it, and every item generated."""
    text = tshark.read(FOLDER / "red-herring.pcap", "-O", "smb1audit",
                       display_filter="frame.number == 5").decode()
    lines = text[text.index("[SMB1 Audit"):].strip("\n").split("\n")
    assert lines[0] == ("[SMB1 Audit: SMB1 selected (NT LM 0.12), server needs "
                        "SMB1]")
    assert len(lines) > 5
    for line in lines:
        assert line.strip()[0] + line.strip()[-1] == "[]", line


def test_tree_of_a_datagram():
    """Its own top line, and neither a verdict nor a summary."""
    text = tshark.read(FOLDER / "udp-138-mailslot.pcap", "-O",
                       "smb1audit").decode()
    lines = text[text.index("[SMB1 Audit"):].strip("\n").split("\n")
    assert lines[0] == ("[SMB1 Audit: mailslot datagram, not an SMB1 session]")
    assert len(lines) == 4, lines


def test_items_have_no_bytes():
    """What is judged stands nowhere in the frame: nothing there is marked for it."""
    pdml = tshark.read(joined("outputs-")[1], *FORMATS["pdml"], two_pass=True)
    places = collections.Counter(
        (item.get("pos"), item.get("size")) for item in xml.etree.ElementTree.fromstring(pdml).iter()
        if item.get("name", "").startswith("smb1audit"))
    assert places.keys() == {("0", "0")} and places["0", "0"] > 5000, places


# The decoy under four headers: frame of stack-clients or stack-unknown.
DECOYS = (("stack-clients", 1), ("stack-clients", 8), ("stack-clients", 10),
          ("stack-unknown", 1))


def test_the_decoy_remark_follows_the_stack():
    """Windows, macOS, a tool, and nobody in particular: four remarks."""
    def remark(place):
        row, = tshark.fields(FOLDER / (place[0] + ".pcap"),
                             ["_ws.expert.message"], display_filter=(
                                 "frame.number == %d && "
                                 "smb1audit.expert.decoy" % place[1]))
        return tuple(row["_ws.expert.message"])

    assert len(set(tshark.parallel(remark, DECOYS))) == len(DECOYS)


# The Info column of a red herring's offer, answer and reset: what is claimed, what
# Wireshark has, and the summary of those two that negotiate.
LISTED = "Requested Dialects: [NT LM 0.12, SMB 2.002, SMB 2.???]"
CLAIMS = ("No answer seen", "Server needs SMB1: selected",
          "Server needs SMB1: red herring")
FINAL_CLAIMS = ("Server needs SMB1: red herring",) * 3
SUMMARIES = (f" | Negotiate, {LISTED}",
             f" | Negotiate, Selected Dialect: NT LM 0.12, {LISTED}", "")
FINAL_SUMMARIES = (SUMMARIES[1], SUMMARIES[1], "")
PLACES = {
    "before": lambda claim, info, summary: f"{claim} | {info}{summary}",
    "after": lambda claim, info, summary: f"{info} | {claim}{summary}",
    "off": lambda claim, info, summary: info,
}


# The column as a field is filled before post-dissectors from 4.4 on.
INFO_ALONE = ("-o", 'gui.column.format:"Info","%i"')


def _info(name, display_filter, two_pass=False, options=(),
          plugin_dir=tshark.PLUGINS):
    text = tshark.read(FOLDER / f"{name}.pcap", two_pass=two_pass,
                       options=(*INFO_ALONE, *options), plugin_dir=plugin_dir,
                       display_filter=display_filter).decode("utf-8")
    return tuple(line.rstrip(" ") for line in text.splitlines())


@pytest.mark.parametrize("two_pass", (False, True))
@pytest.mark.parametrize("place", (*PLACES, None))
def test_info_column(place, two_pass):
    """The verdict stands before what is there, which is the default, behind it, or
    not at all; offer and answer end with the summary."""
    options = ("-o", f"smb1audit.info:{place}") if place else ()
    claims = FINAL_CLAIMS if two_pass else CLAIMS
    summaries = FINAL_SUMMARIES if two_pass else SUMMARIES
    frames = "frame.number in {4..6}"
    stock = _info("red-herring", frames, plugin_dir=tshark.STOCK)
    assert _info("red-herring", frames, two_pass, options) == tuple(map(
        PLACES[place or "before"], claims, stock, summaries))


# A capture, and what stands at the beginning of its last frame's Info column.
OTHER_CLAIMS = {
    "identity-browser": "Needs SMB1: no (Computer Browser): SMB1 in use | ",
    "offer-of-core-alone": "Needs SMB1: no (scanner): SMB1 refused by answer | ",
    "midstream-success": "Who needs SMB1 is not known: in use | ",
    "smb2-refused-by-fin": "SMB2 refused | ",
}


@pytest.mark.parametrize("name", OTHER_CLAIMS)
def test_claim(name):
    """Who needs SMB1 stands first; where nobody does, the verdict alone."""
    *_, last = _info(name, "smb1audit", two_pass=True)
    assert last.startswith(OTHER_CLAIMS[name])


# -- Expert Information ------------------------------------------------------------

# One by one, since what a frame shows in one pass may be taken back later.
EXPERT_CAPTURES = ("identity-browser-and-pipe", "in-use-xp", "invalid-index",
                   "offer-cut-before-smb2", "offer-lookalikes", "red-herring",
                   "refused-by-reset", "scanner-nmap-as-system",
                   "smb2-after-decoy", "software")
EXPERT_MODES = {"one pass": (False, ()), "two passes": (True, ()),
                "one pass, filter": (False, ("-Y", "smb1audit")),
                "two passes, filter": (True, ("-Y", "smb1audit"))}


def _experts(name, two_pass, options):
    """Rows of -z expert that are ours, and how often each."""
    text = tshark.read(FOLDER / f"{name}.pcap", "-q", "-z", "expert",
                       two_pass=two_pass, options=options).decode("utf-8")
    found = [line.split(None, 3) for line in text.splitlines()
             if "  SMB1 Audit  " in line]
    return sorted((row[3], int(row[0])) for row in found)


@pytest.mark.parametrize("name", EXPERT_CAPTURES)
def test_expert_information(name):
    """As often in one pass and in two, with a filter and without, as their fields
    stand on frames; the same but where two passes know of a scanner before."""
    found = {mode: _experts(name, *how) for mode, how in EXPERT_MODES.items()}
    rows = tshark.fields(FOLDER / f"{name}.pcap",
                         [f for f in FIELDS if ".expert." in f], two_pass=True)
    on_frames = sum(len(values) for row in rows for values in row.values())
    for each in found.values():
        assert sum(number for _, number in each) == on_frames > 0
    assert found["one pass"] == found["one pass, filter"]
    assert found["two passes"] == found["two passes, filter"]
    if not name.startswith("scanner-"):
        assert found["one pass"] == found["two passes"]


@pytest.mark.parametrize("name, beginning", [
    ("red-herring", "Server 198.51.100.20 needs SMB1: "),
    ("refused-by-reset", "Client 192.0.2.10 offers SMB1 only ")])
def test_a_finding_begins_with_its_host(name, beginning):
    """Expert Information cuts the end of a sentence off."""
    rows = tshark.fields(FOLDER / f"{name}.pcap", ["_ws.expert.message"],
                         display_filter="smb1audit.needs_smb1")
    last = rows[-1]["_ws.expert.message"]
    assert any(message.startswith(beginning) for message in last), last
