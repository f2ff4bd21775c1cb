/* captions.h - room 1's captions in Wireshark's memory
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CAPTIONS_H
#define SMB1AUDIT_CAPTIONS_H

#include "../compat.h"
#include "../../audit/caption.h"

/* The caption that write() makes, in that scope. */
static inline const char *
caption_in(size_t (*write)(const struct audit *, char *, size_t),
    const struct audit *audit, wmem_allocator_t *scope)
{
	const size_t room = write(audit, NULL, 0) + 1;
	char *text = (char *)wmem_alloc(scope, room);

	write(audit, text, room);
	return text;
}

#endif
