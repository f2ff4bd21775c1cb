# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of the command that sources this
#
# Sourced by package, after releases.sh: import libraries, the DLL, and what is checked of it.
# In $files: the folder of that release; in $root: the checkout.

# What a library exports; of GLib, what there was in the oldest version that may be there.
exports() {
	awk -v library="$1.so." -v limit="$glib_version" '
		/^[^ *|]/ { wanted = index($1, library) == 1; next }
		wanted && /^ [A-Za-z_]/ {
			split($1, name, "@")
			split($2, since, /[.-]/)
			split(limit, most, ".")
			if (library !~ /glib/ || since[1] * 1000 + since[2] <= most[1] * 1000 + most[2])
				print name[1]
		}' "$files/symbols"
}

make_import_libraries() {
	local dll library
	mkdir -p "$files/lib"
	while read -r dll library; do
		{
			printf 'LIBRARY "%s"\nEXPORTS\n' "$dll"
			exports "$library" | sort -u
		} >"$files/lib/$library.def"
		[ "$(wc -l <"$files/lib/$library.def")" -gt 2 ] || {
			say "no exports of $library"
			return 1
		}
		quietly "the import library of $dll" "$target-dlltool" --deterministic-libraries \
			--input-def "$files/lib/$library.def" --dllname "$dll" \
			--output-lib "$files/lib/$library.dll.a" || return 1
	done < <(libraries)
}

# -- the DLL ------------------------------------------------------------------

# No date and no folder of this machine goes into the DLL.
build_dll() {
	local allowed=GLIB_VERSION_${glib_version/./_}
	local flags=(-Werror "-DGLIB_VERSION_MIN_REQUIRED=$allowed" "-DGLIB_VERSION_MAX_ALLOWED=$allowed"
		"-ffile-prefix-map=$root=." "-ffile-prefix-map=$files=.")
	quietly 'configuring the build' cmake -S "$root" -B "$files/build" \
		-DCMAKE_TOOLCHAIN_FILE="$packaging/toolchain.cmake" -DWireshark_DIR="$packaging" \
		-DWIRESHARK_FILES="$files" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUILD_TESTING=OFF \
		-DCMAKE_C_FLAGS="${flags[*]}" \
		-DCMAKE_MODULE_LINKER_FLAGS='-s -static-libgcc -Wl,--no-insert-timestamp' || return 1
	quietly 'the build' cmake --build "$files/build" --target smb1audit --parallel "$(nproc)"
}

# The names of one kind in the DLL: "DLL Name" for imports; exports are the rest.
imported_dlls() {
	"$target-objdump" --private-headers "$1" | sed -nE 's/^\s+DLL Name: //p' | sort
}

exported_names() {
	"$target-objdump" --private-headers "$1" |
		sed -nE '/^\[Ordinal\/Name Pointer\] Table/,/^$/s/^\s+\[ *[0-9]+\].* (\w+)$/\1/p' | sort
}

# What it may import besides the DLLs of `libraries`: Windows' own.
check_dll() {
	local dll=$1 strangers missing
	strangers=$(imported_dlls "$dll" |
		grep -vxF -f <(libraries | cut -d ' ' -f 1) |
		grep -vxE 'KERNEL32\.dll|api-ms-win-crt-[a-z]+-l1-1-0\.dll' | paste -sd ' ') || :
	[ -z "$strangers" ] || {
		say "the DLL imports from $strangers"
		return 1
	}
	missing=$(exported_names "$dll" | diff - <(printf 'plugin_%s\n' \
		describe register version want_major want_minor) | grep '^[<>]') || :
	[ -z "$missing" ] || {
		say "the DLL does not export what a plugin must: $missing"
		return 1
	}
}
