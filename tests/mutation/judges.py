# SPDX-License-Identifier: GPL-2.0-or-later
"""Who judges a change, in which order: what is quick, and near to it, first."""

import pathlib

# How far to go for a change that nobody noticed so far.
LEVELS = ("unit", "baseline", "near", "captures", "hosts")

# By the file that was changed: those that say most of it, soonest. Then its own.
NEAREST = {"negotiation": ("every_story", "verdict"), "pdu": ("negotiation",)}
CHECKS = ("dialect", "offer", "stack", "software", "identity", "negotiation",
          "verdict", "audit", "need", "caption", "every_story")
# Of the host's side, the files that have checks of their own.
WITH_HOST = {
    "plugin/wireshark/text.c": ("text",),
    "plugin/wireshark/read/fields.c": ("fields",),
    "plugin/wireshark/read/frame.c": ("frame",),
    "plugin/wireshark/keep/audited.h": ("before_draw",),
    "plugin/wireshark/keep/memory.c": ("memory",),
    "plugin/wireshark/keep/cards.c": ("cards", "hosts"),
    "plugin/wireshark/report/text_list.c": ("text_list", "hosts", "stat_hosts"),
    "plugin/wireshark/report/hosts.c": ("hosts", "stat_hosts"),
    "plugin/wireshark/report/host.c": ("hosts", "stat_hosts"),
    "plugin/wireshark/report/roll.c": ("hosts", "stat_hosts", "stat_tree"),
    "plugin/wireshark/report/stat_tree.c": ("stat_tree",),
    "plugin/wireshark/report/times.c": ("stat_hosts",),
    "plugin/wireshark/report/before_draw.c": ("before_draw", "stat_hosts"),
    "plugin/wireshark/report/stat_hosts.c": ("stat_hosts",),
    **{f"plugin/wireshark/show/{name}.c": ("registered",)
       for name in ("display", "column", "remarks")}}
CHECK_SECONDS = 60                    # many times what the slowest check takes

# What is printed of our captures.
BASELINE = "tests/captures/baseline.py"
BASELINE_SECONDS = 40           # ten times what it takes
ALWAYS_NEAR = "test_cases"
CAPTURES = ("test_filters", "test_identity", "test_outputs", "test_statistics", "test_records",
            "test_capture_statistic", "test_many", "test_sight", "test_sharkd", "test_headline",
            "test_oracle", "test_public", "test_00_loaded")
# Not a matter of the plugin.
UNCONCERNED = "not test_files_are_what_the_generator_writes"
TESTS_SECONDS = 1800
# Then the programs that hold the plugin for longer than one capture, and one that watches its
# memory: (the build, what tests know its plugins by, the tests).
MUTANTS_COUNT = 500
HOSTS = (
    ("plain", "SMB1AUDIT_PLUGIN_DIR", (
        "tests/gui", "tests/frontends/test_sessions.py",
        "tests/frontends/test_memcheck.py::test_own_memory",
        "tests/frontends/test_disabled.py", "tests/frontends/test_lacking.py")),
    ("sanitized", "SMB1AUDIT_SANITIZED", ("tests/fuzz/test_mutants.py::test_mutants",)),
    ("plain", "SMB1AUDIT_PLUGIN_DIR", ("tests/cost/test_cost.py::test_attack",)),
)

# Which of CAPTURES most likely notice a change to these, besides ALWAYS_NEAR.
NEAR = (
    ("plugin/wireshark/report/stat_capture", "test_capture_statistic", "test_records"),
    ("plugin/wireshark/report/senders", "test_capture_statistic"),
    ("plugin/wireshark/keep/coverage", "test_capture_statistic"),
    ("plugin/wireshark/report/record.", "test_many"),
    ("plugin/wireshark/report/records", "test_records"),
    ("plugin/wireshark/report/output", "test_records"),
    ("plugin/wireshark/report/stat_tree", "test_many"),
    ("plugin/wireshark/report/", "test_statistics"),
    ("plugin/wireshark/keep/cards", "test_statistics"),
    ("plugin/wireshark/keep/connection", "test_statistics"),
    ("plugin/wireshark/show/", "test_outputs", "test_many"),
    ("plugin/wireshark/text", "test_outputs"),
    ("plugin/wireshark/read/sight", "test_sight"),
)


def checks(path):
    """The unit checks that judge a file, its own first."""
    if path in WITH_HOST:
        return list(WITH_HOST[path])
    stem = pathlib.Path(path).stem
    first = [*NEAREST.get(stem, ()), *(name for name in CHECKS if name == stem)]
    return list(dict.fromkeys([*first, *CHECKS]))


def near(path):
    """The tests that are nearest to a file."""
    first = next((names for begin, *names in NEAR if path.startswith(begin)), [])
    return _files([*first, ALWAYS_NEAR])


def captures(path):
    """The others."""
    return [file for file in _files(CAPTURES) if file not in near(path)]


def _files(names):
    return [f"tests/captures/{name}.py" for name in names]
