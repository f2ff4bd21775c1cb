# SPDX-License-Identifier: GPL-2.0-or-later
"""Run tshark.exe under Wine, with the plugin as a user of the zip has it."""

import fcntl
import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

import tshark

RELEASE = "4.0"
CACHE = pathlib.Path(
    os.environ.get("SMB1AUDIT_WINDOWS")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME")
                    or pathlib.Path.home() / ".cache") / "smb1audit" / "windows")
PROGRAM = CACHE / f"tshark-{RELEASE}" / "tshark.exe"
OTHER = "4.4"               # a release that tshark.exe is not
PACKAGES = tshark.REPOSITORY / "build" / "packages" / "windows"
LONGEST = 300               # seconds for one run


def zip_of(release):
    return PACKAGES / f"smb1audit-{release}-windows-x64.zip"


def _sources():
    """What the zips are made from."""
    root = tshark.REPOSITORY
    yield from (root / "CMakeLists.txt", root / "packet-smb1audit.c", root / "LICENSE")
    for folder in ("plugin", "packaging", "profile"):
        yield from (path for path in (root / folder).rglob("*") if path.is_file())


def make_zips():
    """Those of the checkout as it is, where they are not there yet; one process at a time."""
    PACKAGES.mkdir(parents=True, exist_ok=True)
    with (PACKAGES / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        newest = max(path.stat().st_mtime for path in _sources())
        old = [release for release in (RELEASE, OTHER)
               if not zip_of(release).exists() or zip_of(release).stat().st_mtime < newest]
        if old:
            subprocess.run([tshark.REPOSITORY / "tools" / "package", "windows", *old], check=True)


class Machine:
    """One Windows: a Wine prefix, and in its user's folder what a zip holds."""

    def __init__(self, *releases):
        self._folder = tempfile.TemporaryDirectory(prefix="smb1audit-wine-")
        self.prefix = pathlib.Path(self._folder.name) / "prefix"
        self.run("wineboot", "--init")
        self.settings = self._settings()
        for release in releases:
            with zipfile.ZipFile(zip_of(release)) as archive:
                archive.extractall(self.settings)

    def _settings(self):
        """The folder that a user of Windows names %APPDATA%\\Wireshark."""
        roaming, = self.prefix.glob("drive_c/users/*/AppData/Roaming")
        folder = roaming / "Wireshark"
        folder.mkdir(exist_ok=True)
        return folder

    def plugin(self, release=RELEASE):
        return self.settings / "plugins" / release / "epan" / "smb1audit.dll"

    def environment(self):
        keep = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return {**keep, "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all",
                "WINEDLLOVERRIDES": "mscoree,mshtml=", "HOME": self._folder.name,
                "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def run(self, *command, stdout=subprocess.PIPE):
        """A program of Windows; stdout and stderr are bytes."""
        return subprocess.run(["wine", *map(str, command)], stdin=subprocess.DEVNULL,
                              stdout=stdout, stderr=subprocess.PIPE, timeout=LONGEST,
                              env=self.environment(), check=False)

    def tshark(self, *arguments, **options):
        return self.run(PROGRAM, *arguments, **options)

    def stop(self):
        subprocess.run(["wineserver", "--kill"], env=self.environment(), check=False)
        self._folder.cleanup()


@functools.lru_cache(maxsize=None)
def linux(capture, arguments):
    """What the tshark of this machine prints for the same."""
    done = tshark.run("tshark", *arguments, "-r", capture, check=False)
    return done.returncode, done.stdout


def hindrance():
    """Why there is nothing to test here; empty where there is."""
    if not PROGRAM.exists():
        return f"no {PROGRAM}: tests/windows/prepare builds it"
    if not shutil.which("wine"):
        return "no wine"
    if tshark.release() != (4, 0):
        return "this machine's tshark is not 4.0, with which tshark.exe is compared"
    return ""
