/* coverage.h - how much traffic the audit saw
 *
 * Lives in file scope: until the capture is closed or read again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_COVERAGE_H
#define SMB1AUDIT_COVERAGE_H

#include "../compat.h"

struct coverage {
	uint32_t frames;
	uint32_t cut;			/* frames that were not captured whole */
	nstime_t first, last;		/* the earliest and the latest; unset: no frame tells */
	wmem_array_t *links;		/* int, ids of the protocols that frames begin with */
};

/* Starts empty with every capture; once. */
void coverage_register(void);

/* First pass only, every frame. */
void coverage_see(const packet_info *pinfo);

/* NULL while no capture is open. */
const struct coverage *coverage_of_capture(void);

#endif
