# SPDX-License-Identifier: GPL-2.0-or-later
"""-z smb1audit,json and csv: a record says what the tree says, once a connection."""

import datetime
import functools
import json
import pathlib
import re
import tempfile

import pytest

import tshark
from expected import FIELDS, FOLDER, batches, read_expected, write_joined
from needs import ROLES, need_of
from taps import COLUMNS, LISTS, cells, records, statistic
from test_public import PRESENT, results

# Columns that are fields under another name, or no field at all.
OWN = ("frame", "time", "last_frame", "last_time", "client_port", "server_port",
       "smb1_only", "client_user", "client_users", "client_need", "client_why",
       "server_need", "server_why", "client_vendor", "server_vendor",
       "client_resolved", "server_resolved", "left_out", "unseen")
# Of an SMB2 session these are told here alone: the tree does not show them.
OF_SESSION = ("client_name", "client_domain", "client_os", "server_name",
              "server_domain", "server_os", "client_user_refused", "signing")
LEFT_OUT = {"users": "client_users", "refused users": "client_user_refused",
            "shares": "share"}
LINKS = ("offer_frame", "answer_frame", "close_frame")
ENUMERATED = ("verdict", "needs_smb1", "offer", "selected_family", "signing", "auth")
TRUE = ("browser", "scanner")
WANTED = [*FIELDS, "frame.time_epoch", "tcp.srcport", "tcp.dstport", "ip.src", "ipv6.src"]


def field(column):
    """The field that a column is, by the rule for its name."""
    names = {name.replace(".", "_"): name for name in FIELDS}
    return names["smb1audit_" + column]


@functools.lru_cache(maxsize=None)
def joined(name):
    """A file with all captures of ours that can be read as one; `name` is for its folder."""
    folder = tempfile.TemporaryDirectory(prefix=name)
    pathlib.Path(folder.name).chmod(0o755)
    path = pathlib.Path(folder.name) / "joined.pcap"
    write_joined(max((group for _, group in batches(False)), key=len), path)
    return folder, path


@pytest.fixture(name="capture", scope="module")
def _capture():
    return joined("records-")[1]


@functools.lru_cache(maxsize=None)
def judged(capture):
    """The tree's rows by connection, read twice: each has the last word."""
    connections = {}
    for row in tshark.fields(capture, WANTED, two_pass=True):
        if row["smb1audit"] and not row["smb1audit.datagram"]:
            alone = ("frame", row["frame.number"][0])
            stream = row["tcp.stream"][-1] if row["tcp.stream"] else alone
            connections.setdefault(stream, []).append(row)
    return list(connections.values())


def value(rows, column):
    """What the tree says of a column, as a record has it; None where nothing."""
    found = next((row[field(column)] for row in reversed(rows) if row[field(column)]), None)
    if found is None:
        return None
    if column in LISTS:
        return found
    if column in ENUMERATED:
        return tshark.labels(field(column))[int(found[0])]
    if column in TRUE:
        return True
    return int(found[0]) if found[0].isdigit() and not column.endswith("name") else found[0]


@pytest.mark.parametrize("two_pass", (False, True))
def test_records_say_what_the_tree_says(capture, two_pass):
    """Every column that is a field, for every connection of our captures."""
    found = records(capture, two_pass=two_pass)
    expected = judged(capture)
    assert len(found) == len(expected) > 200
    for record, rows in zip(found, expected):
        told_here = OF_SESSION if record["verdict"] == "SMB2 selected" else ()
        for column in COLUMNS:
            if column not in OWN + LINKS + told_here:
                assert record.get(column) == value(rows, column), (record["frame"], column)


def test_users(capture):
    """The user that is told of, the others where there are several, and which lists
    have more than is kept."""
    for record, rows in zip(records(capture), judged(capture)):
        if record["verdict"] == "SMB2 selected":
            continue
        users = max((row["smb1audit.client.user"] for row in rows), key=len)
        assert record.get("client_user") == (users[0] if users else None)
        assert sorted(record.get("client_users", users)) == sorted(users)
        assert record.get("left_out", []) == [
            LEFT_OUT[name] for name in rows[-1]["smb1audit.left_out"]]


def test_need_of_either_side(capture):
    """Who needs SMB1, by the specification, and why."""
    for record in records(capture):
        for role in ROLES:
            found = record[f"{role}_need"], record.get(f"{role}_why", "")
            assert found == need_of(record, role), (record["frame"], role)


