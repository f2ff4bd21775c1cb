# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a package has besides the plugin, and how CPack makes one of it. Included by the
# checkout's CMakeLists.txt, which installs the plugin into ${Wireshark_PLUGIN_LIBDIR}/epan,
# where SMB1AUDIT_PACKAGE is DEB or RPM. See build beside this.
include(GNUInstallDirs)

if(NOT TARGET smb1audit-cut)
	message(FATAL_ERROR "a package has the cut, too, and libwiretap's headers are missing")
endif()

set(PACKAGING "${CMAKE_CURRENT_LIST_DIR}")
set(PACKAGED "${CMAKE_CURRENT_BINARY_DIR}/packaged")
set(RELEASE "${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}")
math(EXPR NEXT_MINOR "${Wireshark_MINOR_VERSION} + 1")
set(NEXT_RELEASE "${Wireshark_MAJOR_VERSION}.${NEXT_MINOR}")

# Debian has a folder of its own for each architecture; who has packages of the other kind
# has lib64. On a machine with such packages, Wireshark says so itself.
if(SMB1AUDIT_PACKAGE STREQUAL "RPM" AND CMAKE_LIBRARY_ARCHITECTURE)
	string(REPLACE "lib/${CMAKE_LIBRARY_ARCHITECTURE}/" "lib64/"
		Wireshark_PLUGIN_LIBDIR "${Wireshark_PLUGIN_LIBDIR}")
endif()

# The folder of the profiles for all users, from the Wireshark that this is built for.
execute_process(COMMAND "${Wireshark_INSTALL_PREFIX}/bin/tshark" -G folders
	OUTPUT_VARIABLE WIRESHARK_FOLDERS COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "Global configuration:[ \t]*${Wireshark_INSTALL_PREFIX}/([^\n]+)" FOUND
	"${WIRESHARK_FOLDERS}")
if(NOT FOUND)
	message(FATAL_ERROR "tshark does not tell its folder of global settings")
endif()
set(PROFILES "${CMAKE_MATCH_1}/profiles")

set(CPACK_PACKAGE_NAME smb1audit)
include("${PACKAGING}/content.cmake")
include("${PACKAGING}/${SMB1AUDIT_PACKAGE}.cmake")

set(CPACK_GENERATOR "${SMB1AUDIT_PACKAGE}")
set(CPACK_PACKAGE_VERSION "${SMB1AUDIT_VERSION}")
set(CPACK_PACKAGE_VENDOR "SMB1 Audit")
set(CPACK_PACKAGE_CONTACT "${SMB1AUDIT_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "who needs SMB1, for Wireshark ${RELEASE}")
set(CPACK_PACKAGE_DESCRIPTION_FILE "${PACKAGING}/description.txt")
file(READ "${CPACK_PACKAGE_DESCRIPTION_FILE}" CPACK_PACKAGE_DESCRIPTION)
set(CPACK_PACKAGING_INSTALL_PREFIX "${CMAKE_INSTALL_PREFIX}")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
	OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS "${PACKAGING}/times.cmake")
include(CPack)
