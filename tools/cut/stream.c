/* stream.c - captures that are read as one, frame by frame
 *
 * It ends where one does not go on with the other: where a capture is damaged, cannot be
 * put behind the one before, or is older than that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stream.h"

#include <string.h>

/* Frames of several interfaces are not quite in order. Seconds. */
enum { EARLIER_MOST = 1 };

static void
begin_capture(struct seen *seen)
{
	memset(seen, 0, sizeof *seen);
	nstime_set_unset(&seen->first);
	nstime_set_unset(&seen->last);
}

static void
begin(struct stream *stream)
{
	stream->at = 0;
	stream->before = 0;
	stream->again = false;
	g_array_set_size(stream->seen, 0);
	begin_capture(&stream->now);
	nstime_set_unset(&stream->latest);
	stream->status = capture_open(&stream->capture, stream->names[0]);
}

void
stream_open(struct stream *stream, char *const *names, unsigned count)
{
	memset(stream, 0, sizeof *stream);
	stream->names = names;
	stream->count = stream->limit = count;
	stream->seen = g_array_new(FALSE, FALSE, sizeof (struct seen));
	begin(stream);
}

void
stream_close(struct stream *stream)
{
	capture_close(&stream->capture);
	g_array_free(stream->seen, TRUE);
	g_free(stream->damage);
	g_free(stream->ended);
}

void
stream_rewind(struct stream *stream)
{
	capture_close(&stream->capture);
	g_clear_pointer(&stream->damage, g_free);
	begin(stream);
}

static void
end_before(struct stream *stream, const char *why)
{
	stream->again = stream->capture.number > 0;
	stream->limit = stream->at;
	g_free(stream->ended);
	stream->ended = g_strdup(why);
}

static void
count_frames(struct stream *stream)
{
	stream->now.frames = stream->capture.number;
	g_array_append_val(stream->seen, stream->now);
	stream->before += stream->now.frames;
	begin_capture(&stream->now);
}

/* What is wrong with a capture is known when there is no next frame. One alone is read
 * whole then. */
static bool
ends_here(struct stream *stream)
{
	struct capture *capture = &stream->capture;

	if (capture->complaint == NULL)
		return false;
	if (stream->count == 1 || (stream->at == 0 && !capture->is_damaged)) {
		stream->limit = 1;
		stream->status = STATUS_WHOLE;
	} else if (capture->is_damaged) {
		stream->damage = g_strdup(capture->complaint);
		stream->limit = stream->at + 1;
		count_frames(stream);
	} else {
		end_before(stream, capture->complaint);
	}
	return true;
}

/* One that cannot be opened says so when it is the first. */
static bool
open_next(struct stream *stream)
{
	if (ends_here(stream))
		return false;
	count_frames(stream);
	if (stream->at + 1 >= stream->limit)
		return false;
	stream->at++;
	capture_close(&stream->capture);
	if (capture_open(&stream->capture, stream->names[stream->at]) == STATUS_CUT)
		return true;
	stream->limit = stream->at;
	return false;
}

static bool
is_earlier(const struct stream *stream, const nstime_t *time)
{
	return !nstime_is_unset(&stream->latest) && time->secs + EARLIER_MOST < stream->latest.secs;
}

/* Events of the system have no time, perhaps. */
static bool
is_in_time(struct stream *stream)
{
	const wtap_rec *rec = &stream->capture.record.rec;

	if (!(rec->presence_flags & WTAP_HAS_TS))
		return true;
	if (stream->at > 0 && stream->capture.number == 1 && is_earlier(stream, &rec->ts)) {
		end_before(stream, "it begins before the file before it ends");
		stream->again = false;
		return false;
	}
	if (nstime_is_unset(&stream->latest) || nstime_cmp(&rec->ts, &stream->latest) > 0)
		stream->latest = rec->ts;
	return true;
}

/* As the plugin counts them: see plugin/wireshark/keep/coverage.c. */
static void
see(struct seen *seen, const struct capture *capture)
{
	const wtap_rec *rec = &capture->record.rec;
	const wtap_packet_header *packet = capture_packet(capture);

	seen->cut += rec->rec_type == REC_TYPE_PACKET && packet->caplen < packet->len;
	if (!(rec->presence_flags & WTAP_HAS_TS))
		return;
	if (nstime_is_unset(&seen->first) || nstime_cmp(&rec->ts, &seen->first) < 0)
		seen->first = rec->ts;
	if (nstime_is_unset(&seen->last) || nstime_cmp(&rec->ts, &seen->last) > 0)
		seen->last = rec->ts;
}

bool
stream_next(struct stream *stream)
{
	if (stream->status != STATUS_CUT || stream->at >= stream->limit)
		return false;
	while (!capture_next(&stream->capture))
		if (!open_next(stream))
			return false;
	if (!is_in_time(stream))
		return false;
	see(&stream->now, &stream->capture);
	return true;
}

bool
stream_is_first_of_capture(const struct stream *stream)
{
	return stream->capture.number == 1;
}

uint64_t
stream_number(const struct stream *stream)
{
	return stream->before + stream->capture.number;
}
