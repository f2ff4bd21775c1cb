# SPDX-License-Identifier: GPL-2.0-or-later
"""What the profile consists of, for the Wiresharks that read it."""

from pathlib import Path

from folder import Refused
from stamp import prints

NAME = "SMB1 Audit"
SOURCE = Path(__file__).resolve().parents[2] / "profile" / NAME

COLORING = "colorfilters"

# File -> the first release that reads it; all others do since 4.0.
# profile_settings has the filter that switches to the profile.
SINCE = {"profile_settings": (4, 4)}


def profile(wiresharks):
    """The files, name -> bytes. What any of these Wiresharks reads is among them. The stock
    coloring rules are those of the oldest: later ones know its fields, too. Refused without."""
    newest = max(wireshark.release for wireshark in wiresharks)
    oldest = min(wiresharks, key=lambda wireshark: wireshark.release)
    files = {name: text for name, text in source().items() if newest >= SINCE.get(name, ())}
    files[COLORING] += stock_rules(oldest)
    return files


def stock_rules(wireshark):
    """A profile has its own rules or Wireshark's: ours go above those, which are kept."""
    file = wireshark.data / COLORING
    try:
        lines = file.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise Refused(f"no coloring rules of {wireshark.name} to go on with:"
                      f" {file}: {error.strerror}") from None
    rules = b"".join(line for line in lines if not line.startswith(b"#"))
    return f"\n# Those of {wireshark.name}\n".encode() + rules


def source():
    """The files as they are here, name -> bytes."""
    return {path.name: path.read_bytes() for path in SOURCE.iterdir() if path.is_file()}


def known(wiresharks):
    """File -> the fingerprints by which it is known as ours also where it has no stamp, copied by
    hand say."""
    variants = [source()]
    for wireshark in wiresharks:
        try:
            variants.append(profile([wireshark]))
        except Refused:
            pass        # without its rules nothing can have been installed from them
    known_prints = [prints(files) for files in variants]
    names = {name for each in known_prints for name in each}
    return {name: {each[name] for each in known_prints if name in each} for name in names}
