# SPDX-License-Identifier: GPL-2.0-or-later
"""Read NAME.expected, and read the same rows from tshark with the plugin."""

import functools
import pathlib
import shlex
import struct
import tempfile
from dataclasses import dataclass

import tshark

FOLDER = tshark.REPOSITORY / "test-captures"
HEADER = 24                 # bytes of a pcap file before its frames; its link type is in them
PASSES = ("one", "two")
EXPERTS = ("decoy", "incomplete_offer", "invalid_answer", "red_herring",
           "smb1_in_use", "smb1_only", "smb1_refused", "smb1_selected",
           "unknown_dialect")
LINKS = ("offer", "answer", "close")
OTHER_FIELDS = ("summary", "why", "offer.dialect", "offer.count", "offer.stack")
# Who and what; where the second table has one of these, it has all of them.
IDENTITY = ("client.name", "client.domain", "client.user",
            "client.user_refused", "client.os", "client.lanman", "server.name",
            "server.domain", "server.os", "server.lanman", "share", "signing",
            "auth", "left_out", "browser", "scanner", "datagram")
FLAGS = ("browser", "scanner", "datagram")

# Column of the expected file: the field, which may be an enumeration.
COLUMNS = {"offer": "smb1audit.offer", "selected": "smb1audit.selected",
           "index": "smb1audit.selected.index",
           "family": "smb1audit.selected.family",
           "verdict": "smb1audit.verdict",
           "needs_smb1": "smb1audit.needs_smb1",
           "smb1_only": "smb1audit.smb1_only", "expert": None,
           "client": "smb1audit.client.address",
           "server": "smb1audit.server.address", "links": None}
ENUMERATED = ("offer", "family", "verdict", "needs_smb1")
FIELDS = (["frame.number", "smb1audit", "tcp.stream"]
          + [name for name in COLUMNS.values() if name]
          + ["smb1audit." + name for name in OTHER_FIELDS + IDENTITY]
          + ["smb1audit.expert." + name for name in EXPERTS]
          + ["smb1audit.%s_frame" % name for name in LINKS])


@dataclass(frozen=True)
class Expected:
    """One NAME.expected."""

    purpose: str
    options: tuple
    rows: tuple
    fields: tuple

    def text(self, name):
        """The rows of one pass, ready to be compared."""
        return "\n".join("\t".join(row) for row in self.rows if row[0] == name)


@functools.lru_cache(maxsize=None)
def read_expected(name):
    """Parse one file; a malformed one is an error here."""
    lines = (FOLDER / (name + ".expected")).read_text("utf-8").splitlines()
    options, tables = (), []
    for line in lines[1:]:
        if line.startswith("# options: "):
            options = tuple(shlex.split(line[len("# options: "):]))
        elif line.startswith("pass\t"):
            tables.append((line.split("\t"), []))
        else:
            header, rows = tables[-1]
            cells = line.split("\t")
            assert len(cells) == len(header), line
            rows.append(tuple(cells))
    assert tables[0][0] == ["pass", "frame", *COLUMNS], name
    return Expected(lines[0].lstrip("# "), options, tuple(tables[0][1]),
                    tuple(tables[1][1]) if len(tables) > 1 else ())


def names():
    """All captures that have an expected outcome."""
    return sorted(path.stem for path in FOLDER.glob("*.expected"))


# -- several captures read as one ---------------------------------------------


def frame_count(capture):
    """Frames in a little-endian pcap file."""
    data, offset, count = capture.read_bytes(), HEADER, 0
    while offset < len(data):
        offset += 16 + struct.unpack_from("<I", data, offset + 8)[0]
        count += 1
    return count


@functools.lru_cache(maxsize=None)
def batches(each):
    """(options, names) that may be read in one go.

    Starting tshark takes longer than reading one of our captures. Generated
    captures of one link type have TCP ports of their own, so they can be joined;
    recorded ones cannot.
    """
    joined, alone = {}, []
    for name in names():
        options = read_expected(name).options
        if each or name.startswith("live-"):
            alone.append((options, (name,)))
        else:
            with open(FOLDER / (name + ".pcap"), "rb") as file:
                joined.setdefault((options, file.read(HEADER)), []).append(name)
    return [(options, tuple(group)) for (options, _), group in joined.items()] + alone


def write_joined(group, path):
    """The frames of several captures, one after the other, in one file."""
    parts = [(FOLDER / (name + ".pcap")).read_bytes() for name in group]
    assert len({part[:HEADER] for part in parts}) == 1, "different kinds of capture"
    path.write_bytes(parts[0][:HEADER] + b"".join(part[HEADER:] for part in parts))
    path.chmod(0o644)


def read_batch(group, reader):
    """Call `reader` with the captures as one; its rows by capture's name.

    Each row is a dictionary with "frame.number"; returned beside each name is
    the number of frames before that capture.
    """
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder).chmod(0o755)
        path = pathlib.Path(folder) / "joined.pcap"
        if len(group) == 1:
            path = next(FOLDER.glob(group[0] + ".pcap*"))
        else:
            write_joined(group, path)
        rows = reader(path)
    if len(group) == 1:
        return {group[0]: (0, rows)}
    result, start = {}, 0
    for name in group:
        end = start + frame_count(FOLDER / (name + ".pcap"))
        result[name] = (start, [row for row in rows if
                                start < int(row["frame.number"][0]) <= end])
        start = end
    return result


# -- what the plugin shows ---------------------------------------------------


@functools.lru_cache(maxsize=None)
def observed(each, one_or_two):
    """Rows with the audit tree by capture, with the frames before each."""
    def read(batch):
        options, group = batch
        return read_batch(group, lambda path: [
            row for row in tshark.fields(path, FIELDS, options=options,
                                         two_pass=one_or_two == "two")
            if row["smb1audit"]])

    result = {}
    for part in tshark.parallel(read, batches(each)):
        result.update(part)
    return result


def _cell(column, row, before):
    if column == "expert":
        return ",".join(name for name in EXPERTS
                        if row["smb1audit.expert." + name])
    if column == "links":
        return " ".join("%s=%d" % (name, int(number) - before)
                        for name in LINKS
                        for number in row["smb1audit.%s_frame" % name])
    values = row[COLUMNS[column]]
    if column in ENUMERATED:
        known = tshark.labels(COLUMNS[column])
        values = [known[int(value)] for value in values]
    if column == "smb1_only":
        values = ["yes" if value == "1" else value for value in values]
    return ",".join(values)


def observed_text(name, one_or_two, each=False):
    """The rows of one capture and pass, as the expected file has them."""
    before, rows = observed(each, one_or_two)[name]
    lines = []
    for row in rows:
        cells = [_cell(column, row, before) or "-" for column in COLUMNS]
        frame = int(row["frame.number"][0]) - before
        lines.append("\t".join([one_or_two, str(frame), *cells]))
    return "\n".join(lines)


def observed_values(name, one_or_two, frame, field, each=False):
    """All values of one field on one frame."""
    before, rows = observed(each, one_or_two)[name]
    return [value for row in rows
            if int(row["frame.number"][0]) - before == frame
            for value in shown_values(row, field)]


def shown_values(row, field):
    """The values of a field other than those of the first table, as written."""
    values = row["smb1audit." + field]
    if field in ("signing", "auth"):
        known = tshark.labels("smb1audit." + field)
        return [known[int(value)] for value in values]
    if field in FLAGS:
        return ["yes" if value == "1" else value for value in values]
    return values


def shown_identity(row):
    """What a frame tells of who and what: field to its values."""
    return {field: shown_values(row, field) for field in IDENTITY
            if row["smb1audit." + field]}
