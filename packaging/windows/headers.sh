# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of the command that sources this
#
# Sourced by package: headers and symbol lists of one release of Wireshark and of GLib, from
# Debian's packages. In $files: the folder of that release; in $work: what all have in common.

# apt with the sources, lists and cache of one suite, in the folder $debs; this machine's stay
# as they are.
suite_apt() {
	"$1" -q -o Dir::Etc::sourcelist="$debs/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$debs/lists" -o Dir::Cache="$debs/cache" \
		-o APT::Architecture=amd64 -o APT::Sandbox::User=root "${@:2}"
}

# fetch FOLDER SUITE PACKAGES LIBRARIES: .deb files of the packages, and of what they depend on
# that has such a name. apt checks their signatures.
fetch() {
	local debs=$1 suite=$2 packages=$3 libraries=$4 depended
	local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -e "$keyring" ] || keyring=
	mkdir -p "$debs/lists/partial" "$debs/cache/archives/partial"
	printf 'deb %s %s %s main\n' "${keyring:+[signed-by=$keyring]}" "$(debian_archive)" "$suite" \
		>"$debs/sources.list"
	quietly "apt-get update for $suite" suite_apt apt-get update || return 1
	# shellcheck disable=SC2086 # lists of words
	depended=$(suite_apt apt-cache depends $packages |
		sed -nE "s/^ +Depends: ($libraries)\$/\1/p" | sort -u)
	# shellcheck disable=SC2086
	(cd "$debs" && quietly "fetching $packages" suite_apt apt-get download $packages $depended)
}

# Headers go to usr in $files; what a library exports stands in its package (deb-symbols(5)).
unpack() {
	local deb
	for deb in "$1"/*.deb; do
		dpkg-deb --extract "$deb" "$files" || return 1
		dpkg-deb --ctrl-tarfile "$deb" | tar -xO ./symbols >>"$files/symbols" 2>/dev/null || :
	done
}

fetch_glib() {
	[ -e "$work/glib" ] || fetch "$work/glib" "$glib_suite" "$glib_packages" "$glib_libraries"
}

# The macro of one file, as a number.
number_of() {
	sed -nE "s/^#define $1 +([0-9]+).*/\1/p" "$files/usr/include/wireshark/ws_version.h"
}

is_release() {
	local is
	is=$(number_of WIRESHARK_VERSION_MAJOR).$(number_of WIRESHARK_VERSION_MINOR)
	[ "$is" = "$1" ] || {
		say "$1: $2 has Wireshark $is"
		return 1
	}
}

make_glibconfig() {
	mkdir -p "$files/glib-2.0"
	sed -E -f "$packaging/glibconfig.sed" \
		"$files"/usr/lib/x86_64-linux-gnu/glib-2.0/include/glibconfig.h \
		>"$files/glib-2.0/glibconfig.h"
	quietly 'checking glibconfig.h' "$target-gcc" -Wall -Werror -fsyntax-only \
		-I "$files/usr/include/glib-2.0" -I "$files/glib-2.0" "$packaging/glibconfig.c"
}
