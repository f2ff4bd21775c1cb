# SPDX-License-Identifier: GPL-2.0-or-later
"""archive.py ZIP FOLDER: all files of FOLDER, the same bytes for the same files.

Neither times nor owners nor the order on the disk go into the zip. A file SHA256SUMS, as
sha256sum writes it, is added to FOLDER, in smb1audit.
"""

import hashlib
import pathlib
import sys
import zipfile

SUMS = pathlib.PurePath("smb1audit", "SHA256SUMS")
EPOCH = (1980, 1, 1, 0, 0, 0)           # the first that a zip can have


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files(folder):
    """The files below, as paths relative to it, in an order of their own."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(found, key=lambda path: path.as_posix())


def write_sums(folder):
    lines = [f"{digest(folder / path)}  {path.as_posix()}\n"
             for path in files(folder) if path != SUMS]
    (folder / SUMS).write_bytes("".join(lines).encode())


def write_zip(target, folder):
    with zipfile.ZipFile(target, "w") as archive:
        for path in files(folder):
            entry = zipfile.ZipInfo(path.as_posix(), EPOCH)
            entry.create_system = 0     # Windows: no permissions
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (folder / path).read_bytes(), compresslevel=9)


def main():
    target, folder = map(pathlib.Path, sys.argv[1:])
    write_sums(folder)
    write_zip(target, folder)


main()
