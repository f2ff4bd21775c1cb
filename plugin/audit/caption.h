/* caption.h - a negotiation in words
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CAPTION_H
#define SMB1AUDIT_CAPTION_H

#include <stddef.h>

#include "audit.h"

/* Each writes into text and returns the length without the NUL; what does not
 * fit in room is left out, and room may be 0 to measure. */

/* "SMB1 selected (NT LM 0.12), server needs SMB1" */
size_t caption_headline(const struct audit *audit, char *text, size_t room);

/* "Negotiate, Selected Dialect: NT LM 0.12, Requested Dialects: [NT LM 0.12]"; the whole
 * list, or what stands for it on every other frame than the offer's. */
size_t caption_whole_summary(const struct audit *audit, char *text, size_t room);
size_t caption_summary(const struct audit *audit, char *text, size_t room);

#endif
