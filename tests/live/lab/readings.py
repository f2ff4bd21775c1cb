# SPDX-License-Identifier: GPL-2.0-or-later
"""The three readings of what is on the wire: live, and the recorded file in one pass and two."""
import tshark

from . import journal, observation

#: Everything that the tests look at.
COLUMNS = (*journal.FIELDS, "smb.dialect", "smb2.dialect", "smb.sm.signatures",
           "smb.sm.sig_required", "smb.primary_domain", "smb.server", *observation.FIELDS)

# how the recorded file is read -> whether tshark reads it twice
TWO_PASS = {"one pass": False, "two passes": True}

READINGS = ("live", *TWO_PASS)


def take(scenarios, folder):
    """Run the scenarios under a live capture, read the recorded file, and return the journal."""
    seen = journal.keep(scenarios, folder, COLUMNS)
    for reading, two_pass in TWO_PASS.items():
        seen.readings[reading] = tshark.fields(seen.file, COLUMNS, two_pass=two_pass)
    return seen
