# SPDX-License-Identifier: GPL-2.0-or-later
#
# Run by CPack before it packs: every file has the time of the last commit, and the rights that
# do not depend on who made the checkout.
file(GLOB_RECURSE files LIST_DIRECTORIES true "${CPACK_TEMPORARY_DIRECTORY}/*")
foreach(file IN LISTS files)
	if(NOT IS_SYMLINK "${file}")
		execute_process(COMMAND chmod u=rwX,go=rX "${file}" COMMAND_ERROR_IS_FATAL ANY)
	endif()
	execute_process(COMMAND touch --no-dereference --date "@$ENV{SOURCE_DATE_EPOCH}" "${file}"
		COMMAND_ERROR_IS_FATAL ANY)
endforeach()
