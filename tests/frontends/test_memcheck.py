# SPDX-License-Identifier: GPL-2.0-or-later
"""Valgrind: nothing is definitely lost that the plugin had, and it reads and writes nothing
but what is its own and was written before.  What else tshark does is not asked.
"""

import shutil
import warnings

import memcheck
import planted
import pytest
import sanitized
from telling import FOLDER

import tshark

STATISTICS = ("-q", *(word for name in ("json", "csv", "hosts", "tree", "capture")
                      for word in ("-z", f"smb1audit,{name}")), "-z", "expert")

# How tshark reads.
WAYS = {
    "one pass": STATISTICS,
    "two passes, all details": ("-2", "-V", *STATISTICS[1:]),
    "filtered": ("-Y", "smb1audit.needs_smb1", "-T", "json", "-z", "smb1audit,hosts,smb1audit.smb1_only",
                 "-z", "smb1audit,tree,smb1audit.smb1_only"),
    "sessions": ("-M", "9", *STATISTICS),
}

CAPTURES = ("office", "live-smb1-used", "identity-hostile-*", "hostile-*", "udp-138-mailslot")

# One that loses what it had, one that reads what it never had; memcheck's word for it.
BUGS = (
    (planted.Bug("lost", "plugin/wireshark/report/hosts.c", "\tg_free(text);\n", "", ""),
     "Leak_DefinitelyLost"),
    *((bug, "InvalidRead") for bug in planted.IN_PLUGIN if bug.name == "read-behind-a-name"),
)

if not shutil.which("valgrind"):
    warnings.warn("memory is NOT checked: no valgrind", stacklevel=1)
pytestmark = pytest.mark.skipif(not shutil.which("valgrind"), reason="no valgrind")


@pytest.fixture(name="workshop", scope="module")
def _workshop(folder):
    """A copy of the sources, and where it is built."""
    (folder / "sources").mkdir()
    sanitized.copy_sources(folder / "sources")
    return folder / "sources", folder / "build"


@pytest.fixture(name="plugins", scope="module")
def _plugins(workshop, folder):
    return shutil.copytree(memcheck.build(*workshop), folder / "plugins")


def captures():
    """The paths of CAPTURES."""
    return sorted(path for pattern in CAPTURES for path in FOLDER.glob(pattern + ".pcap"))


@pytest.fixture(name="joined", scope="module")
def _joined(folder):
    """All of them as one."""
    path = folder / "joined.pcap"
    tshark.run("mergecap", "-a", "-F", "pcap", "-w", path, *captures())
    return path


@pytest.mark.parametrize("way", WAYS)
def test_own_memory(way, joined, plugins, folder):
    """No report has a place in the plugin."""
    told, reports = memcheck.run(plugins, folder, "-r", joined, *WAYS[way])
    assert "\n".join(map(str, reports)) == ""
    assert "SMB1 in use" in told


@pytest.mark.parametrize("bug, kind", BUGS, ids=[bug.name for bug, _ in BUGS])
def test_a_planted_bug_is_found(bug, kind, joined, workshop, folder):
    """Else nothing above says anything."""
    with planted.planted(bug, workshop[0]):
        plugins = memcheck.build(*workshop)
        _, reports = memcheck.run(plugins, folder, "-r", joined, *WAYS["one pass"])
    assert any(report.kind == kind for report in reports), reports
