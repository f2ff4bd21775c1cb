/* live.c - the cut of a stream that comes through a pipe
 *
 * Between a dumpcap that captures and one that keeps a ring of files, for weeks: see
 * doc/mirror-port.md. The output is flushed when nothing more is there to be read, and
 * twice a second.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "live.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "once.h"
#include "output.h"

enum { DRAIN_SECONDS = 1 };	/* for what is in the pipe, once a signal came */
enum { FLUSH_MILLISECONDS = 500 };

struct live {
	struct capture capture;
	struct output output;
	struct once once;
	bool is_flushed;
	int64_t flushed;		/* when; milliseconds */
};

/* -- signals ------------------------------------------------------------------- */

static volatile sig_atomic_t has_ended;

/* Whoever sends the signal to a whole pipeline has ended the capture, too: its last
 * frames are on their way. */
static void
end_soon(int number _U_)
{
	alarm(DRAIN_SECONDS);
}

/* A read that waits comes back; one that is about to begin does the next time. */
static void
end_now(int number _U_)
{
	has_ended = true;
	alarm(DRAIN_SECONDS);
}

static void
handle(int number, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static void
handle_signals(void)
{
	handle(SIGINT, end_soon, SA_RESTART);
	handle(SIGTERM, end_soon, SA_RESTART);
	handle(SIGALRM, end_now, 0);
	handle(SIGPIPE, SIG_IGN, 0);
}

/* -- the output ---------------------------------------------------------------- */

static int64_t
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
may_block(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&input, 1, 0) == 0;
}

static enum status
flush(struct live *live)
{
	if (live->is_flushed ||
	    (!may_block() && milliseconds() - live->flushed < FLUSH_MILLISECONDS))
		return STATUS_CUT;
	live->is_flushed = true;
	live->flushed = milliseconds();
	return output_flush(&live->output);
}

static enum status
add_interfaces(struct live *live)
{
	enum status status = STATUS_CUT;
	wtap_block_t interface;

	while (status == STATUS_CUT &&
	    (interface = wtap_get_next_interface_description(live->capture.wth)) != NULL) {
		status = output_add_interface(&live->output, interface);
		live->is_flushed = false;
	}
	return status;
}

static enum status
keep(struct live *live, size_t bytes)
{
	wtap_packet_header *packet = &live->capture.record.rec.rec_header.packet_header;

	packet->caplen = (uint32_t)bytes;
	live->is_flushed = false;
	return output_keep(&live->output, &live->capture.record, 0);
}

/* -- the stream ---------------------------------------------------------------- */

/* Events of the system are of none of the protocols. */
static enum status
take_frame(struct live *live)
{
	const struct cut_record *record = &live->capture.record;
	const wtap_packet_header *packet = capture_packet(&live->capture);
	size_t bytes;

	if (record->rec.rec_type != REC_TYPE_PACKET)
		return STATUS_CUT;
	bytes = once_choose(&live->once, record->rec.ts.secs, packet->pkt_encap,
	    cut_record_bytes(record), packet->caplen, packet->len);
	return bytes > 0 ? keep(live, bytes) : STATUS_CUT;
}

static enum status
pass(struct live *live)
{
	enum status status = STATUS_CUT;

	while (status == STATUS_CUT && !has_ended && capture_next(&live->capture)) {
		status = add_interfaces(live);
		if (status == STATUS_CUT)
			status = take_frame(live);
		if (status == STATUS_CUT)
			status = flush(live);
	}
	return status;
}

/* The output has a header even where no frame is kept. */
static enum status
run(struct live *live)
{
	enum status status = output_begin(&live->output, &live->capture);

	if (status == STATUS_CUT)
		status = add_interfaces(live);
	if (status == STATUS_CUT)
		status = flush(live);
	if (status == STATUS_CUT)
		status = pass(live);
	if (status == STATUS_CUT)
		status = output_finish(&live->output);
	return status;
}

static const char *
complaint(const struct live *live)
{
	if (live->output.complaint != NULL)
		return live->output.complaint;
	return has_ended ? NULL : live->capture.complaint;
}

static enum status
complain(const struct live *live)
{
	if (live->output.complaint != NULL)
		fprintf(stderr, "smb1audit-cut: %s\n", live->output.complaint);
	else
		fprintf(stderr, "smb1audit-cut: standard input: %s\n", live->capture.complaint);
	return STATUS_FAILED;
}

enum status
live_cut(void)
{
	struct live live = { .is_flushed = false };
	enum status status;

	handle_signals();
	once_begin(&live.once);
	status = output_open_standard(&live.output);
	if (status == STATUS_CUT)
		status = capture_open_stream(&live.capture);
	if (status == STATUS_CUT)
		status = run(&live);
	if (complaint(&live) != NULL)
		status = complain(&live);
	output_close(&live.output);
	capture_close(&live.capture);
	once_end(&live.once);
	return status;
}
