# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by audit and test, after say.sh, with $tools the folder of this
# file: build_plugin builds what changed, into build/, and sets $plugins to
# the folder for WIRESHARK_PLUGIN_DIR, $cut to the cut in front of tshark, empty
# where it could not be built, and $copied to a folder that the command is to
# remove when it replaces its shell; else the shell removes it. What a package
# installs has packaging/linux/installed.sh.in instead.

# shellcheck disable=SC2154 # $tools comes from the command
root=${tools%/*}
build=$root/build

version() {
	sed -n 's/^set(SMB1AUDIT_VERSION \(.*\))$/\1/p' "$root/CMakeLists.txt"
}

# build_plugin anew: look again for what a build may have found missing, such as the
# libraries of tests.
build_plugin() {
	plugins=$build/plugins
	cut=$build/smb1audit-cut
	copied=
	if mkdir -p "$build" 2>/dev/null && [ -w "$build" ]; then
		bring_up_to_date "$@"
	elif readable_by_tshark; then
		say "cannot write to $build: using what was built there"
	else
		die "cannot write to $build"
	fi
	readable_by_tshark || copy_plugins
	[ -x "$cut" ] || cut=
	# What Python makes of the modules is kept with the build.
	export PYTHONPYCACHEPREFIX="$build/python"
}

bring_up_to_date() {
	# Two commands at a time must not build into one folder at a time.
	exec 9>"$build/.lock"
	flock 9
	if ! configured; then
		quietly 'configuring the build' cmake -G Ninja $fresh -S "$root" -B "$build" || exit 2
		wireshark_version >"$build/.wireshark"
	elif [ "${1-}" = anew ]; then
		quietly 'configuring the build' cmake -S "$root" -B "$build" || exit 2
	fi
	quietly 'the build' cmake --build "$build" --parallel "$(nproc)" || exit 2
	exec 9>&-
}

# The build configures itself anew where it has to. One that somebody else has configured is
# left as it is. $fresh is what one that cannot be used is replaced by.
configured() {
	fresh=
	[ -e "$build/CMakeCache.txt" ] || return 1
	# A checkout that was moved or copied with its build/ cannot use it.
	if ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
		fresh=--fresh
		return 1
	fi
	# Files of another Wireshark may be older than what was built for the one before: Debian's
	# have the time when they were packaged.
	if [ -e "$build/.wireshark" ] && [ "$(cat "$build/.wireshark")" != "$(wireshark_version)" ]; then
		fresh=--fresh
		return 1
	fi
	for file in build.ninja Makefile; do
		[ ! -e "$build/$file" ] || return 0
	done
	fresh=--fresh
	return 1
}

# Of the development files; empty where pkg-config does not know.
wireshark_version() {
	pkg-config --modversion wireshark 2>/dev/null || :
}

# For root, tshark runs as an ordinary user (see unprivileged), who perhaps
# cannot enter the checkout.
readable_by_tshark() {
	"$tools/unprivileged" find "$plugins" -name smb1audit.so -readable 2>/dev/null |
		grep -q .
}

# Not in TMPDIR: that may be a private folder, too. The traps are those of the
# command that sources this file.
copy_plugins() {
	copied=$(mktemp -d /tmp/smb1audit.XXXXXX) || exit 2
	trap 'rm -rf "$copied"' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	cp -R "$build/plugins/." "$copied"
	[ ! -x "$cut" ] || cp "$cut" "$copied"
	chmod -R a+rX "$copied"
	plugins=$copied
	cut=$copied/${cut##*/}
}
