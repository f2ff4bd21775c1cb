#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Record scenarios anew as test-captures/live-NAME.pcap and live-NAME.expected.

    record.py               record all of recordings.RECORDINGS
    record.py NAME ...      record these scenarios alone
    record.py --expected    write the expected outcomes for the packets that are there

Needs no plugin, which has no say in either file: the packets come from the wire, the expected
outcome from recordings.py.  Run as root.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from lab import TREE, clients, journal, prerequisites, roles, samba
from recordings import RECORDINGS
from scenarios import SCENARIOS
import tshark

FOLDER = TREE / "test-captures"

#: Fields by which SMB tells names, and the only names that a recording may tell.
NAME_FIELDS = ("nbss.calling_name", "nbss.called_name", "ntlmssp.auth.hostname",
               "ntlmssp.challenge.target_name", "ntlmssp.challenge.target_info.nb_computer_name",
               "ntlmssp.challenge.target_info.nb_domain_name",
               "ntlmssp.challenge.target_info.dns_computer_name",
               "ntlmssp.challenge.target_info.dns_domain_name",
               "ntlmssp.negotiate.callingworkstation", "ntlmssp.negotiate.domain",
               "ntlmssp.auth.domain", "smb.primary_domain", "smb.server")
NAMES = {samba.SERVER_NAME, samba.WORKGROUP, clients.CLIENT_NAME,
         "NULL"}            # Wireshark's word for a name that is not told


def main():
    """Record, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="*", help="scenarios to record")
    parser.add_argument("--expected", action="store_true", help="record nothing")
    arguments = parser.parse_args()
    chosen = arguments.name
    known = {recording.scenario: recording for recording in RECORDINGS}
    if set(chosen) - set(known):
        parser.error("not to be recorded: " + ", ".join(sorted(set(chosen) - set(known))))
    if arguments.expected:
        for name in chosen or known:
            expected(FOLDER / (known[name].name + ".pcap"), known[name])
        return 0
    reasons = prerequisites.missing()
    if reasons:
        parser.exit(1, "".join(f"record.py: {reason}\n" for reason in reasons))
    with tempfile.TemporaryDirectory(prefix="smb1audit-") as folder:
        os.chmod(folder, 0o755)
        record([known[name] for name in chosen or known], folder)
    return 0


def record(recordings, folder):
    """Run the scenarios of the recordings, and write both files of each."""
    rows = {row.name: row for row in SCENARIOS}
    scenarios = [rows[recording.scenario] for recording in recordings]
    seen = journal.keep(scenarios, folder, journal.FIELDS)
    for recording, scenario in zip(recordings, scenarios):
        stream = journal.stream_of(seen.rows("live", scenario)[0])
        path = FOLDER / (recording.name + ".pcap")
        extract(seen.file, stream, path)
        check_names(path)
        expected(path, recording)
        print(path.name)


def extract(file, stream, path):
    """Write the packets of one connection, the times and the numbers of its own."""
    draft = pathlib.Path(file).with_name("one.pcap")
    subprocess.run(["tshark", "-r", file, "-Y", f"tcp.stream == {stream}", "-F", "pcap",
                    "-w", draft], check=True, capture_output=True)
    path.write_bytes(draft.read_bytes())


def read(path, fields):
    """The rows of a capture, by Wireshark's own fields."""
    return tshark.fields(path, fields, plugin_dir=tshark.STOCK)


def check_names(path):
    """Make sure that the recording tells no name of this machine."""
    told = {name for row in read(path, NAME_FIELDS) for names in row.values() for name in names}
    strange = {name for name in told if name.split("<")[0].upper() not in NAMES}
    if strange:
        path.unlink()
        sys.exit(f"{path.name} would tell the names {', '.join(sorted(strange))}")


def expected(path, recording):
    """Write the expected outcome, with the frame numbers of the recording."""
    parts = roles.roles(read(path, journal.FIELDS))
    path.with_suffix(".expected").write_text(recording.case(parts).expected(), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
