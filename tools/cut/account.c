/* account.c - what was read of each capture
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "account.h"

#include <inttypes.h>
#include <stdio.h>

static void
write_captures(const struct stream *stream, FILE *file)
{
	if (stream->status == STATUS_WHOLE) {
		fprintf(file, "*\t%s\n", stream->capture.complaint);
		return;
	}
	for (unsigned i = 0; i < stream->frames->len; i++) {
		const bool is_damaged = stream->damage && i + 1 == stream->frames->len;

		fprintf(file, "%" PRIu64 "\t%s\n", g_array_index(stream->frames, uint64_t, i),
		    is_damaged ? stream->damage : "");
	}
	if (stream->ended != NULL)
		fprintf(file, "-\t%s\n", stream->ended);
}

bool
account_write(const struct stream *stream, const char *folder)
{
	char *name = g_strdup_printf("%s/captures", folder);
	FILE *file = fopen(name, "wx");

	g_free(name);
	if (file == NULL)
		return false;
	write_captures(stream, file);
	return fclose(file) == 0;
}
