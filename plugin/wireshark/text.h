/* text.h - text from the network, safe to show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_TEXT_H
#define SMB1AUDIT_TEXT_H

#include "compat.h"

enum { TEXT_LONGEST = 256 };	/* bytes of a printable text; what is cut ends in "..." */

/* The text as valid UTF-8: itself, or in that scope. The bytes of what is none, and of characters
 * that are not seen or change how others are shown, come out as \xdf. */
const char *text_printable(const char *text, wmem_allocator_t *scope);

#endif
