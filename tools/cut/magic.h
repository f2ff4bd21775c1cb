/* magic.h - where an SMB message may begin
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_MAGIC_H
#define SMB1AUDIT_CUT_MAGIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAGIC = 4 };		/* its length */

/* Whether the four bytes begin SMB1, SMB2, or SMB2 that is compressed: what the audit
 * may read. Of an encrypted message nobody knows what is in it. */
bool magic_begins(const uint8_t *bytes);

/* The place from that one on where four such bytes are; length where there are none. */
size_t magic_find(const uint8_t *bytes, size_t length, size_t from);

bool magic_is_in(const uint8_t *bytes, size_t length);

/* How much of a message tells whether it may matter. */
enum { MESSAGE_START = 14 };

/* Whether a message with that magic may matter to the audit, from MESSAGE_START bytes. */
bool magic_may_matter(const uint8_t *bytes);

/* How many bytes, up to three, at the end may be the beginning of a magic. */
size_t magic_at_end(const uint8_t *bytes, size_t length);

/* How many bytes, up to three, at the start are the end of a magic. */
size_t magic_at_start(const uint8_t *bytes, size_t length);

#endif
