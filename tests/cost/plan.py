# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of attacks: what each may cost."""

from dataclasses import dataclass
from typing import Callable

import attacks
import measure


@dataclass(frozen=True)
class Attack:
    """A row. `traffic` makes it, of that much of it, with and without; tshark is asked for
    `arguments`, and may take `most` times the instructions. `large` is how much an
    adversary would send."""

    traffic: Callable
    large: int
    arguments: tuple
    most: float

    @property
    def name(self):
        """As careless.py and the command line have it."""
        return self.traffic.__name__

    def write(self, folder, *count):
        """The captures with and without."""
        paths = []
        for which, connections in zip(("with", "without"), self.traffic(*count)):
            paths.append(folder / f"{self.name}-{which}.pcap")
            attacks.write(paths[-1], connections)
        return paths


ATTACKS = (
    Attack(attacks.colliding_lists, 20_000, measure.STATISTICS, 1.1),
    Attack(attacks.colliding_names, 100_000, measure.STATISTICS, 1.1),
    Attack(attacks.colliding_users, 50_000, measure.STATISTICS, 1.1),
    Attack(attacks.colliding_addresses, 2_000, measure.HOSTS, 1.1),
    Attack(attacks.colliding_cards, 60_000, measure.STATISTICS, 1.1),
    Attack(attacks.logons_after_a_long_list, 10_000, measure.SUMMARY, 1.8),
    Attack(attacks.lists_of_distinct_names, 300, measure.STATISTICS, 1.4),
    # Four times as many; the host's tree walks up to a thousand of them.
    Attack(attacks.clients_of_one_server, 100_000, measure.COUNTS, 3.8),
    # Without the attack there are half as many to be shown on a frame.
    Attack(attacks.users_of_one_connection, 100_000, measure.USERS, 1.45),
    Attack(attacks.frames_of_one_connection, 1_000_000, measure.TWICE, 1.0),
    Attack(attacks.names_of_one_host, 60_000, measure.STATISTICS, 1.1),
)
