# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes pages of records, and reads their tables back."""

import io
from html.parser import HTMLParser

import command
from changed import Changes
from page.page import Page
from period import period


class Told:
    """What is told of a capture."""

    def __init__(self, **coverage):
        self.covered = coverage

    def coverage(self):
        """Of the only capture."""
        return [self.covered] if self.covered else []


def page_of(*captures, complaints=0, gaps=0, said=(), campaign=None):
    """The Page and its text. A capture is a tuple: name, records, and perhaps the Counter of
    datagrams and a Told."""
    page = Page(io.StringIO())
    page.campaign = campaign
    for name, records, *more in captures:
        datagrams, told = (*more, {}, Told())[:2] if len(more) != 1 else (more[0], Told())
        page.begin(name)
        for record in records:
            page.take(record)
        page.end(datagrams, True)
        page.cover(told)
    page.finish(complaints, gaps, said)
    return page, page.report.getvalue()


def on(day, **more):
    """A record of a day in January 2020."""
    time = f"2020-01-{day:02}T12:00:00.000000Z"
    return command.record(time=time, last_time=time, **more)


def changes(records, since="", until="", days=1):
    """What these records say of a campaign."""
    made = Changes(period(since, until), days)
    for each in records:
        made.take(each)
    return made


class Reader(HTMLParser):
    """The tables of a page by their captions, as rows of texts; the texts of elements that
    have an id."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.ids = {}, {}
        self.rows = self.cell = None
        self.open_ids = []
        self.in_caption = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """A table, a row, a cell."""
        if identity := dict(attrs).get("id"):
            self.ids[identity] = ""
            self.open_ids.append((tag, identity))
        if tag == "caption":
            self.in_caption, self.caption = True, ""
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.cell = ""

    def handle_endtag(self, tag):
        """Its end."""
        if self.open_ids and self.open_ids[-1][0] == tag:
            self.open_ids.pop()
        if tag == "caption":
            self.in_caption = False
            self.rows = self.tables[self.caption] = []
        elif tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(" ".join(self.cell.split()))
            self.cell = None
        elif tag == "table":
            self.rows = None

    def handle_data(self, data):
        """Text."""
        if self.in_caption:
            self.caption += data
        if self.cell is not None:
            self.cell += data
        for _, identity in self.open_ids:
            self.ids[identity] += data


def table(text, start):
    """The rows of the table whose caption begins so, each a dictionary by its headings."""
    tables = Reader(text).tables
    heading, *rows = next(tables[name] for name in tables if name.startswith(start))
    return [dict(zip(heading, row)) for row in rows]


def numbers(text):
    """The texts of elements by their id."""
    return {name: " ".join(content.split()) for name, content in Reader(text).ids.items()}
