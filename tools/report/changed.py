# SPDX-License-Identifier: GPL-2.0-or-later
"""What changed in a campaign: hosts that are new in need, not seen, or have stopped.

Days are those, in UTC, on which a connection of SMB begins or ends in some capture: of
others nothing is known, and they are not counted. A host's need on some days is what the
report on the connections of these days alone would say: see hosts.py.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from hosts import ENDS, Hosts
from kinds import Kinds
from layout import first_of
from records import NONE, SHOWN

LONGEST_NAME = 48


@dataclass
class Change:
    """A host in one role. Times are those of records: when it was first and last seen in
    need, and last at all."""

    address: str
    role: str
    name: str
    why: str
    first: str
    last: str
    seen: str


class Changes:
    """Takes one record after the other; the last days are `recent` of those in the Period
    that have connections."""

    def __init__(self, period, recent):
        self.period = period
        self.recent_days = recent
        self.datagrams = Counter()  # by (name, address)
        self.kinds = {}  # by day

    def take(self, record):
        """One more connection."""
        begins = record.get("time", "")[:len("2020-01-01")]
        ends = record.get("last_time", "")[:len("2020-01-01")] or begins
        for day in {begins, ends}:
            if (kinds := self.kinds.get(day)) is None:
                if not is_day(day) or not self.period.has_day(day):
                    continue
                kinds = self.kinds[day] = Kinds()
            kinds.take(record, 0)

    @cached_property
    def captured(self):
        """The days, in order."""
        return sorted(self.kinds)

    @property
    def before(self):
        """Those with which the last ones are compared."""
        return self.captured[:-self.recent_days]

    @property
    def recent(self):
        """The last ones."""
        return self.captured[-self.recent_days:]

    @property
    def span(self):
        """How many days there are from the first one to the last, captured or not."""
        first, last = map(date.fromisoformat, (self.captured[0], self.captured[-1]))
        return (last - first).days + 1

    @cached_property
    def days(self):
        """Of each day the date and how many hosts are in need then."""
        return [(day, number_in_need(self.hosts_on([day]))) for day in self.captured]

    def hosts_on(self, days):
        """The Hosts as connections of these days alone tell of them."""
        return Hosts(chain.from_iterable(self.kinds[day] for day in days), self.datagrams)

    @cached_property
    def hosts(self):
        """Those of all days."""
        return self.hosts_on(self.captured)

    @cached_property
    def sides(self):
        """Those of the days before, and of the last ones."""
        return self.hosts_on(self.before), self.hosts_on(self.recent)

    @cached_property
    def new(self):
        """In need on the last days, and not before."""
        before, recent = self.sides
        return self.changes(recent, (key for key in in_need(recent)
                                     if is_in_need(self.hosts, key) and not is_in_need(before, key)))

    @cached_property
    def not_seen(self):
        """In need before; on the last days neither in need nor seen to speak SMB2."""
        before, recent = self.sides
        return self.changes(before, (key for key in in_need(before)
                                     if is_in_need(self.hosts, key)
                                     and not is_in_need(recent, key)
                                     and not speaks_smb2(recent, key)))

    @cached_property
    def stopped(self):
        """In need before; on the last days seen to speak SMB2, and not in need."""
        before, recent = self.sides
        return self.changes(before, (key for key in in_need(before)
                                     if not is_in_need(recent, key)
                                     and speaks_smb2(recent, key)))

    def changes(self, hosts, keys):
        """What these Hosts know of some of theirs, those that were in need last first; none
        where there is nothing to compare."""
        if not self.before:
            return []
        found = [self.change(hosts.hosts[key]) for key in keys]
        return sorted(found, key=lambda each: each.last, reverse=True)

    def change(self, host):
        """What is known of a host."""
        first, last = self.in_need[host.address, host.role]
        name = first_of([*host.names], LONGEST_NAME) if host.names else ""
        return Change(host.address or "", host.role, name, host.why, first, last,
                      self.hosts.hosts[host.address, host.role].last)

    @cached_property
    def in_need(self):
        """When each host was first and last seen in need, by (address, role)."""
        found = {}
        for kind, seen in chain.from_iterable(self.kinds.values()):
            for role, ends in ENDS.items():
                address, need, *_ = ends(kind)
                if need in SHOWN:
                    first, last = found.get((address, role), (seen.first, seen.last))
                    found[address, role] = min(first, seen.first), max(last, seen.last)
        return found


def is_day(text):
    """Is it a date?"""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def in_need(hosts):
    """The hosts in need, by (address, role)."""
    return [(host.address, host.role) for host in hosts.of(*SHOWN)]


def number_in_need(hosts):
    """How many are, whatever their roles."""
    return len({address for address, _ in in_need(hosts)})


def is_in_need(hosts, key):
    """Is a host in need?"""
    return key in hosts.hosts and hosts.hosts[key].need in SHOWN


def speaks_smb2(hosts, key):
    """Does it speak SMB2, and is no need known of it?"""
    return key in hosts.hosts and hosts.hosts[key].need == NONE
