# SPDX-License-Identifier: GPL-2.0-or-later
#
# find_package(Wireshark) for Windows, whose official packages have no development files:
# the headers of a Debian package, and import libraries that tools/package made.
# Expects WIRESHARK_FILES, a folder with usr/include, glib-2.0 and lib.
set(_include "${WIRESHARK_FILES}/usr/include/wireshark")
file(STRINGS "${_include}/ws_version.h" _version REGEX "WIRESHARK_VERSION_(MAJOR|MINOR|MICRO) +[0-9]+")
foreach(_part MAJOR MINOR MICRO)
	string(REGEX MATCH "VERSION_${_part} +[0-9]+" _line "${_version}")
	string(REGEX MATCH "[0-9]+" Wireshark_${_part}_VERSION "${_line}")
endforeach()
set(Wireshark_VERSION
	"${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}.${Wireshark_MICRO_VERSION}")
set(Wireshark_INSTALL_PREFIX "${CMAKE_CURRENT_BINARY_DIR}/installed")
set(Wireshark_PLUGIN_LIBDIR "plugins/${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}")

file(GLOB _libraries "${WIRESHARK_FILES}/lib/*.dll.a")
add_library(epan INTERFACE IMPORTED)
set_target_properties(epan PROPERTIES
	INTERFACE_INCLUDE_DIRECTORIES
		"${_include};${WIRESHARK_FILES}/usr/include/glib-2.0;${WIRESHARK_FILES}/glib-2.0"
	INTERFACE_LINK_LIBRARIES "${_libraries}"
)
