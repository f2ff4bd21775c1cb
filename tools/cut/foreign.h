/* foreign.h - SMB on connections of other ports
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_FOREIGN_H
#define SMB1AUDIT_CUT_FOREIGN_H

#include "frame.h"

/* Of the pass: where segments meet in the midst of a magic. */
struct foreign {
	GHashTable *ends, *begins;
};

void foreign_begin(struct foreign *foreign);
void foreign_end(struct foreign *foreign);

/* Whether this segment may hold SMB, by itself or with a neighbour. Then all of its
 * connection is to be kept. */
bool foreign_has_smb(struct foreign *foreign, const struct segment *segment);

#endif
