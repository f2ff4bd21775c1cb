# SPDX-License-Identifier: GPL-2.0-or-later
"""Bash completes the options, formats and names of smb1-audit."""

import pathlib
import shlex

import pytest
from packaged import LINUX, said

BASH_COMPLETION = pathlib.Path("/usr/share/bash-completion/bash_completion")

SCRIPT = """
source {bash_completion}
source {completion}
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
COMP_LINE=${{COMP_WORDS[*]}} COMP_POINT=${{#COMP_LINE}}
$(complete -p smb1-audit | sed 's/.*-F \\([^ ]*\\).*/\\1/')
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(name="complete")
def fixture_complete(command, tmp_path):
    """A function: what Bash proposes for the last one of these words."""
    (tmp_path / "captures").mkdir()
    (tmp_path / "office.pcapng").touch()

    def proposed(*words):
        script = SCRIPT.format(
            bash_completion=BASH_COMPLETION, completion=LINUX / "completion" / "smb1-audit",
            words=shlex.join([str(command), *words]))
        return set(said("bash", "--norc", "-c", script, cwd=tmp_path).split())

    return proposed


def test_options(complete, options):
    """All long ones of the help, and those that begin so."""
    assert complete("--") == {option for option in options if option.startswith("--")}
    assert complete("--rec") == {"--recent-days", "--records", "--records-only"}


def test_formats(complete, formats):
    """Behind --format, those of the help."""
    assert complete("--format", "") == set(formats)
    assert complete("--format", "j") == {"json"}


def test_names(complete):
    """Captures and folders; records go into a folder."""
    assert complete("") == {"captures", "office.pcapng"}
    assert complete("-o", "off") == {"office.pcapng"}
    assert complete("--records-only", "") == {"captures"}


def test_names_of_a_store(complete):
    """A store is a file; a time and a number are none."""
    assert complete("--store", "off") == {"office.pcapng"}
    assert complete("--store", "office.pcapng", "--records", "cap") == {"captures"}
    for option in ("--since", "--until", "--recent-days"):
        assert complete("--store", "office.pcapng", option, "") == set()
