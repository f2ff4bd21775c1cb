# SPDX-License-Identifier: GPL-2.0-or-later
"""Who judges a change, in which order: what is quick, and near to it, first."""

import pathlib

# By the file that was changed: those that say most of it, soonest. Then its own.
NEAREST = {"negotiation": ("every_story", "verdict"), "pdu": ("negotiation",)}
CHECKS = ("dialect", "offer", "stack", "software", "identity", "negotiation",
          "verdict", "audit", "need", "caption", "every_story")
# Of the host's side, the files that have a check of their own.
WITH_HOST = {"plugin/wireshark/text.c": "text", "plugin/wireshark/keep/memory.c": "memory"}
SECONDS = 60                    # many times what the slowest check takes

CAPTURES = ("test_baseline", "test_cases", "test_outputs", "test_statistics", "test_records",
            "test_capture_statistic", "test_filters", "test_identity", "test_oracle",
            "test_sight", "test_sharkd", "test_headline", "test_many", "test_public",
            "test_00_loaded")
# Not a matter of the plugin.
UNCONCERNED = "not test_files_are_what_the_generator_writes"
CAPTURES_SECONDS = 1800
# Then a plugin that watches its memory, for what the others may not see.
MUTANTS = "tests/fuzz/test_mutants.py::test_mutants"
MUTANTS_COUNT = 500

# Which of CAPTURES most likely notices a change to these.
NEAR = (
    ("plugin/wireshark/report/stat_capture", "test_capture_statistic"),
    ("plugin/wireshark/report/senders", "test_capture_statistic"),
    ("plugin/wireshark/keep/coverage", "test_capture_statistic"),
    ("plugin/wireshark/report/record", "test_records"),
    ("plugin/wireshark/report/", "test_statistics"),
    ("plugin/wireshark/keep/cards", "test_statistics"),
    ("plugin/wireshark/show/column", "test_outputs"),
    ("plugin/wireshark/show/remarks", "test_outputs"),
    ("plugin/wireshark/read/sight", "test_sight"),
)


def checks(path):
    """The unit checks that judge a file, its own first."""
    if path in WITH_HOST:
        return [WITH_HOST[path]]
    stem = pathlib.Path(path).stem
    first = [*NEAREST.get(stem, ()), *(name for name in CHECKS if name == stem)]
    return list(dict.fromkeys([*first, *CHECKS]))


def captures(path):
    """The files of tests/captures, in order."""
    near = [name for begin, name in NEAR if path.startswith(begin)][:1]
    return [f"tests/captures/{name}.py"
            for name in dict.fromkeys([*near, *CAPTURES])]
