# SPDX-License-Identifier: GPL-2.0-or-later
"""How many connections spoke of SMB1, and when: counted in spans of time that grow with
what there is, so that neither many connections nor many years need much room."""

from collections import Counter, namedtuple
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from findings import NOBODY, needs_of
from records import APART, SHOWN, SOFTWARE

MINUTE, HOUR, DAY = 60, 3600, 86400
WEEK = 7 * DAY

# Spans of time in seconds, each a multiple of the one before it; from the week on they
# begin on a Monday.
SPANS = (1, 10, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, WEEK, 4 * WEEK, 52 * WEEK,
         520 * WEEK, 5200 * WEEK, 10 ** 6 * WEEK)

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

# 1970-01-05, the first Monday, as seconds.
MONDAY = 4 * DAY

# No more spans than this are kept, and no more than that are shown.
KEPT, SHOWN_MOST = 400, 90

# What findings.needs_of asks of a kind.
Said = namedtuple("Said", "verdict why client_need client_why server_need server_why "
                          "server_address")

# A bar: when it begins, in words, and how many connections had a need or perhaps, and how
# many are set apart.
Bar = namedtuple("Bar", "start need apart")


class History:
    """Takes one record after the other."""

    def __init__(self):
        self.span = 0  # the place of the one in use
        self.spans = {}  # Counter of Said, by the number of the span

    def take(self, record):
        """One more connection; nothing of one that is no finding."""
        get = record.get
        client, server = get("client_need"), get("server_need")
        if not any(need in SHOWN or need in APART for need in (client, server)):
            return
        try:
            number = (seconds_of(get("time", "")) - MONDAY) // SPANS[self.span]
        except (ValueError, TypeError):
            return  # no time that is one
        # Only the software of a server can be belied by other connections.
        why = get("server_why") or ""
        software = why.startswith(SOFTWARE)
        said = Said(get("verdict"), "", client, "", server, SOFTWARE if software else "",
                    get("server_address") if software else None)
        if number not in self.spans:
            self.spans[number] = Counter()
        self.spans[number][said] += 1
        if len(self.spans) > KEPT:
            self.widen()

    def widen(self):
        """Go on to the next span."""
        factor = SPANS[self.span + 1] // SPANS[self.span]
        narrow, self.spans = self.spans, {}
        for number, counts in narrow.items():
            self.spans.setdefault(number // factor, Counter()).update(counts)
        self.span += 1

    def bars(self, hosts):
        """The Bars from the first to the last, also those with nothing, SHOWN_MOST or fewer,
        as these Hosts judge the connections; and how long each is, in words."""
        if not self.spans:
            return [], ""
        while max(self.spans) - min(self.spans) >= SHOWN_MOST:
            self.widen()
        return [self.bar(number, hosts) for number in range(min(self.spans), max(self.spans) + 1)
                ], in_words(SPANS[self.span])

    def bar(self, number, hosts):
        """That of one span."""
        need = apart = 0
        for said, count in self.spans.get(number, {}).items():
            needs, _ = needs_of(said, hosts)
            if needs in APART:
                apart += count
            elif needs and needs != NOBODY:
                need += count
        return Bar(start_of(number * SPANS[self.span] + MONDAY, SPANS[self.span]), need, apart)


def seconds_of(time):
    """A time of a record, 2020-01-01T12:00:00.003000Z, as whole seconds since 1970. Raises
    ValueError."""
    return (days_of(time[:10]) * DAY + int(time[11:13]) * HOUR + int(time[14:16]) * MINUTE
            + int(time[17:19]))


@lru_cache(maxsize=1000)
def days_of(date):
    """A date as days since 1970. Raises ValueError."""
    return (datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=timezone.utc) - EPOCH).days


def start_of(seconds, span):
    """When a span begins, as exact as it is long."""
    try:
        time = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return "?"
    form = "%Y-%m-%d" if span >= DAY else "%Y-%m-%d %H:%M" if span >= MINUTE else "%Y-%m-%d %H:%M:%S"
    return time.strftime(form)


def in_words(span):
    """For example `10 minutes`."""
    for unit, noun in ((WEEK, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if span >= unit:
            number = span // unit
            return f"{number:,} {noun}s" if number > 1 else f"1 {noun}"
    return f"{span} seconds" if span > 1 else "1 second"
