# SPDX-License-Identifier: GPL-2.0-or-later
"""Judge many changes, and what the share of those that were noticed is."""

import collections
import concurrent.futures
import hashlib
import pathlib
import queue
import sys
from dataclasses import dataclass

import changes
import judges
import workshop

LEAST = 0.98
EQUIVALENTS = pathlib.Path(__file__).with_name("equivalents.tsv")
EQUIVALENT = "equivalent"
SURVIVED = "not noticed"
ANY = "*"


def equivalents():
    """The rows of equivalents.tsv: (file, line, nth, change, reason)."""
    rows = [tuple(line.split("\t"))
            for line in EQUIVALENTS.read_text("utf-8").splitlines()
            if line and not line.startswith("#")]
    assert all(len(row) == 5 for row in rows), [row for row in rows if len(row) != 5]
    return rows


def matches(row, change):
    """Whether a row is about that change: "*" stands for any."""
    return all(cell in (ANY, part) for cell, part in zip(row, change.key))


@dataclass(frozen=True)
class Found:
    """What became of each change."""

    outcomes: tuple             # (change, outcome)

    def count(self):
        """Outcome in short to how many there are of it."""
        return collections.Counter(self._kind(outcome) for _, outcome in self.outcomes)

    @staticmethod
    def _kind(outcome):
        if outcome in (workshop.SAME, workshop.NOT_BUILT, EQUIVALENT):
            return outcome
        if outcome.startswith(workshop.SURVIVED):
            return SURVIVED
        return "noticed by " + (
            "a sanitizer" if "(sanitized)" in outcome else "unit checks"
            if outcome.startswith("check_") else outcome.split()[0].split("::")[0])

    @property
    def survivors(self):
        """The changes that somebody should have noticed."""
        return [change for change, outcome in self.outcomes
                if outcome.startswith(workshop.SURVIVED)]

    @property
    def score(self):
        """Noticed of all that could be."""
        count = self.count()
        noticed = sum(number for kind, number in count.items() if kind.startswith("noticed by "))
        return noticed / ((noticed + count[SURVIVED]) or 1)

    def report(self):
        """Lines of text."""
        lines = [f"{each.path}:{each.number}: {each.what} (place {each.nth}): {each.line}"
                 for each in self.survivors]
        lines += [f"{number:6d} {kind}" for kind, number in sorted(self.count().items())]
        return "\n".join([*lines, f"noticed: {self.score:.2%}"])


def _sampled(every, number):
    """Which they are depends on each alone: another line changes nothing."""
    if number is None:
        return every
    order = sorted(every, key=lambda change: hashlib.sha256(
        "\t".join(change.key).encode()).digest())
    return sorted(order[:number], key=lambda change: (change.path, change.begin))


class _Results:
    """What was found before, and a file for what is found now."""

    def __init__(self, path):
        self.known = {}
        self._file = None
        if path is not None:
            self._file = open(path, "a+", encoding="utf-8")     # for the whole run
            self._file.seek(0)
            for line in self._file:
                *key, outcome = line.rstrip("\n").split("\t")
                self.known[tuple(key)] = outcome

    def of(self, change, level):
        """What was found when it was judged as far as that, or noticed; or None."""
        outcome = self.known.get(change.key)
        lower = judges.LEVELS[:judges.LEVELS.index(level)]
        return None if outcome in [workshop.SURVIVED + each for each in lower] else outcome

    def keep(self, change, outcome):
        """One more."""
        if self._file is not None:
            print(*change.key, outcome, sep="\t", file=self._file, flush=True)


def excuses(rows, change):
    """Whether one of the rows is about that change."""
    return any(matches(row, change) for row in rows)


def run(only=(), number=None, level="unit", results=None, jobs=2):
    """Judge the changes to the files whose paths begin so, or a sample of them, up to one of
    judges.LEVELS. What equivalents.tsv has is not judged."""
    paths = [path for path in workshop.sources()
             if not only or path.startswith(tuple(only))]
    shops = queue.SimpleQueue()
    all_shops = [workshop.Workshop() for _ in range(jobs)]
    for shop in all_shops:
        shops.put(shop)
    kept, rows = _Results(results), equivalents()

    def judge(change):
        outcome = EQUIVALENT if excuses(rows, change) else kept.of(change, level)
        if outcome is None:
            shop = shops.get()
            try:
                outcome = shop.judge(change, level)
            finally:
                shops.put(shop)
            kept.keep(change, outcome)
        if sys.stderr.isatty():
            print(".", end="", file=sys.stderr, flush=True)
        return change, outcome

    try:
        root = all_shops[0].root
        every = list(changes.all_changes(root, paths, workshop.commands(root / "plain", root)))
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            outcomes = tuple(pool.map(judge, _sampled(every, number)))
    finally:
        for shop in all_shops:
            shop.close()
    return Found(outcomes)
