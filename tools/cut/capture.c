/* capture.c - a capture that is read, frame by frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"

enum { RECORD_ROOM = 2048 };	/* at first */

static bool has_secrets;	/* for the capture that is open; libwiretap hands on no more */

static void
note_secrets(uint32_t type _U_, const void *secrets _U_, unsigned length _U_)
{
	has_secrets = true;
}

static enum status
complain(struct capture *capture, enum status status, const char *why)
{
	capture->complaint = g_strdup(why);
	return status;
}

/* What has gone wrong in libwiretap: errno or one of its own numbers. */
static enum status
complain_of_error(struct capture *capture, enum status status, int error, char *info)
{
	capture->complaint = g_strdup_printf("%s%s%s%s", wtap_strerror(error),
	    info ? " (" : "", info ? info : "", info ? ")" : "");
	g_free(info);
	return status;
}

/* N of /dev/fd/N, 0 of -: to open such a file once more, one may lack the right. */
static int
descriptor_named(const char *name)
{
	static const char descriptors[] = "/dev/fd/";
	guint64 number;

	if (strcmp(name, "-") == 0)
		return STDIN_FILENO;
	if (strncmp(name, descriptors, sizeof descriptors - 1) == 0 &&
	    g_ascii_string_to_unsigned(name + sizeof descriptors - 1, 10, 0, INT_MAX, &number, NULL))
		return (int)number;
	return -1;
}

/* Of open files, libwiretap takes standard input alone. */
static bool
make_standard_input(int descriptor)
{
	return lseek(descriptor, 0, SEEK_SET) == 0 &&
	    (descriptor == STDIN_FILENO || dup2(descriptor, STDIN_FILENO) == STDIN_FILENO);
}

static enum status
start(struct capture *capture)
{
	const char *name = capture->descriptor >= 0 ? "-" : capture->name;
	int error = 0;
	char *info = NULL;

	has_secrets = false;
	capture->wth = wtap_open_offline(name, WTAP_TYPE_AUTO, &error, &info, false);
	if (capture->wth == NULL)
		return complain_of_error(capture, STATUS_FAILED, error, info);
	wtap_set_cb_new_secrets(capture->wth, note_secrets);
	return STATUS_CUT;
}

enum status
capture_open(struct capture *capture, const char *name)
{
	memset(capture, 0, sizeof *capture);
	capture->name = name;
	capture->descriptor = descriptor_named(name);
	cut_record_init(&capture->record, RECORD_ROOM);
	if ((capture->descriptor >= 0 ? fstat(capture->descriptor, &capture->about) :
	    stat(name, &capture->about)) != 0)
		return complain(capture, STATUS_FAILED, g_strerror(errno));
	if (!S_ISREG(capture->about.st_mode))
		return complain(capture, STATUS_WHOLE, "not a file that can be read twice");
	if (capture->descriptor >= 0 && !make_standard_input(capture->descriptor))
		return complain(capture, STATUS_FAILED, g_strerror(errno));
	return start(capture);
}

/* For libwiretap no bytes at all are a capture of one of the formats without a header. */
static bool
is_empty(const struct capture *capture)
{
	return wtap_read_so_far(capture->wth) == 0;
}

enum status
capture_open_stream(struct capture *capture)
{
	enum status status;

	memset(capture, 0, sizeof *capture);
	capture->name = "standard input";
	capture->descriptor = STDIN_FILENO;
	cut_record_init(&capture->record, RECORD_ROOM);
	status = start(capture);
	if (status == STATUS_CUT && is_empty(capture))
		return complain(capture, STATUS_FAILED, "it is empty");
	return status;
}

void
capture_close(struct capture *capture)
{
	if (capture->wth != NULL)
		wtap_close(capture->wth);
	capture->wth = NULL;
	cut_record_cleanup(&capture->record);
	g_clear_pointer(&capture->complaint, g_free);
}

/* What the output could not say again, or Wireshark would read otherwise. */
static const char *
hindrance(const struct capture *capture)
{
	enum { SECOND = 1000000000 };
	const wtap_rec *rec = &capture->record.rec;

	if (has_secrets)
		return "it has decryption secrets";
	if (rec->rec_type != REC_TYPE_PACKET)
		return NULL;
	if (!(rec->presence_flags & WTAP_HAS_TS) || rec->ts.secs < 0 || rec->ts.nsecs < 0 ||
	    rec->ts.nsecs >= SECOND)
		return "a frame without a proper time";
	if (rec->section_number != 0)
		return "it has several sections";
	return NULL;
}

bool
capture_next(struct capture *capture)
{
	const char *why;
	int error = 0;
	char *info = NULL;
	int64_t at;

	if (capture->number > 0)
		wtap_rec_reset(&capture->record.rec);
	if (!cut_read(capture->wth, &capture->record, &error, &info, &at)) {
		capture->is_damaged = error != 0;
		if (error != 0)
			complain_of_error(capture, STATUS_WHOLE, error, info);
		else if (has_secrets)
			complain(capture, STATUS_WHOLE, "it has decryption secrets");
		return false;
	}
	capture->number++;
	why = hindrance(capture);
	if (why != NULL)
		complain(capture, STATUS_WHOLE, why);
	return why == NULL;
}
