/* output.c - the frames that are kept, and their numbers
 *
 * The frames are a pcapng file. The numbers that they had are 64 bits each, the lowest
 * byte first, so that the number of the frame that has become the nth is at 8 (n - 1).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum status
complain(struct output *output, const char *name, const char *why)
{
	g_free(output->complaint);
	output->complaint = g_strdup_printf("%s: %s", name, why);
	return STATUS_FAILED;
}

/* Numbers of libwiretap's own are of what pcapng cannot say. */
static enum status
complain_of_error(struct output *output, int error, char *info)
{
	complain(output, output->frames_name, wtap_strerror(error));
	g_free(info);
	return error > 0 ? STATUS_FAILED : STATUS_WHOLE;
}

static enum status
open_file(struct output *output, int *descriptor, const char *name)
{
	*descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	return *descriptor < 0 ? complain(output, name, g_strerror(errno)) : STATUS_CUT;
}

static enum status
empty(struct output *output, int descriptor, const char *name)
{
	if (ftruncate(descriptor, 0) != 0 || lseek(descriptor, 0, SEEK_SET) != 0)
		return complain(output, name, g_strerror(errno));
	return STATUS_CUT;
}

static enum status
start_list(struct output *output)
{
	const int descriptor = dup(output->numbers);

	output->list = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
	if (output->list == NULL)
		return complain(output, output->numbers_name, g_strerror(errno));
	return STATUS_CUT;
}

enum status
output_open(struct output *output, const char *folder, unsigned part)
{
	enum status status;

	memset(output, 0, sizeof *output);
	output->frames_name = g_strdup_printf("%s/%u.pcapng", folder, part);
	output->numbers_name = g_strdup_printf("%s/%u.numbers", folder, part);
	output->numbers = -1;
	status = open_file(output, &output->frames, output->frames_name);
	if (status == STATUS_CUT)
		status = open_file(output, &output->numbers, output->numbers_name);
	return status == STATUS_CUT ? start_list(output) : status;
}

enum status
output_open_standard(struct output *output)
{
	memset(output, 0, sizeof *output);
	output->frames_name = g_strdup("standard output");
	output->numbers = -1;
	output->frames = dup(STDOUT_FILENO);
	return output->frames < 0 ? complain(output, output->frames_name, g_strerror(errno)) :
	    STATUS_CUT;
}

enum status
output_flush(struct output *output)
{
	int error = 0;

	return wtap_dump_flush(output->dumper, &error) ? STATUS_CUT :
	    complain_of_error(output, error, NULL);
}

static enum status
end_frames(struct output *output)
{
	wtap_dumper *dumper = output->dumper;
	int error = 0;
	char *info = NULL;

	output->dumper = NULL;
	if (dumper != NULL && !wtap_dump_close(dumper, NULL, &error, &info))
		return complain_of_error(output, error, info);
	return STATUS_CUT;
}

static enum status
end_list(struct output *output)
{
	FILE *list = output->list;

	output->list = NULL;
	if (list != NULL && fclose(list) != 0)
		return complain(output, output->numbers_name, g_strerror(errno));
	return STATUS_CUT;
}

enum status
output_finish(struct output *output)
{
	const enum status frames = end_frames(output), numbers = end_list(output);

	return frames == STATUS_CUT ? numbers : frames;
}

enum status
output_restart(struct output *output)
{
	enum status status = output_finish(output);

	output->bytes = 0;
	if (status == STATUS_CUT)
		status = empty(output, output->frames, output->frames_name);
	if (status == STATUS_CUT)
		status = empty(output, output->numbers, output->numbers_name);
	return status == STATUS_CUT ? start_list(output) : status;
}

void
output_close(struct output *output)
{
	output_finish(output);
	if (output->frames >= 0)
		close(output->frames);
	if (output->numbers >= 0)
		close(output->numbers);
	g_free(output->frames_name);
	g_free(output->numbers_name);
	g_free(output->complaint);
}

/* Interfaces are added as they come to be known: none now, not even one of libwiretap's
 * own. Nothing is borrowed from the capture, which may be closed before the output is. */
enum status
output_begin(struct output *output, const struct capture *capture)
{
	wtap_dump_params params = WTAP_DUMP_PARAMS_INIT;
	int error = 0;
	char *info = NULL;

	params.encap = WTAP_ENCAP_PER_PACKET;		/* each interface has its own */
	params.snaplen = (int)wtap_snapshot_length(capture->wth);
	params.tsprec = wtap_file_tsprec(capture->wth);
	params.idb_inf = wtap_file_get_idb_info(capture->wth);
	params.dont_copy_idbs = true;
	output->dumper = wtap_dump_fdopen(dup(output->frames), wtap_pcapng_file_type_subtype(),
	    WTAP_UNCOMPRESSED, &params, &error, &info);
	g_free(params.idb_inf);
	return output->dumper ? STATUS_CUT : complain_of_error(output, error, info);
}

enum status
output_add_interface(struct output *output, wtap_block_t interface)
{
	int error = 0;
	char *info = NULL;

	return wtap_dump_add_idb(output->dumper, interface, &error, &info) ? STATUS_CUT :
	    complain_of_error(output, error, info);
}

enum status
output_keep(struct output *output, const struct cut_record *record, uint64_t number)
{
	const uint64_t written = GUINT64_TO_LE(number);
	int error = 0;
	char *info = NULL;

	if (!cut_dump(output->dumper, record, &error, &info))
		return complain_of_error(output, error, info);
	if (output->list != NULL &&
	    fwrite(&written, sizeof written, 1, output->list) != 1)
		return complain(output, output->numbers_name, g_strerror(errno));
	output->bytes += record->rec.rec_header.packet_header.caplen;
	return STATUS_CUT;
}
