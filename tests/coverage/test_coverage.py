# SPDX-License-Identifier: GPL-2.0-or-later
"""The unit checks and tests/captures together reach every line of the plugin, but for
those of unreached.tsv, which says why."""

import json
import os
import pathlib
import subprocess
import tempfile

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = ("--filter", "plugin/", "--filter", "packet-smb1audit.c")
PYTHON = "/usr/bin/python3"


def _excused():
    """(file, line without its indentation) to the reason."""
    rows = [line.split("\t") for line in
            (HERE / "unreached.tsv").read_text("utf-8").splitlines()
            if not line.startswith("#")]
    return {(file, line): why for file, line, why in rows}


def _run(*command, **options):
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")


@pytest.fixture(name="measured", scope="module")
def _measured():
    """Files of the plugin to their lines: number to how often it was reached."""
    # Not in pytest's own folder, which the pytest within closes for others.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        os.chmod(name, 0o755)
        return _measure(pathlib.Path(name))


def _measure(build):
    _run("cmake", "-G", "Ninja", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Debug",
         "-DCMAKE_C_FLAGS=--coverage")
    _run("cmake", "--build", build, "--parallel", str(os.cpu_count()))
    _run("ctest", "--test-dir", build, "--output-on-failure")
    # tshark runs as an ordinary user, and adds to the counts beside the objects.
    _run("chmod", "-R", "a+rwX", build)
    # Counting has symbols of its own.
    _run(PYTHON, "-B", "-m", "pytest", "-p", "no:cacheprovider", "-q",
         "--numprocesses", "auto", "--dist", "loadfile", "tests/captures",
         "--deselect", "tests/captures/test_00_loaded.py::test_exported_symbols",
         cwd=ROOT, env={**os.environ, "SMB1AUDIT_PLUGIN_DIR": str(build / "plugins")})
    _run("gcovr", "--root", ROOT, *OURS, "--json", build / "lines.json", build)
    told = json.loads((build / "lines.json").read_text("utf-8"))
    return {file["file"]: {line["line_number"]: line["count"] for line in file["lines"]
                           if not line.get("gcovr/noncode")}
            for file in told["files"]}


def test_every_file_is_measured(measured):
    """Those that have code at all."""
    have_code = {str(file.relative_to(ROOT)) for file in ROOT.glob("plugin/**/*.c")}
    assert have_code <= set(measured)


def test_every_line_is_reached(measured):
    """Or excused; and what is excused is not reached."""
    unreached = set()
    for file, lines in measured.items():
        source = (ROOT / file).read_text("utf-8").splitlines()
        unreached |= {(file, " ".join(source[number - 1].split()))
                      for number, count in lines.items() if count == 0}
    excused = set(_excused())
    told = [f"{'unreached' if each in unreached else 'reached'}\t{each[0]}\t{each[1]}"
            for each in sorted(unreached ^ excused)]
    assert told == [], "\n".join(told)
