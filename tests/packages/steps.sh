# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced by make and use: a table of steps, each a function; what it prints is shown where it
# fails, and then nothing more is tried.

# shellcheck disable=SC2154 # $suite comes from make and use
# run_steps LIST: the function LIST prints lines, a function and what it does.
run_steps() {
	local list=$1 step meaning output status
	while read -r step meaning; do
		status=0
		# Not as a condition: set -e has to end a step at its first failure.
		output=$(mktemp)
		(set -e; "$step") >"$output" 2>&1 </dev/null &
		wait $! || status=$?
		if [ "$status" -ne 0 ]; then
			cat "$output" >&2
			printf '%s: FAILED  %s\n' "$suite" "$meaning" >&2
			return 1
		fi
		printf '%s: ok      %s\n' "$suite" "$meaning" >&2
		rm -f "$output"
	done < <("$list")
}

# A command that has to fail.
fails() {
	if "$@"; then
		return 1
	fi
}

apt_quietly() {
	DEBIAN_FRONTEND=noninteractive apt-get -q --yes --no-install-recommends "$@"
}
