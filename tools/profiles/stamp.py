# SPDX-License-Identifier: GPL-2.0-or-later
"""What was installed, by a stamp: a file of JSON beside the profile's.

    files   name -> fingerprint
    made    how many folders above were made for it
    kept    the name that a profile of the user's got which stood here before, or null
"""

import hashlib
import json
from pathlib import Path

STAMP = "smb1audit.json"


def stamp_text(files, made, kept):
    """The stamp as a file has it, bytes."""
    return json.dumps({"files": files, "made": made, "kept": kept}, indent=1).encode() + b"\n"


def fingerprint(text):
    """Of what counts: Wireshark writes comments of its own when it saves a file."""
    lines = [line.strip() for line in text.splitlines()]
    counting = [line for line in lines if line and not line.startswith(b"#")]
    return hashlib.sha256(b"\n".join(counting)).hexdigest()


def prints(files):
    """File -> fingerprint, for files name -> bytes."""
    return {name: fingerprint(text) for name, text in files.items()}


def read_stamp(folder):
    """The stamp of a folder; empty where it has none that can be read."""
    try:
        stamp = json.loads((folder / STAMP).read_bytes())
        whole = (all(is_name(name) and isinstance(of, str) for name, of in stamp["files"].items())
                 and isinstance(stamp["made"], int)
                 and (stamp["kept"] is None or is_name(stamp["kept"])))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
    return stamp if whole else {}


def is_name(text):
    """Whether it names something in a folder, and not elsewhere."""
    return isinstance(text, str) and text not in ("", "..") and Path(text).name == text
