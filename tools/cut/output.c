/* output.c - the frames that are kept, and their numbers
 *
 * The frames are a pcapng file. The numbers that they had are 32 bits each, the lowest
 * byte first, so that the number of the frame that has become the nth is at 4 (n - 1).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
	complain(output, output->frames.name, wtap_strerror(error));
	g_free(info);
	return error > 0 ? STATUS_FAILED : STATUS_WHOLE;
}

/* A descriptor that is open already needs no right to open a file. */
static int
open_target(const char *name)
{
	static const char descriptors[] = "/dev/fd/";
	guint64 number;

	if (strcmp(name, "-") == 0)
		return dup(STDOUT_FILENO);
	if (strncmp(name, descriptors, sizeof descriptors - 1) == 0 &&
	    g_ascii_string_to_unsigned(name + sizeof descriptors - 1, 10, 0, INT_MAX, &number, NULL))
		return dup((int)number);
	return open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
}

static enum status
open_file(struct output *output, struct target *target, const char *name,
    const struct stat *spared)
{
	struct stat about;

	target->name = name;
	target->descriptor = open_target(name);
	if (target->descriptor < 0 || fstat(target->descriptor, &about) != 0)
		return complain(output, name, g_strerror(errno));
	if (!S_ISREG(about.st_mode))
		return complain(output, name, "not a file");
	if (about.st_dev == spared->st_dev && about.st_ino == spared->st_ino)
		return complain(output, name, "it is the capture");
	return STATUS_CUT;
}

static enum status
empty(struct output *output, const struct target *target)
{
	if (ftruncate(target->descriptor, 0) != 0 || lseek(target->descriptor, 0, SEEK_SET) != 0)
		return complain(output, target->name, g_strerror(errno));
	return STATUS_CUT;
}

static enum status
start_list(struct output *output)
{
	const int descriptor = dup(output->numbers.descriptor);

	output->list = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
	if (output->list == NULL)
		return complain(output, output->numbers.name, g_strerror(errno));
	return STATUS_CUT;
}

static enum status
start(struct output *output)
{
	enum status status = empty(output, &output->frames);

	output->bytes = 0;
	if (status == STATUS_CUT)
		status = empty(output, &output->numbers);
	return status == STATUS_CUT ? start_list(output) : status;
}

enum status
output_open(struct output *output, const char *frames, const char *numbers,
    const struct stat *spared)
{
	enum status status;

	memset(output, 0, sizeof *output);
	output->numbers.descriptor = -1;
	status = open_file(output, &output->frames, frames, spared);
	if (status == STATUS_CUT)
		status = open_file(output, &output->numbers, numbers, spared);
	return status == STATUS_CUT ? start(output) : status;
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
		return complain(output, output->numbers.name, g_strerror(errno));
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
	const enum status status = output_finish(output);

	return status == STATUS_CUT ? start(output) : status;
}

void
output_close(struct output *output)
{
	output_finish(output);
	if (output->frames.descriptor >= 0)
		close(output->frames.descriptor);
	if (output->numbers.descriptor >= 0)
		close(output->numbers.descriptor);
	g_free(output->complaint);
}

static wtap_dumper *
open_dumper(const struct output *output, const struct capture *capture, int *error, char **info)
{
	wtap_dump_params params;
	wtap_dumper *dumper;

	wtap_dump_params_init_no_idbs(&params, capture->wth);
	dumper = wtap_dump_fdopen(dup(output->frames.descriptor), wtap_pcapng_file_type_subtype(),
	    WTAP_UNCOMPRESSED, &params, error, info);
	g_free(params.idb_inf);
	params.idb_inf = NULL;
	wtap_dump_params_cleanup(&params);
	return dumper;
}

enum status
output_prepare(struct output *output, struct capture *capture)
{
	wtap_block_t interface;
	int error = 0;
	char *info = NULL;

	if (output->dumper == NULL)
		output->dumper = open_dumper(output, capture, &error, &info);
	if (output->dumper == NULL)
		return complain_of_error(output, error, info);
	while ((interface = wtap_get_next_interface_description(capture->wth)) != NULL)
		if (!wtap_dump_add_idb(output->dumper, interface, &error, &info))
			return complain_of_error(output, error, info);
	return STATUS_CUT;
}

enum status
output_keep(struct output *output, const struct capture *capture)
{
	const uint32_t number = GUINT32_TO_LE(capture->number);
	int error = 0;
	char *info = NULL;

	if (!cut_dump(output->dumper, &capture->record, &error, &info))
		return complain_of_error(output, error, info);
	if (fwrite(&number, sizeof number, 1, output->list) != 1)
		return complain(output, output->numbers.name, g_strerror(errno));
	output->bytes += capture_packet(capture)->caplen;
	return STATUS_CUT;
}
