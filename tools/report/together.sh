# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Sourced by job: what is left of several captures is told by one tshark, since to start
# one takes longer than to read a small capture. With -M, tshark begins anew after so many
# frames, so that no capture knows of another one; each is filled up to that many by
# frames without content, time or protocol. pcapng files one behind the other are one
# (draft-ietf-opsawg-pcapng, section 3.2: several sections). How many frames, and the sizes
# of what fills up, are filling.py's. $unprivileged is the job's, and $number its last capture.
# shellcheck disable=SC2154

# Leaves the folder for later, if it is to share.
tell_together_later() {
	[ -n "$together" ] && [ -s 0.pcapng ] && [ "$(frames_left)" -le "$AUDIT_TOGETHER" ] ||
		return 1
	: >later
	later="${later-} $PWD"
}

frames_left() {
	echo $(($(wc -c <0.numbers) / 8))
}

# Those that are left for later. If anything is not as it should be, each by itself, so
# that one capture is no other one's trouble.
tell_together() {
	# shellcheck disable=SC2086 # no folder's name has blanks
	set -- ${later-}
	if [ $# -lt 2 ] || ! together "$@"; then
		each_alone "$@"
	fi
}

together() {
	told=$AUDIT_FOLDER/$number.together
	for folder in "$@"; do
		filled "$folder"
	done | "$unprivileged" tshark -n -q -M "$AUDIT_TOGETHER" -r - \
		-z smb1audit,capture -z smb1audit,json >"$told" 2>/dev/null && parted "$@"
	status=$?
	rm -f "$told"
	return "$status"
}

# What is left of a capture, and as many frames as it lacks.
filled() {
	cd "$1" || exit
	cat 0.pcapng
	head -c $((AUDIT_FILLING_FIRST + AUDIT_FILLING_FRAME * (AUDIT_TOGETHER - $(frames_left)))) \
		"$AUDIT_FOLDER/filling"
}

# Each folder gets what was told of its capture. The object of the capture comes last, and
# goes first, as where there is one alone.
parted() {
	printf '%s\n' "$@" | awk '
		NR == FNR { folder[NR] = $0; last = NR; next }
		/^{"frames":/ {
			printf "%s\n%s", $0, records >(folder[++ended] "/0.told")
			close(folder[ended] "/0.told")
			records = ""
			next
		}
		{ records = records $0 "\n" }
		END { exit ended != last || records != "" }
	' - "$told" || return
	for folder in "$@"; do
		: >"$folder/0.said"
		echo 0 >"$folder/0.status"
		rm -f "$folder/0.pcapng" "$folder/later"
	done
}

each_alone() {
	for folder in "$@"; do
		cd "$folder" || exit
		tell 0.pcapng 0
		rm -f 0.pcapng later
	done
}
