/* options.h - what the command line says
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_OPTIONS_H
#define SMB1AUDIT_CUT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
	bool help, first, stream, whole;
	unsigned parts;
	uint64_t least;			/* frames that make another part pay */
	const char *folder;
	char *const *captures;
	unsigned count;
};

/* False, and said on standard error, where it is wrong. */
bool options_read(struct options *options, int count, char **arguments);

/* Prints the help; false where that fails. */
bool options_help(void);

#endif
