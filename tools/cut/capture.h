/* capture.h - the capture that is read, frame by frame
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
	struct stat about;
	wtap *wth;
	struct cut_record record;	/* the last one that was read */
	uint32_t number;		/* of it, as Wireshark counts frames; 0: none yet */
	char *complaint;		/* why it cannot be cut; NULL: it can */
};

/* Opens the file of that name, - for standard input. STATUS_WHOLE where it can be read
 * once alone, as a pipe is. */
enum status capture_open(struct capture *capture, const char *name);
void capture_close(struct capture *capture);

/* Starts once more at the first frame. */
enum status capture_rewind(struct capture *capture);

/* Reads the next frame; false after the last one, and with a complaint where the
 * capture is to be read whole. */
bool capture_next(struct capture *capture);

static inline const wtap_packet_header *
capture_packet(const struct capture *capture)
{
	return &capture->record.rec.rec_header.packet_header;
}

#endif
