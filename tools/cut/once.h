/* once.h - which frames of a stream the audit is to read: in one pass
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_ONCE_H
#define SMB1AUDIT_CUT_ONCE_H

#include "cards.h"
#include "followed.h"
#include "foreign.h"

/* Of bounded size, however long the stream is. */
struct once {
	struct followed followed;	/* on SMB's ports; on others those that have SMB, whole */
	struct foreign foreign;
	struct cards cards;
	int64_t all_until;		/* up to that time every frame of SMB's ports is kept */
};

void once_begin(struct once *once);
void once_end(struct once *once);

/* How many bytes of the frame, captured at that time in seconds, are to be kept: all that
 * were captured, its headers, or 0. */
size_t once_choose(struct once *once, int64_t time, int encapsulation, const uint8_t *bytes,
    size_t captured, size_t length);

#endif
