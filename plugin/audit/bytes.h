/* bytes.h - numbers as SMB puts them on the wire
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_BYTES_H
#define SMB1AUDIT_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* The little-endian 16-bit number at offset, which the caller knows to be there. */
static inline uint16_t
word_at(const uint8_t *bytes, size_t offset)
{
	return (uint16_t)(bytes[offset] | bytes[offset + 1] << 8);
}

#endif
