/* captions.h - room 1's captions as texts of the host
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CAPTIONS_H
#define SMB1AUDIT_CAPTIONS_H

#include <wsutil/str_util.h>

#include "../compat.h"
#include "../../audit/caption.h"
#include "../../audit/need.h"

/* All in that scope. */
static inline const char *
caption_text(const struct caption *caption, wmem_allocator_t *scope)
{
	return wmem_strjoinv(scope, "", (char **)(void *)caption->parts);
}

static inline const char *
headline_text(const struct audit *audit, wmem_allocator_t *scope)
{
	struct caption caption;

	caption_headline(&caption, audit);
	return caption_text(&caption, scope);
}

static inline const char *
claim_text(const struct audit *audit, wmem_allocator_t *scope)
{
	struct caption caption;

	caption_claim(&caption, audit);
	return caption_text(&caption, scope);
}

static inline const char *
summary_text(const struct audit *audit, bool whole, wmem_allocator_t *scope)
{
	struct caption caption;

	caption_summary(&caption, audit, whole);
	return caption_text(&caption, scope);
}

/* NULL where there is no reason. */
static inline const char *
why_text(struct why why, wmem_allocator_t *scope)
{
	return why.of ? wmem_strdup_printf(scope, "%s (%s)", why.text, why.of) : why.text;
}

#endif
