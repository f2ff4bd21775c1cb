/* capture.h - a capture that is read, frame by frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_CAPTURE_H
#define SMB1AUDIT_CUT_CAPTURE_H

#include <sys/stat.h>

#include "compat.h"
#include "status.h"

struct capture {
	const char *name;
	int descriptor;			/* that it stands for; -1: the name is that of a file */
	struct stat about;
	wtap *wth;
	struct cut_record record;	/* the last one that was read */
	uint32_t number;		/* of it, as Wireshark counts frames; 0: none yet */
	char *complaint;		/* why no more of it was read; NULL: it is at its end */
	bool is_damaged;		/* that is why */
};

/* Opens the file of that name; - is standard input, /dev/fd/N descriptor N. STATUS_WHOLE
 * where it can be read once alone, as a pipe is. */
enum status capture_open(struct capture *capture, const char *name);

/* Standard input, which may be a pipe, and is read once. */
enum status capture_open_stream(struct capture *capture);
void capture_close(struct capture *capture);

/* Reads the next frame; false after the last one, and with a complaint where there is
 * one that cannot be read or handed on. */
bool capture_next(struct capture *capture);

static inline const wtap_packet_header *
capture_packet(const struct capture *capture)
{
	return &capture->record.rec.rec_header.packet_header;
}

#endif
