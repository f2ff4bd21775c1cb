# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of the built-in dissectors that the plugin wants, from its own table."""

import re

import tshark

TABLE = tshark.REPOSITORY / "plugin" / "wireshark" / "read" / "fields.c"


def names():
    """Their filter names, in the table's order."""
    found = re.findall(r'^\t\[FIELD_\w+\]\s*= "([^"]+)",$', TABLE.read_text("utf-8"), re.MULTILINE)
    assert len(found) > 40, TABLE
    return found
