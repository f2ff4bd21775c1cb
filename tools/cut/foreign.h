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

/* For one pass: forgets all places where there are too many. */
void foreign_bound(struct foreign *foreign);

/* For one pass: whether the segment by itself is to be kept, and, if it leads on to SMB,
 * all that follows. */
bool foreign_leads_to_smb(const struct segment *segment);
bool foreign_ends_in_smb(const struct segment *segment);
bool foreign_opens_proxy(const struct segment *segment);

#endif
