# SPDX-License-Identifier: GPL-2.0-or-later
"""How these tests run tools/audit --store, and records of no capture to fill stores with."""

import hashlib
import json
import os
import sqlite3
from contextlib import closing

from command import PYTHON, ROOT, TOOLS, connection, run

BUILT = {"WIRESHARK_PLUGIN_DIR": str(ROOT / "build/plugins"),
         "SMB1AUDIT_CUT": str(ROOT / "build/smb1audit-cut")}

FORMATS = ("table", "csv", "json", "html")


def asked(store, *names, form="table", records="", since="", until="", days="", output="-"):
    """What tools/audit runs for a store."""
    return [PYTHON, "-B", TOOLS / "report", "--store", store, records, since, until, days,
            form, output, "", *names]


def on_store(store, *names, form="table", env=None, before=(), cwd=None, **options):
    """Run it."""
    return run(*before, *asked(store, *names, form=form, **options), env=BUILT | (env or os.environ),
               cwd=cwd)


def add_records(store, *names, **options):
    """Add files of records."""
    return on_store(store, *names, records="yes", **options)


def seen(result):
    """All that a user sees."""
    return result.returncode, result.stdout, result.stderr


def without_changes(form, text):
    """A report without what it says of changes; one that says nothing of them is as it was,
    but for a page's empty lines."""
    return {"table": table_without_changes, "html": page_without_changes}.get(form, str)(text)


def page_without_changes(page):
    """From the plot of days on to the end of its section; and without empty lines."""
    plot = page.find("Hosts in need of SMB1, by day")
    if plot >= 0:
        start = page.rindex("<figure", 0, plot)
        page = page[:start] + page[page.index("</section>", plot):]
    return "\n".join(line for line in page.splitlines() if line)


def table_without_changes(table):
    """Without the section on what changed."""
    sections = table.split("\n\n")
    start = next((place for place, text in enumerate(sections)
                  if text.startswith("What changed")), None)
    if start is None:
        return table
    end = start + 1
    while sections[end].split(":")[0] in ("New", "Stopped", "Not seen"):
        end += 1
    return "\n\n".join(sections[:start] + sections[end:])


def question(store, sql, *values):
    """The rows that SQL gives."""
    with closing(sqlite3.connect(store)) as database:
        return database.execute(sql, values).fetchall()


def numbers(store):
    """Of streams, captures and connections."""
    return question(store, "SELECT (SELECT count(*) FROM stream), (SELECT count(*) FROM capture),"
                           " (SELECT count(*) FROM connection)")[0]


def on(day, hour=12, **more):
    """A record of a connection in January 2026."""
    time = f"2026-01-{day:02}T{hour:02}:00:00.000000Z"
    return connection("SMB1 in use", time=time, last_time=time.replace("00.0", "01.0"),
                      client_port=50000 + day, server_port=445,
                      **{"client_need": "yes", "client_why": "offers SMB1 only",
                         "server_need": "not shown"} | more)


def smb2_on(day, hour=12, **more):
    """The same of one that needs no SMB1."""
    return on(day, hour, **{"client_need": "no", "server_need": "no"} | more,
              ) | {"verdict": "SMB2 selected"}


def write_records(path, told, **more):
    """A file of records of captures that were read as one, by name; further members of
    the heading's only stretch, of its captures (a list) and of itself."""
    stretch = {"captures": [
        {"name": name, "sha256": sha256(name, records), "frames": 100, "records": len(records)}
        | extra
        for (name, records), extra in zip(told.items(),
                                          more.pop("captures", [{}] * len(told)))],
               "datagrams": []} | more.pop("stretch", {})
    head = {"smb1audit_records": 1, "version": "1.0.0", "host": "there",
            "ring": [min(told), 0], "stretches": [stretch]} | more
    lines = [json.dumps(head)] + [json.dumps({"capture": name} | record)
                                  for name, records in told.items() for record in records]
    content = "".join(f"{line}\n" for line in lines)
    digest = hashlib.sha256(content.encode()).hexdigest()
    path.write_text(content + json.dumps({"sha256": digest}) + "\n")
    return path


def sha256(name, records):
    """The content of a capture that nobody has."""
    return hashlib.sha256(json.dumps([name, records]).encode()).hexdigest()