def test_smb2_session():
    """Who logged on over SMB2, who was refused, and what the two ends are called."""
    record, = records(FOLDER / "logon-over-smb2.pcap")
    system = "Windows 10 2004 to 22H2 (10.0.19041)"
    told = {"client_user": "bob", "client_user_refused": ["mallory"],
            "client_domain": "EXAMPLE", "client_name": "DESK1", "client_os": system,
            "server_name": "NAS1", "server_domain": "EXAMPLE", "server_os": system}
    assert {column: record.get(column) for column in told} == told
    assert "auth" not in record and "share" not in record


def test_smb2_answers_out_of_order():
    """Each is of the request that has its message's number."""
    record, = records(FOLDER / "logon-over-smb2-out-of-order.pcap")
    assert (record["client_users"], record["client_user_refused"]) == (["bob"], ["mallory"])


def test_no_addresses():
    """TCP with nothing below it has ports; the addresses are absent, not empty."""
    name = "tcp-without-ip"
    record, = records(FOLDER / f"{name}.pcap", options=read_expected(name).options)
    assert not {"client_address", "server_address"} & set(record)
    assert (record["needs_smb1"], record["server_port"]) == ("client", 445)
    row, = cells(FOLDER / f"{name}.pcap", options=read_expected(name).options)
    assert (row["client_address"], row["server_address"]) == ("", "")


def test_resolved_names(tmp_path_factory):
    """What the user's name resolution says of an address, beside it; nothing where it
    says nothing, or is off."""
    folder = tmp_path_factory.mktemp("resolved")
    folder.chmod(0o755)
    names = folder / "hosts"
    names.write_text("192.0.2.10 desk1.example\n", "ascii")
    names.chmod(0o644)
    for resolution, expected in ((("-N", "n"), "desk1.example"), (("-n",), None)):
        text = tshark.run("tshark", *resolution, "-H", names, "-q", "-r",
                          FOLDER / "red-herring.pcap", "-z", "smb1audit,json").stdout
        record = json.loads(text)
        assert record.get("client_resolved") == expected
        assert record["client_address"] == "192.0.2.10"
        assert "server_resolved" not in record


def test_frames_times_and_ports(capture):
    """First and last frame that is shown, when, and who is on which port."""
    for record, rows in zip(records(capture), judged(capture)):
        first, last = rows[0], rows[-1]
        assert record["frame"] == int(first["frame.number"][0])
        assert record["last_frame"] == int(last["frame.number"][0])
        for name, row in (("time", first), ("last_time", last)):
            time = datetime.datetime.fromisoformat(record[name].replace("Z", "+00:00"))
            assert record[name].endswith("Z")
            assert abs(time.timestamp() - float(row["frame.time_epoch"][0])) < 2e-6
        assert ("client_port" in record) == bool(
            first["tcp.srcport"] and "client_address" in record)
        if "client_port" in record:
            ports = {int(first["tcp.srcport"][-1]), int(first["tcp.dstport"][-1])}
            assert {record["client_port"], record["server_port"]} == ports
            sent = (first["ip.src"] or first["ipv6.src"])[-1]
            side = "client" if sent == record["client_address"] else "server"
            assert record[f"{side}_port"] == int(first["tcp.srcport"][-1])


def test_links(capture):
    """Offer, answer and close are frames of the connection, those of the links."""
    for record, rows in zip(records(capture), judged(capture)):
        shown = {int(row["frame.number"][0]) for row in rows}
        for column in LINKS:
            linked = {int(row[field(column)][0]) for row in rows if row[field(column)]}
            if linked:
                assert {record[column]} == linked, record
            elif column in record:      # no other frame has a link to it
                assert record[column] in shown
                assert len(rows) == 1


def test_smb1_only(capture):
    """True for that class of offer, absent for the others."""
    for record in records(capture):
        assert record.get("smb1_only") == (True if record.get("offer") == "SMB1 only" else None)


@pytest.mark.parametrize("public", PRESENT)
def test_public_captures(public):
    """Verdict and need agree with the oracle, which uses built-in fields alone."""
    found = [(record["verdict"], record.get("needs_smb1", "-"))
             for record in records(public)]
    assert sorted(found) == sorted((each.verdict, each.needs)
                                   for each in results()[public][0].values())


def test_csv_says_the_same(capture):
    """The same records, in a table with a heading."""
    rows = cells(capture)
    assert list(rows[0]) == list(COLUMNS)
    for row, record in zip(rows, records(capture), strict=True):
        for column in COLUMNS:
            assert row[column] == as_cell(record.get(column, "")), (record["frame"], column)


