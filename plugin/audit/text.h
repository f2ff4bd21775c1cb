/* text.h - hostile bytes as text that is safe to show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_TEXT_H
#define SMB1AUDIT_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Each writes count bytes, or up to a NUL, as UTF-8 and returns the length
 * without the NUL; what does not fit in room is left out, and room may be 0 to
 * measure. Control characters, and bytes that are none, come out as \xdf. */

/* OEM strings: what is not ASCII depends on a code page that is not known. */
size_t text_from_oem(const uint8_t *bytes, size_t count, char *text, size_t room);

/* UTF-16LE; an odd last byte is left out. */
size_t text_from_utf16(const uint8_t *bytes, size_t count, char *text, size_t room);

#endif
