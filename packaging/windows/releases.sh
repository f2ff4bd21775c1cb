# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is read where this is sourced
#
# Sourced by package: the releases of Wireshark for which there is a zip, and the suite of
# Debian whose headers it is built with.
releases() {
	cat <<-'END'
		4.0 bookworm
		4.4 trixie
		4.6 sid
	END
}

suite_of() {
	releases | awk -v release="$1" '$1 "" == release { print $2 }'
}

# No official package of these releases has an older GLib: Wireshark 4.0 asks for it
# (CMakeLists.txt: find_package(GLIB2 "2.50.0" REQUIRED)), and no later one for less.
glib_version=2.50

# GLib's own headers come from this suite for all releases: those of later ones are without
# the part for Windows.
glib_suite=bookworm

# Development packages. The libraries that they describe are those that they depend on, whose
# names differ between suites.
wireshark_packages='libwireshark-dev libwiretap-dev libwsutil-dev wireshark-dev'
wireshark_libraries='lib(wireshark|wiretap|wsutil)[0-9]+(t64)?'
glib_packages=libglib2.0-dev
glib_libraries='libglib2\.0-0(t64)?'

# The DLLs of the official packages, and the library of Debian that has the same exports.
libraries() {
	cat <<-'END'
		libwireshark.dll  libwireshark
		libwiretap.dll    libwiretap
		libwsutil.dll     libwsutil
		glib-2.0-0.dll    libglib-2.0
	END
}
