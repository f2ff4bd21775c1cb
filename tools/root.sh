# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Sourced by package, tests/fresh-root and tests/windows, after say.sh and install.sh: a bare
# Debian in a folder of its own, and commands in it. All of it wants to be root.

# The bare roots are kept here for a week as tar files.
roots_cache=${XDG_CACHE_HOME:-$HOME/.cache}/smb1audit

# What keeps this machine from entering another root; nothing where it can. The
# argument is an empty folder on the file system where the root will be.
hindrance() {
	local folder=$1
	if [ "$(id -u)" -ne 0 ]; then
		echo 'not run by root'
		return
	fi
	# shellcheck disable=SC2016 # $1 belongs to the inner shell
	unshare --mount --pid --fork --kill-child sh -ec '
		mount -t tmpfs tmpfs "$1"
		mkdir "$1/proc"
		mount -t proc proc "$1/proc"
		chroot / true' sh "$folder" 2>&1 || echo 'no namespaces, mounts or chroot'
	{ mknod "$folder/null" c 1 3 && : >"$folder/null"; } 2>&1 || echo 'no device files'
	rm -f "$folder/null"
}

# This machine's sources of Debian packages: URI, release and the codename.
debian_sources() {
	# shellcheck disable=SC2016 # these are apt's variables
	apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(CODENAME)' \
		'Created-By: Packages' 'Component: main' | sed -n 's/^Debian //p' | sort -u
}

# The archive's own URI is the first of a release without a suffix.
debian_archive() {
	debian_sources | awk '$2 !~ /-/ { print $1; exit }'
}

# The same sources for another suite, from MIRROR alone where one is named.
sources_list() {
	local suite=$1 mirror=${2-} uri release codename
	if [ -n "$mirror" ]; then
		printf 'deb %s %s main\n' "$mirror" "$suite"
		return
	fi
	while read -r uri release codename; do
		codename=${codename%%-*}
		release=${release/#$codename/$suite}
		case $release in
		sid-*) ;;       # sid has neither updates nor a security archive
		*) printf 'deb %s %s main\n' "$uri" "$release" ;;
		esac
	done < <(debian_sources)
}

# bare_root SUITE FOLDER [MIRROR]. The tar file appears under its name only when it is
# whole.
bare_root() {
	local suite=$1 folder=$2 from=${3-} tar=$roots_cache/$1.tar
	if [ -n "$(find "$tar" -mtime -7 2>/dev/null)" ]; then
		tar -C "$folder" -xf "$tar"
		return
	fi
	[ -n "$from" ] || from=$(debian_archive)
	# Without a mirror debootstrap takes the one that it was built with.
	quietly "debootstrap of $suite" \
		debootstrap --variant=minbase "$suite" "$folder" ${from:+"$from"} || return 1
	rm -rf "$folder"/var/cache/apt/archives/*.deb
	mkdir -p "$roots_cache"
	tar -C "$folder" -cf "$tar.$$" .
	mv "$tar.$$" "$tar"
}

# set_up_apt SUITE FOLDER [MIRROR]: apt in the root reaches what apt reaches here, and
# dpkg need not wait for the disk.
set_up_apt() {
	local suite=$1 folder=$2 sources
	echo force-unsafe-io >"$folder/etc/dpkg/dpkg.cfg.d/90fresh-root"
	cat /etc/resolv.conf >"$folder/etc/resolv.conf"
	{
		apt-config dump Acquire
		echo 'Acquire::Retries "3";'
	} >"$folder/etc/apt/apt.conf.d/90host"
	if [ -d /etc/apt/auth.conf.d ]; then
		cp -R /etc/apt/auth.conf.d "$folder/etc/apt/"
	fi
	sources=$(sources_list "$suite" "${3-}")
	if [ -n "$sources" ]; then
		printf '%s\n' "$sources" >"$folder/etc/apt/sources.list"
	fi
}

# make_root SUITE FOLDER: all of the above, or one line that says why not.
make_root() {
	local suite=$1 folder=$2 reason
	mkdir "$folder"
	reason=$(hindrance "$folder" | paste -sd ' ')
	[ -z "$reason" ] || die "no root can be entered here: $reason"
	install_packages matrix
	# apt tells of its sources what their indexes say.
	[ -n "$(debian_sources)" ] || quietly 'apt-get update' apt_get update || :
	bare_root "$suite" "$folder" || die "no $suite to be had"
	set_up_apt "$suite" "$folder"
}

# The checkout, as /checkout, without what was built from it here.
copy_into_root() {
	local checkout=$1 folder=$2
	mkdir "$folder/checkout"
	tar -C "$checkout" --exclude=./build --exclude=./.git -cf - . |
		tar -C "$folder/checkout" --no-same-owner -xf -
}

# in_root FOLDER COMMAND: as root, in namespaces of its own; whatever is mounted or
# started here ends with it. More mounts: SMB1AUDIT_BIND, "FROM TO" a line.
in_root() {
	# shellcheck disable=SC2016 # the variables belong to the inner shell
	unshare --mount --pid --fork --kill-child sh -ec '
		root=$1 command=$2
		mount --bind "$root" "$root"
		mount -t proc proc "$root/proc"
		mount -t tmpfs tmpfs "$root/dev/shm"
		printf "%s\n" "$SMB1AUDIT_BIND" | while read -r from to; do
			[ -n "$from" ] || continue
			mkdir -p "$root$to"
			mount --bind "$from" "$root$to"
		done
		exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root \
			${http_proxy:+http_proxy="$http_proxy"} \
			${https_proxy:+https_proxy="$https_proxy"} \
			chroot "$root" sh -c "$command"' sh "$1" "$2" </dev/null
}
