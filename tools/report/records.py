# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's records: one per connection that has a verdict."""

# Its columns, in their order; a record has those that are known. A change is
# one in the plugin, too.
COLUMNS = tuple(
    "frame time last_frame last_time verdict needs_smb1 "
    "client_address client_port server_address server_port "
    "offer offer_dialect offer_count offer_stack smb1_only "
    "selected selected_index selected_family summary "
    "offer_frame answer_frame close_frame "
    "client_name client_domain client_user client_os client_lanman "
    "server_name server_domain server_os server_lanman "
    "share signing auth browser scanner".split()
)

# Those that are numbers of frames.
FRAMES = tuple(name for name in COLUMNS if name.split("_")[-1] == "frame")

# SMB1 for these purposes is by itself no need of it.
MARKS = ("scanner", "browser")

# Verdicts to show although nobody is known to need SMB1.
DOUBTFUL = ("Invalid answer", "Offer refused")


def needed_by(record):
    """Who needs SMB1: client, server, unknown; empty for nobody."""
    return record.get("needs_smb1", "")


def apart(record):
    """The mark for which a connection is no need of SMB1; empty if it may be one.

    A server that takes SMB1 though SMB2 is on offer is limited to SMB1,
    whoever asks.
    """
    if needed_by(record) in ("", "server"):
        return ""
    return next((mark for mark in MARKS if record.get(mark)), "")


def matters(record):
    """Is it a connection that the reader should look at?"""
    return bool(needed_by(record)) or record["verdict"] in DOUBTFUL
