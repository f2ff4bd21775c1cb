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
	for (unsigned i = 0; i < stream->seen->len; i++) {
		const bool is_damaged = stream->damage && i + 1 == stream->seen->len;

		fprintf(file, "%" PRIu64 "\t%s\n",
		    g_array_index(stream->seen, struct seen, i).frames,
		    is_damaged ? stream->damage : "");
	}
	if (stream->ended != NULL)
		fprintf(file, "-\t%s\n", stream->ended);
}

/* Seconds since 1970 and nanoseconds. */
static void
write_time(const nstime_t *time, FILE *file)
{
	if (nstime_is_unset(time))
		fputs("\t-", file);
	else
		fprintf(file, "\t%" PRId64 ".%09d", (int64_t)time->secs, time->nsecs);
}

static void
write_coverage(const struct stream *stream, FILE *file)
{
	if (stream->status == STATUS_WHOLE)
		return;
	for (unsigned i = 0; i < stream->seen->len; i++) {
		const struct seen *seen = &g_array_index(stream->seen, struct seen, i);

		fprintf(file, "%" PRIu64, seen->cut);
		write_time(&seen->first, file);
		write_time(&seen->last, file);
		fputc('\n', file);
	}
}

static bool
write_file(const struct stream *stream, const char *folder, const char *name,
    void (*write)(const struct stream *stream, FILE *file))
{
	char *path = g_strdup_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "wx");

	g_free(path);
	if (file == NULL)
		return false;
	write(stream, file);
	return fclose(file) == 0;
}

const char *
account_write(const struct stream *stream, const char *folder)
{
	static const struct {
		const char *name;
		void (*write)(const struct stream *stream, FILE *file);
	} files[] = { { "captures", write_captures }, { "coverage", write_coverage } };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		if (!write_file(stream, folder, files[i].name, files[i].write))
			return files[i].name;
	return NULL;
}
