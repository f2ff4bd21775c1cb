# SPDX-License-Identifier: GPL-2.0-or-later
"""Bugs that are put into a copy of the sources, to see whether they are found."""

import contextlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """A piece of a file that gives way to another, and what a report of it has."""

    name: str
    file: str
    right: str
    wrong: str
    report: str


# In memory of wmem, of the pools that ASan sees only where wmem hands out nothing in parts.
IN_PLUGIN = (
    Bug("read-behind-a-name", "plugin/wireshark/read/frame.c",
        "name = wmem_strndup(scope, text, (size_t)(end - text));",
        "name = (char *)wmem_memdup(scope, text, (size_t)(end - text));",
        "heap-buffer-overflow"),
    Bug("list-of-one-too-many", "plugin/wireshark/keep/memory.c",
        "wmem_alloc(wmem_file_scope(), list->kept * sizeof *kept.names)",
        "wmem_alloc(wmem_file_scope(), (list->kept - 1) * sizeof *kept.names)",
        "AddressSanitizer"),
    Bug("shift-too-far", "plugin/wireshark/read/pdus.c",
        "status >> STATUS_ERROR != 0",
        "((int)status << 1) >> STATUS_ERROR != 0",
        "runtime error"),
    Bug("raw-names", "plugin/wireshark/text.c",
        "case G_UNICODE_CONTROL:\n",
        "",
        "raw character"),
    Bug("csv-without-quotes", "plugin/wireshark/report/records_write.c",
        "strpbrk(cell, \",\\\";\") != NULL",
        "strpbrk(cell, \"\\\"\") != NULL",
        "another number of columns"),
)

# For the targets of libFuzzer.
IN_TARGET = (
    Bug("audit-one-request-too-many", "plugin/audit/identity.c",
        "(place + 1) % REQUESTS_WAITING",
        "(place + 1) % (REQUESTS_WAITING + 1)",
        "AddressSanitizer"),
    Bug("text-never-cut", "plugin/wireshark/text.c",
        "if (wmem_strbuf_get_len(printable) > TEXT_LONGEST) {",
        "if (wmem_strbuf_get_len(printable) > TEXT_LONGEST + 1) {",
        "ERROR: libFuzzer: deadly signal"),
    Bug("tree-one-text-too-many", "plugin/wireshark/show/display.c",
        "for (unsigned i = 0; i < texts->count; i++)",
        "for (unsigned i = 0; i <= texts->count; i++)",
        "runtime error"),
    Bug("tree-index-of-no-list", "plugin/audit/negotiation.c",
        "return offer_name(negotiation->offer, negotiation->index);",
        "return negotiation->offer->list.names[negotiation->index];",
        "AddressSanitizer"),
    Bug("record-formula", "plugin/wireshark/report/records_write.c",
        "\"=\", \"+\",",
        "\"+\",",
        "ERROR: libFuzzer: deadly signal"),
)


@contextlib.contextmanager
def planted(bug, sources):
    """The bug is in the sources that lie in that folder, until it is taken out again."""
    path = sources / bug.file
    text = path.read_text("utf-8")
    assert text.count(bug.right) == 1, f"{bug.name}: {bug.file} has changed"
    path.write_text(text.replace(bug.right, bug.wrong), "utf-8")
    try:
        yield
    finally:
        path.write_text(text, "utf-8")
