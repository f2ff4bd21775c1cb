# SPDX-License-Identifier: GPL-2.0-or-later
#
# What RPM packages alone have. Included by package.cmake after content.cmake.
set(CPACK_RPM_PACKAGE_RELEASE "1.ws${RELEASE}")
set(CPACK_RPM_PACKAGE_LICENSE "GPL-2.0-or-later")
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/smb1audit")

# rpm finds the libraries itself, and libwireshark's name has the release in it. tshark is named as
# in Fedora and Red Hat's.
string(REPLACE "tshark" "wireshark-cli >= ${RELEASE}, wireshark-cli < ${NEXT_RELEASE}"
	CPACK_RPM_PACKAGE_REQUIRES "${SMB1AUDIT_DEPENDS}")
set(CPACK_RPM_PACKAGE_AUTOREQ ON)
set(CPACK_RPM_PACKAGE_AUTOPROV OFF)

# Made once more, it is the same: times and host are not those of the making. Files of Python
# are left as they are, and debugging is stripped by CPack.
set(CPACK_RPM_SPEC_MORE_DEFINE "%define use_source_date_epoch_as_buildtime 1
%define clamp_mtime_to_source_date_epoch 1
%define build_mtime_policy clamp_to_source_date_epoch
%define _buildhost smb1audit
%define __brp_python_bytecompile %{nil}
%define __brp_mangle_shebangs %{nil}
%define debug_package %{nil}
%define _build_id_links none")

# Folders of others.
foreach(folder
	"${CMAKE_INSTALL_LIBEXECDIR}" "${CMAKE_INSTALL_MANDIR}" "${CMAKE_INSTALL_MANDIR}/man1"
	"${CMAKE_INSTALL_DATADIR}/licenses" "${PROFILES}" "${Wireshark_PLUGIN_LIBDIR}"
	"${Wireshark_PLUGIN_LIBDIR}/epan" "${CMAKE_INSTALL_DATADIR}/zsh"
	"${CMAKE_INSTALL_DATADIR}/zsh/${ZSH_FOLDER}" "${CMAKE_INSTALL_DATADIR}/bash-completion"
	"${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
	while(folder)
		list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
			"${CMAKE_INSTALL_PREFIX}/${folder}")
		get_filename_component(folder "${folder}" DIRECTORY)
	endwhile()
endforeach()
list(REMOVE_DUPLICATES CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION)