def test_columns_are_documented():
    """doc/records.md has them all, in this order."""
    text = (tshark.REPOSITORY / "doc" / "records.md").read_text("utf-8")
    records, _ = text.split("\n## The capture\n")
    names = [name for line in records.splitlines() if line.startswith("| `")
             for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert names == list(COLUMNS)


def as_cell(content):
    """A JSON value as CSV has it."""
    if content is True:
        return "true"
    if isinstance(content, list):
        content = "|".join(entry.replace("|", r"\x7c") for entry in content)
    text = str(content)
    return "'" + text if text.lstrip(" ").startswith(("=", "+", "-", "@")) else text


def test_csv_is_rfc_4180(capture):
    """CRLF ends a line, the last one, too, and nothing else has one of the two."""
    text = statistic(capture, "csv")
    assert text.endswith("\r\n")
    assert not set("\r\n") & set(text.replace("\r\n", ""))


def test_json_is_valid_whatever_was_sent():
    """Every line of every capture, read by another's parser."""
    def parse(path):
        text = statistic(path, "json")
        return [json.loads(line) for line in text.splitlines()]

    paths = [param.values[0] for param in PRESENT if param.values[0]]
    paths += FOLDER.glob("*hostile*.pcap")
    assert sum(map(len, tshark.parallel(parse, paths))) > 5


def test_formulas_are_text():
    """A cell that a spreadsheet would run begins with an apostrophe."""
    row, = cells(FOLDER / "hostile-formula.pcap")
    assert row["offer_dialect"] == r"'=1+1\x7c2|@SUM(1)"
    row, = cells(FOLDER / "identity-hostile-formula.pcap")
    assert row["client_user"] == "'=HYPERLINK(1)"
    assert row["client_domain"] == "'+CORP"
    assert row["client_os"] == "'  -1"
    assert row["client_lanman"] == "'@SUM(1)"
    assert row["share"] == r"\\NAS1\A\x7cB"


def test_filter(capture):
    """A connection with a frame that passes is reported, and all of it."""
    for two_pass in (False, True):
        found = records(capture, ",smb1audit.verdict == 5", two_pass=two_pass)
        whole = [record for record in records(capture)
                 if record["verdict"] == "Red herring reset"]
        assert found == whole != []


def test_display_filter_does_not_change_records(capture):
    """-z has a filter of its own."""
    assert records(capture, display_filter="") == records(
        capture, options=("-Y", "frame.number == 0"))


@pytest.mark.parametrize("form", ("csv", "json"))
def test_sessions(capture, form):
    """tshark -M forgets connections; their records are written before."""
    whole = statistic(capture, form)
    parts = statistic(capture, form, options=("-M", "1000000"))
    assert parts == whole
    cut = statistic(capture, form, options=("-M", "50"))
    assert len(cut.splitlines()) >= len(whole.splitlines())


def test_sessions_of_several(capture):
    """Whoever asks for records gets those of each session."""
    def told(*forms):
        wanted = [argument for form in forms for argument in ("-z", f"smb1audit,{form}")]
        done = tshark.run("tshark", "-n", "-q", "-r", capture, "-M", "50", *wanted)
        return sorted(done.stdout.splitlines())

    assert told("csv", "json") == sorted(told("csv") + told("json"))


def test_a_heading_alone():
    """No connection has no record."""
    capture = FOLDER / "udp-138-mailslot.pcap"
    heading, = statistic(capture, "csv").splitlines()
    assert heading == ",".join(COLUMNS)
    assert statistic(capture, "json") == ""


# Of the hosts, tshark itself says so.
@pytest.mark.parametrize("name, who", (("hosts", "Couldn't register tap"), *(
    (name, f"-z smb1audit,{name}") for name in ("csv", "json", "capture"))))
def test_bad_filter(capture, name, who):
    """One line and a status."""
    done = tshark.run("tshark", "-q", "-r", capture, "-z", f"smb1audit,{name},tcp ==",
                      check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    line, = done.stderr.decode().splitlines()
    assert line.startswith(f'tshark: {who}: Filter "tcp ==" is invalid')


@pytest.mark.parametrize("name", ("hosts", "tree", "csv", "json"))
def test_full_disk(capture, name):
    """One line and a status, whoever prints."""
    script = f'exec tshark -q -n -r "{capture}" -z smb1audit,{name} >/dev/full'
    done = tshark.run("sh", "-c", script, check=False)
    assert done.returncode == 1
    line, = done.stderr.decode().splitlines()
    assert line == (f"tshark: -z smb1audit,{name}: cannot write to standard output: "
                    "No space left on device")
