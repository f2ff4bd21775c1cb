/* dialect.h - the catalogue of SMB dialects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_DIALECT_H
#define SMB1AUDIT_DIALECT_H

#include <stdint.h>

/* What a listed string stands for. DIALECT_MARKER strings are known, but are
 * no dialect: a server cannot select them. */
enum dialect_family {
	DIALECT_UNKNOWN,
	DIALECT_CORE,
	DIALECT_COREPLUS,
	DIALECT_LANMAN1,
	DIALECT_LANMAN2,
	DIALECT_NT,
	DIALECT_SMB2,
	DIALECT_MARKER,
};

struct dialect {
	const char *name;	/* as it stands in SMB_Dialect.DialectString */
	enum dialect_family family;
	const char *reference;
};

/* An SMB2 DialectRevision. */
struct revision {
	uint16_t number;
	const char *name;
	const char *reference;
};

enum { REVISION_WILDCARD = 0x02FF };	/* MS-SMB2 2.2.4: a second round follows */

/* The row of that exact string (case counts, MS-CIFS 2.2.4.52.1), or NULL. */
const struct dialect *dialect_find(const char *name);

/* Whether a server that selects it speaks SMB1. */
int dialect_is_smb1(enum dialect_family family);

/* "SMB 3.1.1" for 0x0311, or NULL. */
const char *revision_name(uint16_t number);

#endif
