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
	if "$@" </dev/null >"$log" 2>&1; then
		rm -f "$log"
		return 0
	fi
	cat "$log" >&2
	rm -f "$log"
	say "$what failed"
	return 1
}
