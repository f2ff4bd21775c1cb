/* memory.h - what the first pass found, for every pass
 *
 * All of it lives in file scope: until the capture is closed or read again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_MEMORY_H
#define SMB1AUDIT_MEMORY_H

#include "connection.h"

/* What one frame is to the audit. */
struct finding {
	uint32_t frame;
	uint32_t marks;			/* enum negotiation_mark */
	const struct connection *connection;
};

/* Starts empty with every capture; once, when the plugin registers. */
void memory_register(void);

/* For what room 1 keeps. */
extern const struct storage memory_storage;

/* What a list says; the same offer for the same names. */
const struct offer *memory_offer(const struct dialect_list *list);

/* First pass only: what this frame is. Frames come in order. What it and
 * memory_finding() return lasts until the next finding is kept. */
const struct finding *memory_keep_finding(const packet_info *pinfo, unsigned marks,
    struct connection *connection);

/* What was kept of this frame, NULL where nothing was. */
const struct finding *memory_finding(const packet_info *pinfo);

#endif
