# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by audit and test: how they speak. Everything goes to standard
# error, so that a report on standard output stays a report.

say() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# Status 2 is the one for whatever kept the command from doing its work.
die() {
	say "$@"
	exit 2
}

# quietly WHAT CMD ARGS...: no output unless CMD fails, and then all of it.
quietly() {
	what=$1
	shift
	log=$(mktemp)
	exec 7>"$log"
	exec 8<"$log"
	# Without its name nothing stays of it, even after an interrupt.
	rm -f "$log"
	status=0
	"$@" </dev/null >&7 2>&1 7>&- 8<&- || status=1
	exec 7>&-
	[ "$status" -eq 0 ] || cat <&8 >&2
	exec 8<&-
	[ "$status" -eq 0 ] || say "$what failed"
	return "$status"
}
