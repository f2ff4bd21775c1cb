# SPDX-License-Identifier: GPL-2.0-or-later
#
# The command, its manual page and completion, the profile and the documents. Included by
# package.cmake.

# -- the command --------------------------------------------------------------

set(COMMAND_FOLDER "${CMAKE_INSTALL_LIBEXECDIR}/smb1audit")
get_filename_component(PLUGINS "${CMAKE_INSTALL_PREFIX}/${Wireshark_PLUGIN_LIBDIR}" DIRECTORY)
configure_file("${PACKAGING}/installed.sh.in" "${PACKAGED}/installed.sh" @ONLY)
file(WRITE "${PACKAGED}/version" "${SMB1AUDIT_VERSION}\n")
file(RELATIVE_PATH COMMAND_LINK "${CMAKE_INSTALL_FULL_BINDIR}"
	"${CMAKE_INSTALL_PREFIX}/${COMMAND_FOLDER}/audit")
file(CREATE_LINK "${COMMAND_LINK}" "${PACKAGED}/smb1-audit" SYMBOLIC)

install(PROGRAMS tools/audit tools/unprivileged DESTINATION "${COMMAND_FOLDER}")
install(FILES tools/say.sh tools/filter.sh "${PACKAGED}/installed.sh" "${PACKAGED}/version"
	DESTINATION "${COMMAND_FOLDER}")
install(DIRECTORY tools/report DESTINATION "${COMMAND_FOLDER}" USE_SOURCE_PERMISSIONS
	PATTERN __pycache__ EXCLUDE)
install(TARGETS smb1audit-cut RUNTIME DESTINATION "${COMMAND_FOLDER}")
install(FILES "${PACKAGED}/smb1-audit" DESTINATION "${CMAKE_INSTALL_BINDIR}")

# -- its manual page and completion -------------------------------------------

add_custom_command(OUTPUT "${PACKAGED}/smb1-audit.1.gz"
	COMMAND "${PACKAGING}/manual" "${PACKAGED}/smb1-audit.1"
	COMMAND gzip -9fn "${PACKAGED}/smb1-audit.1"
	DEPENDS tools/audit "${PACKAGING}/manual" "${PACKAGING}/help.sed" "${PACKAGING}/manual.h2m"
	VERBATIM)
install(FILES "${PACKAGED}/smb1-audit.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${PACKAGING}/completion/smb1-audit"
	DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${PACKAGING}/completion/_smb1-audit"
	DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/${ZSH_FOLDER}")

# -- the profile --------------------------------------------------------------

# Without the stamp: what is installed by a package is removed with it.
add_custom_command(OUTPUT "${PACKAGED}/profiles"
	COMMAND "${CMAKE_COMMAND}" -E env "PATH=${Wireshark_INSTALL_PREFIX}/bin:$ENV{PATH}"
		"${CMAKE_CURRENT_SOURCE_DIR}/tools/profile" install --into "${PACKAGED}/profiles"
	COMMAND "${CMAKE_COMMAND}" -E rm "${PACKAGED}/profiles/SMB1 Audit/smb1audit.json"
	VERBATIM)
install(DIRECTORY "${PACKAGED}/profiles/SMB1 Audit" DESTINATION "${PROFILES}")

# -- documents ----------------------------------------------------------------

install(FILES README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY doc DESTINATION "${CMAKE_INSTALL_DOCDIR}" PATTERN building.md EXCLUDE)

add_custom_target(packaged ALL
	DEPENDS "${PACKAGED}/smb1-audit.1.gz" "${PACKAGED}/profiles")
