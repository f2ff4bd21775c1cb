# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's own source, of which its checkers are: Debian's source package."""

import functools
import pathlib
import shutil
import subprocess
import tarfile
import tempfile

from files import ROOT

KEPT = ROOT / "build" / "wireshark-source"
# Of the 200 MB, what the checkers are and read.
WANTED = ("tools/", "epan/tfs.c")
# apt's variables.
SOURCES = "$(ORIGIN) $(REPO_URI) $(RELEASE)"


class NotToBeHad(Exception):
    """There is no apt, or it cannot reach a source package."""


def _apt(*arguments, folder=None):
    try:
        done = subprocess.run(["apt-get", "-q", *arguments], cwd=folder, check=False,
                              capture_output=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToBeHad(str(error)) from error
    if done.returncode:
        raise NotToBeHad(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8")


def _sources():
    """Lines for a sources.list: where this machine's packages come from, the archive
    itself before its additions, of which a mirror has not always the sources."""
    told = _apt("indextargets", "--format", SOURCES, "Created-By: Packages",
                "Component: main")
    rows = {tuple(line.split()) for line in told.splitlines()}
    lines = [f"deb-src {uri} {release} main"
             for origin, uri, release in (row for row in rows if len(row) == 3)
             if origin in ("Debian", "Ubuntu")]
    if not lines:
        raise NotToBeHad("apt knows of no archive")
    return sorted(lines, key=len)


def _download(folder):
    """The archive of the upstream source, from the first source that has it."""
    reasons = []
    for i, line in enumerate(_sources()):
        try:
            return _download_from(line, folder / str(i))
        except NotToBeHad as reason:
            reasons.append(str(reason))
    raise NotToBeHad("\n".join(reasons))


def _download_from(line, folder):
    """apt's own lists stay as they are."""
    (folder / "lists").mkdir(parents=True)
    (folder / "sources.list").write_text(line + "\n", "utf-8")
    options = ["-o", f"Dir::Etc::sourcelist={folder}/sources.list",
               "-o", "Dir::Etc::sourceparts=-", "-o", f"Dir::State::lists={folder}/lists",
               "-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=2"]
    _apt("update", *options)
    _apt("source", *options, "--download-only", "wireshark", folder=folder)
    archives = list(folder.glob("wireshark_*.orig.tar.*[!c]"))
    if not archives:
        raise NotToBeHad("the source package has no upstream archive")
    return archives[0]


def _unpack(archive, folder):
    with tarfile.open(archive) as opened:
        for member in opened:
            top, _, path = member.name.partition("/")
            if path.startswith(WANTED):
                member.name = path
                opened.extract(member, folder)
    return top


@functools.lru_cache(maxsize=None)
def wireshark():
    """The folder that has `WANTED`; kept in build/ for the next time."""
    if KEPT.is_dir():
        return KEPT
    with tempfile.TemporaryDirectory(prefix="smb1audit-source-") as name:
        folder = pathlib.Path(name)
        archive = _download(folder)
        _unpack(archive, folder / "unpacked")
        KEPT.parent.mkdir(exist_ok=True)
        shutil.move(str(folder / "unpacked"), str(KEPT))
    return KEPT
