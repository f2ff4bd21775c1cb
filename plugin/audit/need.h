/* need.h - what one connection says of the need that its hosts have of SMB1
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_NEED_H
#define SMB1AUDIT_NEED_H

#include "audit.h"

/* From none to certain. Of several connections of a host, the strongest counts. */
enum need {
	NEED_NONE,
	NEED_BROWSER,		/* SMB1 for the Computer Browser alone: no need of it */
	NEED_SCANNER,		/* the client is a scanner or exploit tool: likewise */
	NEED_PERHAPS,		/* one of the two sides has it */
	NEED_CERTAIN,
	NEEDS
};

/* What a connection says of the host on that side. */
enum need need_of(const struct audit *audit, enum side side);

/* "yes", "perhaps", "no (scanner)"; NULL outside the enumeration. */
const char *need_name(enum need need);

#endif
