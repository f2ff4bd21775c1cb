/* bytes.h - numbers in network order
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_BYTES_H
#define SMB1AUDIT_CUT_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline uint16_t
net16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static inline uint32_t
net32(const uint8_t *bytes)
{
	return (uint32_t)net16(bytes) << 16 | net16(bytes + 2);
}

/* SMB's own numbers are little-endian. */
static inline uint16_t
smb16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[1] << 8 | bytes[0]);
}

static inline uint32_t
smb32(const uint8_t *bytes)
{
	return (uint32_t)smb16(bytes + 2) << 16 | smb16(bytes);
}

static inline size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

#endif
