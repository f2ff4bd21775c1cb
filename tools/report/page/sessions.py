# SPDX-License-Identifier: GPL-2.0-or-later
"""SMB1 sessions that are worse than SMB1 must be: weak logons, and no signing."""

from kinds import Seen

# As in the README: retire these first.
WEAK = ("guest", "LM", "NTLMv1")

# What the server's answer says of signing, where a session cannot be signed.
UNSIGNED = "not offered"

# Others may be signed, or must be.
OPTIONAL = "enabled"

# More names of users than this are not kept.
USERS = 100


class Session:
    """Sessions of the same two hosts that are alike."""

    def __init__(self, client, server, what, mark, seen):
        self.client, self.server, self.what, self.mark = client, server, what, mark
        self.seen = seen
        self.users, self.more_users = {}, False

    def take_users(self, record):
        """Who logged on."""
        for user in record.get("client_users", ()):
            if len(self.users) < USERS:
                self.users[user] = True
        self.more_users = len(self.users) == USERS or "client_users" in record.get("left_out", ())


class Sessions:
    """Takes one record after the other."""

    def __init__(self):
        self.logons, self.unsigned = {}, {}  # Session, by what makes them alike
        self.optional = 0  # sessions of which it is not known whether they were signed

    def take(self, record, capture):
        """One more connection, of the capture of this number."""
        get = record.get
        if get("verdict") == "SMB2 selected":
            return
        mark = "scanner" if get("scanner") else "browser" if get("browser") else ""
        if get("auth") in WEAK:
            self.add(self.logons, record, get("auth"), mark, capture)
        if get("verdict") == "SMB1 in use":
            if get("signing") == UNSIGNED:
                self.add(self.unsigned, record, UNSIGNED, mark, capture)
            self.optional += get("signing") == OPTIONAL

    @staticmethod
    def add(sessions, record, what, mark, capture):
        """Count one of them."""
        key = record.get("client_address"), record.get("server_address"), what, mark
        if session := sessions.get(key):
            session.seen.again(record, capture)
        else:
            session = sessions[key] = Session(*key, Seen(record, capture))
        session.take_users(record)
