# SPDX-License-Identifier: GPL-2.0-or-later
"""The folder of an installed profile: what in it is ours, and what is the user's."""

import os
import shutil
import tempfile

from stamp import STAMP, fingerprint, prints, read_stamp, stamp_text

# Wireshark writes it whenever it leaves a profile: sizes of windows and columns.
RECENT = "recent"


class Refused(Exception):
    """What is in the folder is not ours to touch; in words."""


def install(folder, files, known, force=False):
    """Put the files (name -> bytes) there; what was done, in a word or more.

    Raises Refused where there is something of the user's, known (name -> fingerprints) apart,
    unless it may be kept under another name: force. OSError as it comes, and then all is as it was
    where there was no profile of ours before.
    """
    stamp, others = look(folder, known)
    if others and not force:
        raise Refused(f"{complaint(stamp, others)}: left as it is;"
                      " --force makes it a profile of another name")
    if others:
        kept = keep(folder)
        before = {**stamp, "files": {}} if stamp else {"kept": kept}
        try:
            put(folder, files, before)
        except BaseException:
            folder.with_name(kept).rename(folder)
            raise
        # It is the user's now.
        (folder.with_name(kept) / STAMP).unlink(missing_ok=True)
        return f'installed; what was there is now the profile "{kept}"'
    if is_up_to_date(folder, files, stamp):
        return "up to date"
    put(folder, files, stamp)
    return "updated" if stamp else "installed"


def remove(folder, known, force=False):
    """Take the profile away, and bring back what stood there before; what was done.

    Raises Refused where something was changed, unless force; OSError as it comes.
    """
    stamp, others = look(folder, known)
    if not folder.exists():
        return "not installed"
    if others and not force:
        raise Refused(f"{complaint(stamp, others)}: left as it is; --force removes it")
    take_away(folder)
    kept = folder.with_name(stamp["kept"]) if stamp.get("kept") else None
    if kept and kept.exists():
        kept.rename(folder)
        return "removed; the profile that was there before is back"
    unmake(folder, stamp.get("made", 0))
    return "removed"


def look(folder, known):
    """The stamp, and the names of the files that are not ours, or are no longer."""
    if folder.is_symlink():
        raise Refused("is a symbolic link: left as it is")
    if not folder.exists():
        return {}, []
    stamp = read_stamp(folder)
    ours = stamp.get("files", {})
    return stamp, [path.name for path in sorted(folder.iterdir())
                   if path.name not in (STAMP, RECENT) and not (
                       path.is_file() and fingerprint(path.read_bytes())
                       in known.get(path.name, set()) | {ours.get(path.name)})]


def is_up_to_date(folder, files, stamp):
    """Whether all of it is there already."""
    return stamp.get("files") == prints(files) and all((folder / name).exists() for name in files)


def put(folder, files, stamp):
    """Write the files and the stamp; what is in the way is ours. What the earlier stamp says of
    the time before goes on."""
    fresh = not folder.exists()
    made = make(folder)
    try:
        for name in stamp.get("files", {}).keys() - files.keys():
            (folder / name).unlink(missing_ok=True)
        for name, text in files.items():
            if name != RECENT or not (folder / name).exists():
                write(folder / name, text)
        write(folder / STAMP,
              stamp_text(prints(files), stamp.get("made", made), stamp.get("kept")))
    except BaseException:
        if fresh:
            shutil.rmtree(folder)
            unmake(folder, made)
        raise


def take_away(folder):
    """Remove the folder: all of it, or nothing where that is not allowed."""
    aside = folder.with_name(f".{folder.name}.removed")
    folder.rename(aside)
    try:
        shutil.rmtree(aside)
    except OSError:
        aside.rename(folder)
        raise


def complaint(stamp, others):
    """What is wrong with these files."""
    what = "was changed since it was installed" if stamp else "is another profile of that name"
    return f"{what} ({', '.join(others)})"


def keep(folder):
    """Give a profile another name, which is returned."""
    number, name = 1, f"{folder.name} (kept)"
    while os.path.lexists(folder.with_name(name)):
        number += 1
        name = f"{folder.name} (kept {number})"
    folder.rename(folder.with_name(name))
    return name


def make(folder):
    """Make the folder; how many were missing above it."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return len(missing)


def unmake(folder, count):
    """Remove so many folders above, as long as nothing is in them."""
    for parent in folder.parents[:count]:
        try:
            parent.rmdir()
        except OSError:
            break


def write(path, text):
    """The file is whole or as it was. All may read it, as far as the umask lets them."""
    umask = os.umask(0)
    os.umask(umask)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(text)
            new.flush()
            os.chmod(new.name, 0o666 & ~umask)
            os.replace(new.name, path)
        except BaseException:
            os.unlink(new.name)
            raise
