# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit and tshark -z smb1audit,hosts say the same of the same capture."""

import io
import re
import sys

import pytest
from command import CAPTURES, ROOT

sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "captures")]

import taps  # noqa: E402  (its folder is known by now)
import tshark  # noqa: E402

# As long as a cell of either can be: the plugin's ends, and goes on in the report.
LONG = 60

# A row of the report's tables, as it is printed.
ROW = re.compile(
    r"  (\S+)  (?:.*  )?(client|server)  +(yes|perhaps|no \([^)]*\))(?:  |$)", re.MULTILINE)


@pytest.fixture(name="told", scope="module")
def fixture_told(tmp_path_factory):
    """The captures, and of each its Table when it was printed, with what it printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "tools" / "report")
        patch.setenv("WIRESHARK_PLUGIN_DIR", str(tshark.PLUGINS))
        patch.setenv("SMB1AUDIT_CUT", str(ROOT / "build" / "smb1audit-cut"))
        patch.setenv("COLUMNS", "200")
        captures = sorted(CAPTURES.glob("*.pcap*"))
        folder = tmp_path_factory.mktemp("told")
        folder.chmod(0o755)
        from jobs import told_by_jobs  # its folder is known by now
        from rings import Stream
        with told_by_jobs([Stream([path]) for path in captures], folder) as told:
            return {each.path: printed(each) for each, _ in told}


def printed(told):
    """Its Hosts, and its table as text."""
    from hosts import Hosts
    from table import Table
    table = Table(io.StringIO())
    table.begin(str(told.path))
    for _, record in told.records(table.parse):
        table.take(record)
    table.end(told.datagrams, True)
    table.finish()
    return Hosts([*table.kinds], table.datagrams), table.report.getvalue()


def row_of(host):
    """What a host's row has, in the plugin's words."""
    texts = [", ".join(shown(text) for text in texts) for texts in (
        host.names, host.systems, host.users, host.shares)]
    return (host.need, re.sub(r"(?<=\d),(?=\d)", "", host.why), *(text[:LONG] for text in texts),
            host.number, as_minute(host.first), as_minute(host.last))


def shown(text):
    """As a row of tshark's has it, where a bar parts the columns, and blanks stand around it."""
    return text.replace("|", r"\x7c").strip(" ")


def as_minute(time):
    """In either form of a time."""
    return time[:16].replace("T", " ")


def row_of_plugin(row):
    """The same of the plugin's."""
    texts = (row.name, row.system, row.users, row.shares)
    return (row.needs, row.why, *(text[:LONG] for text in texts), row.connections,
            as_minute(row.first), as_minute(row.last))


def test_hosts(told):
    """Need, ground, names, systems, users, shares, number, times: of every host, in
    every capture there is."""
    assert len(told) > 200
    plugin = tshark.parallel(taps.hosts, told)
    for (path, (found, _)), rows in zip(told.items(), plugin):
        hosts = {(host.address, host.role): row_of(host)
                 for host in found.hosts.values() if host.address}
        assert hosts == {(row.address, row.role): row_of_plugin(row) for row in rows}, path


def test_printed(told):
    """Who has a row has the need that is printed there."""
    some = 0
    for path, (found, text) in told.items():
        hosts = {(host.address, host.role, host.need) for host in found.hosts.values()
                 if host.address and host.need not in ("no", "not shown")}
        assert {row for row in ROW.findall(text) if row[0][0] != "("} == hosts, path
        some += len(hosts)
    assert some > 200
