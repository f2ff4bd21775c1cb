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
    "share signing auth browser scanner "
    "why client_user_refused client_users "
    "client_need client_why server_need server_why "
    "client_vendor server_vendor client_resolved server_resolved "
    "left_out unseen".split()
)

TIMES = ("time", "last_time")

# Those that are numbers of frames.
FRAMES = tuple(name for name in COLUMNS if name.split("_")[-1] == "frame")

# What a connection says of the need of one of its ends, the weakest first.
NOT_SHOWN = "not shown"
NONE = "no"
BROWSER = "no (Computer Browser)"
SCANNER = "no (scanner)"
PERHAPS = "perhaps"
CERTAIN = "yes"
NEEDS = (NOT_SHOWN, NONE, BROWSER, SCANNER, PERHAPS, CERTAIN)
STRENGTH = {need: strength for strength, need in enumerate(NEEDS)}

# Why, the one to tell first; a software's name follows.
SOFTWARE = "its software has no SMB2"
GROUNDS = (
    "offers SMB1 only", "took SMB1 though SMB2 was on offer", SOFTWARE,
    "speaks SMB1, the offer was not captured",
    "speaks SMB1, the offer does not tell who needs it",
)

# For whom an audit is made, and who only seems to be one of them.
SHOWN = (PERHAPS, CERTAIN)
APART = (BROWSER, SCANNER)
