/* capture.c - the capture that is read, frame by frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"

enum { RECORD_ROOM = 2048 };	/* at first */

static const char standard_input[] = "-";

static bool has_secrets;	/* for the capture that is open; libwiretap hands on no more */

static void
note_secrets(uint32_t type _U_, const void *secrets _U_, unsigned length _U_)
{
	has_secrets = true;
}

static enum status
complain(struct capture *capture, enum status status, const char *why)
{
	capture->complaint = g_strdup_printf("%s: %s", capture->name, why);
	return status;
}

/* What has gone wrong in libwiretap: errno or one of its own numbers. */
static enum status
complain_of_error(struct capture *capture, enum status status, int error, char *info)
{
	capture->complaint = g_strdup_printf("%s: %s%s%s%s", capture->name, wtap_strerror(error),
	    info ? " (" : "", info ? info : "", info ? ")" : "");
	g_free(info);
	return status;
}

static enum status
start(struct capture *capture)
{
	int error = 0;
	char *info = NULL;

	has_secrets = false;
	capture->number = 0;
	capture->wth = wtap_open_offline(capture->name, WTAP_TYPE_AUTO, &error, &info, false);
	if (capture->wth == NULL)
		return complain_of_error(capture, STATUS_FAILED, error, info);
	wtap_set_cb_new_secrets(capture->wth, note_secrets);
	return STATUS_CUT;
}

static bool
is_standard_input(const struct capture *capture)
{
	return strcmp(capture->name, standard_input) == 0;
}

enum status
capture_open(struct capture *capture, const char *name)
{
	memset(capture, 0, sizeof *capture);
	capture->name = name;
	cut_record_init(&capture->record, RECORD_ROOM);
	if ((is_standard_input(capture) ? fstat(STDIN_FILENO, &capture->about) :
	    stat(name, &capture->about)) != 0)
		return complain(capture, STATUS_FAILED, g_strerror(errno));
	if (!S_ISREG(capture->about.st_mode))
		return complain(capture, STATUS_WHOLE, "not a file that can be read twice");
	return start(capture);
}

static void
stop(struct capture *capture)
{
	if (capture->wth != NULL)
		wtap_close(capture->wth);
	capture->wth = NULL;
}

void
capture_close(struct capture *capture)
{
	stop(capture);
	cut_record_cleanup(&capture->record);
	g_free(capture->complaint);
}

enum status
capture_rewind(struct capture *capture)
{
	stop(capture);
	if (is_standard_input(capture) && lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
		return complain(capture, STATUS_FAILED, g_strerror(errno));
	return start(capture);
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
	if (capture->number == 1 && !frame_knows_link(capture_packet(capture)->pkt_encap))
		return "a link type of which all frames are kept";
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
