/* need.c - what one connection says of the need that its hosts have of SMB1
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>

#include "need.h"
#include "verdict.h"

static const char *const names[NEEDS] = {
	[NEED_NONE]	= "no",
	[NEED_BROWSER]	= "no (Computer Browser)",
	[NEED_SCANNER]	= "no (scanner)",
	[NEED_PERHAPS]	= "perhaps",
	[NEED_CERTAIN]	= "yes",
};

static const enum need needs[][3] = {
	[NEEDS_ABSENT]	= { NEED_NONE, NEED_NONE, NEED_NONE },
	[NEEDS_CLIENT]	= { [SIDE_CLIENT] = NEED_CERTAIN },
	[NEEDS_SERVER]	= { [SIDE_SERVER] = NEED_CERTAIN },
	[NEEDS_UNKNOWN]	= { [SIDE_CLIENT] = NEED_PERHAPS, [SIDE_SERVER] = NEED_PERHAPS },
};

/* A server that takes SMB1 though SMB2 is on offer is limited to SMB1, whoever
 * asked and for what. */
enum need
need_of(const struct audit *audit, enum side side)
{
	const enum needs_smb1 who = verdict_needs_smb1(&audit->negotiation);
	const enum need need = needs[who][side];

	if (need == NEED_NONE || who == NEEDS_SERVER)
		return need;
	if (audit_is_scanner(audit))
		return NEED_SCANNER;
	return audit_is_browser(audit) ? NEED_BROWSER : need;
}

const char *
need_name(enum need need)
{
	return (unsigned)need < NEEDS ? names[need] : NULL;
}
