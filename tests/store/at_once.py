# SPDX-License-Identifier: GPL-2.0-or-later
"""at_once.py FOLDER CAPTURE|FOLDER ...: tools/audit on captures, in all formats at once, so
that they are read once; leaves a file of the name of each format in that folder."""

import importlib.util
import sys
from pathlib import Path

FORMATS = ("table", "csv", "json", "html")

REPORT = Path(__file__).resolve().parents[2] / "tools/report"


def main(folder, *names):
    """The exit status is that of tools/audit."""
    sys.path.insert(0, str(REPORT))
    spec = importlib.util.spec_from_file_location("report", REPORT / "__main__.py")
    report = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(report)
    forms = [getattr(importlib.import_module(module), name)
             for module, name in map(report.FORMATS.get, FORMATS)]

    class All:
        """Hands on what it gets."""

        parse = staticmethod(importlib.import_module("lines").Json.parse)

        def __init__(self, _):
            self.files = [open(f"{folder}/{name}", "w", encoding="utf-8", newline="")
                          for name in FORMATS]
            self.reports = [form(file) for form, file in zip(forms, self.files)]

        def take(self, record):
            """A record as each of them wants it."""
            for each in self.reports:
                each.take(each.parse(f"{record}\n"))

        def begin(self, path):
            """As a report."""
            for each in self.reports:
                each.begin(path)

        def end(self, datagrams, whole):
            """As a report."""
            for each in self.reports:
                each.end(datagrams, whole)

        def cover(self, told):
            """As a report."""
            for each in self.reports:
                each.cover(told)

        def finish(self, complaints, gaps, said):
            """As a report."""
            for each, file in zip(self.reports, self.files):
                each.finish(complaints, gaps, said)
                file.close()

        @property
        def needed(self):
            """They have to be of one mind."""
            needed, = {bool(each.needed) for each in self.reports}
            return needed

    report.FORMATS["all"] = "at_once", "All"
    sys.modules["at_once"] = type("At_once", (), {"All": All})
    return report.main("all", "-", "", *names)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
