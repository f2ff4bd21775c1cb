/* stream.h - captures that are read as one, frame by frame
 *
 * Such are the files of a ring buffer. One capture is a stream, too.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_STREAM_H
#define SMB1AUDIT_CUT_STREAM_H

#include "capture.h"

/* What was read of a capture. The times are unset where no frame has one. */
struct seen {
	uint64_t frames;
	uint64_t cut;			/* of these, not captured whole */
	nstime_t first, last;		/* the earliest and the latest of their times */
};

struct stream {
	char *const *names;
	unsigned count;			/* of the captures that could be in it */
	unsigned limit;			/* of those that are */
	unsigned at;			/* which one is being read */
	struct capture capture;
	GArray *seen;			/* struct seen: of each that was read */
	struct seen now;		/* of the one that is being read */
	uint64_t before;		/* frames of those before this one */
	nstime_t latest;
	char *damage;			/* why the last one could not be read to its end */
	char *ended;			/* why the next one is not in it */
	bool again;			/* frames of one that is not in it were handed out */
	enum status status;
};

void stream_open(struct stream *stream, char *const *names, unsigned count);
void stream_close(struct stream *stream);

/* Starts once more at the first frame. */
void stream_rewind(struct stream *stream);

/* Reads the next frame; false after the last one, or where status says so. */
bool stream_next(struct stream *stream);

/* A new capture begins with the frame that was read. */
bool stream_is_first_of_capture(const struct stream *stream);

/* Of the frame that was read: as if all captures were one. */
uint64_t stream_number(const struct stream *stream);

#endif
