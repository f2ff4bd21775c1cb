# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by audit, test and tests/fresh-root, after say.sh: install_packages
# LIST... installs the packages of these lists that are missing, and nothing else.

# The lists: one package a line and what it is for. The names are those of
# Debian 12, Debian 13 and Ubuntu alike.
packages_for() {
	"packages_for_$1" | sed 's/ .*//'
}

# What a package depends on.
packages_for_audit() {
	cat <<-'END'
		tshark          reads the captures
		parallel        reads several captures at a time
		python3         prints the report
	END
}

packages_for_build() {
	cat <<-'END'
		wireshark-dev   headers, libraries and CMake package for plugins
		cmake
		gcc
		libc6-dev
		ninja-build
		pkgconf
	END
}

packages_for_merge() {
	cat <<-'END'
		python3         prints the report
	END
}

packages_for_page() {
	cat <<-'END'
		python3-jinja2  makes the page of --format html
	END
}

packages_for_test() {
	cat <<-'END'
		libcmocka-dev     tests/unit
		python3-pytest    the other tests
		python3-pytest-xdist  runs several of them at once
		python3-scapy     makes captures
		samba             tests/live: a server that speaks SMB1, SMB2 or both
		smbclient
		python3-impacket
		iproute2          tests/live: network namespaces
		tcpdump
		wireshark         tests/gui: the windows
		xvfb              a screen for them
		at-spi2-core      tells what they show
		dbus-x11          how it tells: a session bus that needs no systemd
		python3-gi        asks it
		python3-colorspacious  tests/profile: colors as color-blind people see them
	END
}

packages_for_metamorphic() {
	cat <<-'END'
		wireshark-common    tests/metamorphic: editcap, sharkd
	END
}

packages_for_frontends() {
	cat <<-'END'
		wireshark-common    tests/frontends: sharkd, mergecap
		valgrind            memory that is lost, or is not ours
	END
}

packages_for_linux() {
	cat <<-'END'
		dpkg-dev    tools/package deb: the packages of libraries, flags of the compiler
		file        which of the files are programs
		help2man    the manual page
		rpm         tools/package rpm
	END
}

packages_for_packages() {
	cat <<-'END'
		help2man           tests/packages: makes the manual page
		man-db             reads it
		bash-completion
	END
}

packages_for_many() {
	cat <<-'END'
		openssh-server    tests/many: other machines, on this one
		openssh-client
		rsync             takes captures there, and records back
		slurm-wlm         a cluster of one node
		munge             tells it who asks
	END
}

packages_for_store() {
	packages_for_page
	cat <<-'END'
		sqlite3    tests/store: asks a store as anybody would
	END
}

packages_for_html() {
	packages_for_page
	cat <<-'END'
		chromium          tests/html: a browser that shows the page
		chromium-driver   does in it what a user does
		python3-selenium  tells it what
	END
}

packages_for_static() {
	cat <<-'END'
		clang              tests/static, a row of its table each
		clang-tidy
		cppcheck
		shellcheck
		python3-flake8
		codespell
		perl               Wireshark's own checkers are written in it
	END
}

packages_for_fuzz() {
	cat <<-'END'
		clang              tests/fuzz: libFuzzer
		libclang-rt-dev    its sanitizers
	END
}

packages_for_cost() {
	cat <<-'END'
		valgrind    tests/cost: callgrind counts instructions
	END
}

packages_for_coverage() {
	cat <<-'END'
		gcovr    tests/coverage
	END
}

packages_for_mutation() {
	cat <<-'END'
		python3-clang    tests/mutation: reads C
		clang            its headers
	END
}

packages_for_matrix() {
	cat <<-'END'
		debootstrap    tests/fresh-root and tools/root.sh: a bare Debian
	END
}

packages_for_windows() {
	cat <<-'END'
		wine    tests/windows
	END
}

packages_for_mingw() {
	cat <<-'END'
		gcc-mingw-w64-ucrt64    packaging/windows, in Debian 13 or later
		cmake
		make
		python3
	END
}

install_packages() {
	# Where there is no dpkg, whoever built Wireshark knows what is there.
	command -v dpkg-query >/dev/null || return 0
	missing=$(for list in "$@"; do packages_for "$list"; done | not_installed)
	[ -n "$missing" ] || return 0
	may_install ||
		die "packages are missing; as root: apt-get install --no-install-recommends $missing"
	say "installing $missing"
	# shellcheck disable=SC2086 # a list of words
	(without_services apt_install $missing) || exit 2
}

# Package names on standard input; those not installed, on one line. Where one is unknown,
# dpkg-query fails and tells of the others.
not_installed() {
	wanted=$(cat)
	# shellcheck disable=SC2086 # a list of words
	{
		dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null || :
		printf '%s\n' $wanted
	} | awk 'NF == 2 { there[$1] = $2; next } there[$1] != "installed"' | paste -sd ' '
}

may_install() {
	command -v apt-get >/dev/null || return 1
	[ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -n -- "$@"
	fi
}

apt_install() {
	# One source of several may be out of reach; what counts is the install.
	quietly 'apt-get update' apt_get update || :
	quietly 'apt-get install' apt_get install --yes --no-install-recommends "$@"
}

apt_get() {
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

# Debian starts a server when its package is installed. A test run must not
# put a file server on the network; Debian asks policy-rc.d before it starts
# one. Runs in a subshell of its own: the traps end with it.
without_services() {
	policy=/usr/sbin/policy-rc.d
	if [ ! -e "$policy" ]; then
		trap 'as_root rm -f "$policy"' EXIT
		trap 'exit 130' INT
		trap 'exit 143' TERM
		# shellcheck disable=SC2016 # $0 belongs to the inner shell
		as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >"$0" && chmod 755 "$0"' "$policy"
	fi
	"$@"
}
