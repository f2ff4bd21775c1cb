# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip is the same bytes for the same files, and says what is in it."""

import hashlib
import os
import subprocess
import zipfile

import tshark

ARCHIVE = tshark.REPOSITORY / "packaging" / "windows" / "archive.py"
PACKAGE = tshark.REPOSITORY / "tools" / "package"
FILES = {"plugins/4.0/epan/smb1audit.dll": b"MZ" + bytes(1000),
         "profiles/SMB1 Audit/preferences": b"a: b\n", "smb1audit/README.txt": b"text\r\n"}


def zipped(folder, files, *, mode=0o644, age=0):
    """The zip of a folder with these files, written in this order."""
    for name, content in files:
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode)
        os.utime(path, (age, age))
    target = folder / "made.zip"
    subprocess.run(["/usr/bin/python3", "-B", ARCHIVE, target, folder / "files"], check=True)
    return target


def test_order_times_and_modes_do_not_matter(tmp_path):
    rows = list(FILES.items())
    folders = [tmp_path / name for name in ("one", "two")]
    one = zipped(folders[0], rows)
    two = zipped(folders[1], rows[::-1], mode=0o755, age=1_700_000_000)
    assert one.read_bytes() == two.read_bytes()


def test_another_byte_is_another_zip(tmp_path):
    other = {**FILES, "smb1audit/README.txt": b"test\r\n"}
    one = zipped(tmp_path / "one", FILES.items())
    two = zipped(tmp_path / "two", other.items())
    assert one.read_bytes() != two.read_bytes()


def test_sums_are_those_of_all_files(tmp_path):
    with zipfile.ZipFile(zipped(tmp_path, FILES.items())) as archive:
        lines = archive.read("smb1audit/SHA256SUMS").decode().splitlines()
        assert set(archive.namelist()) == {*FILES, "smb1audit/SHA256SUMS"}
    assert lines == [f"{hashlib.sha256(content).hexdigest()}  {name}"
                     for name, content in sorted(FILES.items())]


def package(*arguments):
    return subprocess.run([PACKAGE, *arguments], capture_output=True, text=True, check=False)


def test_unknown_kind_is_refused():
    done = package("floppy")
    assert done.returncode == 2
    assert done.stderr.startswith("usage: package KIND [ARGUMENT ...]   (kinds: ")


def test_unknown_release_is_named(tmp_path):
    done = package("windows", "-o", tmp_path / "out", "3.6", "4")
    assert done.returncode == 2
    assert done.stderr == "".join(
        f"package: no release {each} (there are: 4.0 4.4 4.6)\n" for each in ("3.6", "4"))
    assert not list((tmp_path / "out").iterdir())
