/* outputs.h - all parts of what is kept
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_OUTPUTS_H
#define SMB1AUDIT_CUT_OUTPUTS_H

#include "output.h"
#include "stream.h"

struct outputs {
	struct output *all;
	unsigned count;
	unsigned interfaces;		/* that were written to each */
	unsigned before;		/* those of captures before this one */
};

/* In that folder. */
enum status outputs_open(struct outputs *outputs, const char *folder, unsigned count);
void outputs_close(struct outputs *outputs);

enum status outputs_restart(struct outputs *outputs);

/* All parts but so many are empty from now on. */
enum status outputs_limit(struct outputs *outputs, unsigned count);

/* Each frame: what interfaces came to be known, of it and in all. */
enum status outputs_prepare(struct outputs *outputs, struct stream *stream);

/* That many bytes of the frame, not more than were captured. */
enum status outputs_keep(struct outputs *outputs, unsigned part, struct stream *stream,
    size_t bytes);

/* All is in the files now. */
enum status outputs_finish(struct outputs *outputs);

uint64_t outputs_bytes(const struct outputs *outputs);

/* What went wrong; NULL: nothing. */
const char *outputs_complaint(const struct outputs *outputs);

#endif
