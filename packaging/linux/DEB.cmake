# SPDX-License-Identifier: GPL-2.0-or-later
#
# What Debian's packages alone have. Included by package.cmake after content.cmake.
#
# The version sorts before one that Debian might have some day, and rises with the release of
# Wireshark, so that an upgrade of Debian brings one along.
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~ws${RELEASE}")
set(DEBIAN_VERSION "${SMB1AUDIT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")

string(TIMESTAMP CHANGED "%a, %d %b %Y %H:%M:%S +0000" UTC)	# of SOURCE_DATE_EPOCH
configure_file("${PACKAGING}/changelog.in" "${PACKAGED}/changelog.Debian" @ONLY)
add_custom_command(OUTPUT "${PACKAGED}/changelog.Debian.gz"
	COMMAND gzip -9fkn "${PACKAGED}/changelog.Debian"
	DEPENDS "${PACKAGED}/changelog.Debian" VERBATIM)
add_custom_target(changelog ALL DEPENDS "${PACKAGED}/changelog.Debian.gz")
install(FILES "${PACKAGED}/changelog.Debian.gz" "${PACKAGING}/copyright"
	DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# libwireshark stays behind when Wireshark goes on to another release, with a name of its own:
# what has to be held is the program.
string(REPLACE "tshark" "tshark (>= ${RELEASE}), tshark (<< ${NEXT_RELEASE}~)"
	CPACK_DEBIAN_PACKAGE_DEPENDS "${SMB1AUDIT_DEPENDS}")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_ENHANCES wireshark)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Modules of Python are compiled when they are installed, as dh_python3 does it.
foreach(script postinst prerm)
	configure_file("${PACKAGING}/${script}.in" "${PACKAGED}/${script}" @ONLY)
	list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${PACKAGED}/${script}")
endforeach()
