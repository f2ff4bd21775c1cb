# SPDX-License-Identifier: GPL-2.0-or-later
"""How the commands take their arguments, install, build and fail."""

import os
import re
import shutil

import pytest
from command import CAPTURES, TOOLS, audit, needs_root, run, stand_in, with_path

# Each way to use it, a line.
USAGE = re.compile(r"usage: audit .+\n( {7}audit .+\n)+")


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ([], "audit: no capture given"),
        (["--color", "."], "audit: unrecognized option '--color'"),
        (["-x"], "audit: invalid option -- 'x'"),
        (["--format"], "audit: option '--format' requires an argument"),
        (["--format", "xml", "."], "audit: no such format: xml"),
        (["-o", "", "."], "audit: the output has no name"),
    ],
    ids=str,
)
def test_usage(arguments, complaint, tmp_path):
    """What is wrong and the usage line; nothing is read, installed, built."""
    result = audit(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    said, _, usage = result.stderr.partition("\n")
    assert (said, bool(USAGE.fullmatch(usage))) == (complaint, True)


def test_help():
    """On standard output, with the exit statuses."""
    result = audit("--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert USAGE.match(result.stdout)
    assert "Exit status:" in result.stdout


def test_option_after_a_capture():
    """As with other commands, the order does not matter."""
    result = audit(CAPTURES / "smb2-pure.pcap", "--format", "csv")
    assert result.stdout.startswith("\ufeffcapture,frame,")


def test_full_disk():
    """A report that cannot be written is no report."""
    with open("/dev/full", "w", encoding="ascii") as full:
        result = audit(CAPTURES / "smb2-pure.pcap", stdout=full)
    assert result.returncode == 2
    assert result.stderr == "audit: cannot write the report: No space left on device\n"


def test_missing_packages_without_root(tmp_path):
    """One line says what to install."""
    stand_in(tmp_path, "dpkg-query", "exit 1")
    stand_in(tmp_path, "id", "echo 1000")
    stand_in(tmp_path, "sudo", "exit 1")
    result = audit(CAPTURES, env=with_path(tmp_path))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "audit: packages are missing; as root: apt-get install --no-install-recommends tshark "
    )
    assert len(result.stderr.splitlines()) == 1


def test_failing_build(tmp_path):
    """Its output is shown, and then what failed."""
    stand_in(tmp_path, "cmake", "echo no compiler today; exit 1")
    result = audit(CAPTURES, env=with_path(tmp_path))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "no compiler today\naudit: the build failed\n"


# What was built, and whether it is configured anew, and from nothing.
BUILDS = {
    "none": ((), "-G Ninja -S"),
    "this one": (("CMakeCache.txt", "build.ninja"), None),
    "by hand": (("CMakeCache.txt", "Makefile"), None),
    "failed": (("CMakeCache.txt",), "-G Ninja --fresh -S"),
    "for another Wireshark": (("CMakeCache.txt", "build.ninja", ".wireshark"),
                              "-G Ninja --fresh -S"),
    "elsewhere": (("CMakeCache.txt of another", "build.ninja"), "-G Ninja --fresh -S"),
}


@pytest.mark.parametrize("name", BUILDS)
def test_configured_once(public_folder, name):
    """Or where it would not fit."""
    checkout, log = public_folder / "checkout", public_folder / "log"
    shutil.copytree(TOOLS, checkout / "tools")
    shutil.copytree(TOOLS.parent / "build/plugins", checkout / "build/plugins")
    there, expected = BUILDS[name]
    for file in there:
        home = "/elsewhere" if "another" in file else checkout
        content = f"CMAKE_HOME_DIRECTORY:INTERNAL={home}\n" if "Cache" in file else "0.9.0\n"
        (checkout / "build" / file.split()[0]).write_text(content)
    stand_in(public_folder, "cmake", f'echo "$*" >>{log}')
    result = run(checkout / "tools/audit", CAPTURES / "smb2-pure.pcap",
                 env=with_path(public_folder))
    assert (result.returncode, result.stderr) == (0, "")
    *configured, built = log.read_text().splitlines()
    assert built.startswith("--build ")
    assert [line.startswith(expected) for line in configured] == [True] * bool(expected)


def test_broken_tshark(public_folder):
    """Without the plugin there is nothing to report, and it is said once."""
    broken = 'tshark: Invalid -z argument "smb1audit,json"; it must be one of:'
    stand_in(public_folder, "tshark", f"echo '{broken}' >&2; exit 1")
    result = audit(CAPTURES, env=with_path(public_folder))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "audit: tshark does not load the plugin\n"


def test_killed_tshark(public_folder):
    """Its records come at the end. That they are lost is said, and the other
    captures are reported."""
    captures = CAPTURES / "selected-xp.pcap", CAPTURES / "red-herring.pcap"
    tshark = shutil.which("tshark")
    stand_in(
        public_folder, "tshark",
        # It reads what the cut left of the first capture.
        f'readlink /proc/self/fd/0 | grep -q "/0\\.0/0\\.pcapng" || exec {tshark} "$@"\n'
        'printf "{ broken"; kill -9 $$',
    )
    result = audit(*captures, env=with_path(public_folder))
    assert result.returncode == 2
    assert result.stderr == (
        f"audit: {captures[0]}: signal 9 ended tshark; its connections are lost\n"
    )
    assert "Red herring reset" in result.stdout


def test_test_names_its_parts():
    """An unknown part is refused before anything runs."""
    result = run(TOOLS / "test", "nothing")
    assert result.returncode == 2
    assert result.stderr.startswith("usage: test [PART ...]")


def test_unprivileged_passes_through(tmp_path):
    """Input, environment and exit status are those of the command."""
    path = tmp_path / "input"
    path.write_text("hello")
    with path.open() as text:
        result = run(
            TOOLS / "unprivileged", "sh", "-c", 'cat; echo " $GREETED"; exit 7',
            stdin=text, env=os.environ | {"GREETED": "world"},
        )
    assert (result.returncode, result.stdout) == (7, "hello world\n")


@needs_root
def test_unprivileged_is_not_root():
    """And has no home folder whose preferences could interfere."""
    result = run(TOOLS / "unprivileged", "sh", "-c", "id -u; id -G; ls $HOME 2>/dev/null")
    assert result.stdout == "65534\n65534\n"
