# SPDX-License-Identifier: GPL-2.0-or-later
#
# The help of the command as help2man understands it.

# The ways of calling it.
s/^usage:/Usage:/
s/^ {7}(smb1-audit )/  or:  \1/
# An option whose text begins on its own line, with one space alone.
s/^(  -[^ ].{16}) ([^ ])/\1  \2/
# What begins with a name, each on a line of its own: manual makes them of this.
s/^( {21})([a-z]+: )/\1@BREAK@\2/
