/* need.h - what one connection says of the need that its hosts have of SMB1, and why
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_NEED_H
#define SMB1AUDIT_NEED_H

#include "audit.h"

/* The side that loses the connection when SMB1 is switched off; values and names are the
 * public interface (smb1audit.needs_smb1). */
enum needs_smb1 { NEEDS_ABSENT, NEEDS_CLIENT, NEEDS_SERVER, NEEDS_UNKNOWN };

/* Never the client of a scanner's connection, nor of one that served the Computer Browser
 * alone. */
enum needs_smb1 needs_smb1(const struct audit *audit);

/* "client", NULL for NEEDS_ABSENT. */
const char *needs_smb1_name(enum needs_smb1 needs);

/* Why, or why not. */
enum reason {
	REASON_NONE,
	REASON_OFFERS_SMB1_ONLY,
	REASON_TOOK_SMB1,
	REASON_SOFTWARE,		/* followed by its name */
	REASON_NOT_CAPTURED,
	REASON_NOT_TOLD,
	REASON_BROWSER,
	REASON_SCANNER,
	REASONS
};

/* A reason in words: text, or "text (of)". Both NULL: there is none. */
struct why {
	const char *text, *of;
};

/* The ground for needs_smb1(); where that is absent for a scanner or the Computer
 * Browser, that. */
struct why needs_why(const struct audit *audit);

/* What a connection says of one host, from nothing to certain. Of several connections of
 * a host, the strongest counts. */
enum need {
	NEED_NOT_SHOWN,
	NEED_NONE,			/* seen to speak SMB2 in that role */
	NEED_BROWSER,			/* SMB1 for the Computer Browser alone: no need of it */
	NEED_SCANNER,			/* the client is a scanner or exploit tool: likewise */
	NEED_PERHAPS,			/* one of the two sides has it */
	NEED_CERTAIN,
	NEEDS
};

struct host_need {
	enum need need;
	enum reason reason;
	const char *of;			/* the software, where that is the reason */
};

/* What a connection says of the host on that side. */
struct host_need need_of(const struct audit *audit, enum side side);

/* In words. */
struct why need_why(const struct host_need *need);

/* "yes", "perhaps", "no (scanner)"; NULL outside the enumeration. */
const char *need_name(enum need need);

#endif
