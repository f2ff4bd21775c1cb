# SPDX-License-Identifier: GPL-2.0-or-later
"""Does a host need SMB1, or perhaps? For what tells of each connection alone."""

import json
import re

from records import NONE, SHOWN, SOFTWARE

# What a record in JSON has in it if one of its ends has a need, if its server
# speaks SMB2, and where that is. A quotation mark in a name would be escaped.
NEED = re.compile(rf'_need": ?"(?:{"|".join(SHOWN)})"')
SMB2 = re.compile(rf'"server_need": ?"{NONE}"')
SERVER = re.compile(r'"server_address": ?"([^"]*)"')


class Need:
    """Takes one record after the other."""

    def __init__(self):
        self.certain = False
        self.by_software, self.by_smb2 = set(), set()  # addresses of servers

    def take(self, record):
        """One more connection."""
        server, address = record.get("server_need"), record.get("server_address")
        if server == NONE:
            self.by_smb2.add(address)
        elif server in SHOWN and record.get("server_why", "").startswith(SOFTWARE):
            self.by_software.add(address)
        elif server in SHOWN:
            self.certain = True
        self.certain = self.certain or record.get("client_need") in SHOWN

    def take_line(self, line):
        """The same in JSON, without a look at all of it."""
        if self.certain:
            return
        if NEED.search(line):
            self.take(json.loads(line))
        elif SMB2.search(line):
            match = SERVER.search(line)
            self.by_smb2.add(match and match[1])

    def __bool__(self):
        """Who was seen to speak SMB2 has it, whatever its software is called."""
        return self.certain or bool(self.by_software - self.by_smb2)
