/* cut.c - smb1audit-cut: of a capture, the frames that the audit is to read
 *
 * In front of tshark: reads captures in any format that Wireshark reads, and writes
 * those frames from which Wireshark and SMB1 Audit tell the same as from all of them,
 * with their times and lengths, and the numbers that they had. It judges nothing and
 * names nobody. What is dropped:
 *
 *  - TCP on ports other than 139 and 445, unless SMB turns up in it (foreign.c)
 *  - of these two, segments with nothing but messages that the audit does not read, and
 *    bare acknowledgements (connection.c, framing.c)
 *  - what carries no SMB: ARP, DNS and the like (frame.c)
 *
 * Of some of these the headers are kept, which say who has which network card (cards.c).
 * All else is kept: tunnels, fragments, whatever is not known. In doubt the capture is
 * to be read whole, which the exit status says; see the help. For several tsharks at a
 * time what is kept can come in parts (parts.c); the files of a ring buffer are one
 * capture (stream.c).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "account.h"
#include "chooser.h"
#include "first.h"
#include "live.h"
#include "options.h"
#include "outputs.h"
#include "parts.h"

/* A copy of less is made in any case, one of more of little. In parts it is read faster
 * than the capture, but takes room. */
enum { COPY_LEAST = 8 << 20, COPY_MOST = 64 << 20, COPY_IN_PARTS = 1 << 30 };

/* What no connection owns is in every part: not for much of it. */
enum { COMMON_MOST = 32 << 20 };

/* Captures on their way. */
struct cut {
	const struct options *options;
	struct stream stream;
	struct outputs outputs;
	struct chooser chooser;
	struct parts parts;
	uint64_t bytes;			/* that were read in this pass */
	uint64_t common;		/* bytes of frames for every part */
	bool saves_little;
};

static bool
saves_little(const struct cut *cut)
{
	const struct capture *capture = &cut->stream.capture;
	const uint64_t kept = outputs_bytes(&cut->outputs);

	if (cut->stream.count > 1)		/* several are to be made one */
		return false;
	if (capture->number == 1 && !frame_knows_link(capture_packet(capture)->pkt_encap))
		return true;
	if (cut->parts.begun > 1)
		return kept > COPY_IN_PARTS && kept > cut->bytes / 2;
	if (kept > COPY_MOST && kept > cut->bytes / 2)
		return true;
	return cut->parts.most == 1 && kept > COPY_LEAST && kept > cut->bytes / 4 * 3 &&
	    kept > (uint64_t)capture->about.st_size / 2;
}

static enum status
make_one_part(struct cut *cut)
{
	cut->parts.most = 1;
	return outputs_limit(&cut->outputs, 1);
}

static enum status
keep(struct cut *cut, const struct chosen *chosen)
{
	const bool is_common = chosen->bytes > 0 && !chosen->is_of_connection;
	const unsigned own = chosen->bytes > 0 && !is_common ?
	    parts_place(&cut->parts, &chosen->ends) : 0;
	enum status status = STATUS_CUT;

	for (unsigned i = 0; status == STATUS_CUT && i < cut->parts.most; i++) {
		const size_t bytes = (is_common || i == own) && chosen->bytes > 0 ?
		    chosen->bytes : chosen->headers;

		if (bytes > 0)
			status = outputs_keep(&cut->outputs, i, &cut->stream, bytes);
	}
	cut->common += is_common ? chosen->bytes : 0;
	if (status == STATUS_CUT && cut->parts.most > 1 && cut->parts.begun == 1 &&
	    cut->common * cut->parts.most > COMMON_MOST)
		status = make_one_part(cut);
	return status;
}

static void
choose(struct cut *cut, struct chosen *chosen)
{
	const wtap_packet_header *packet = capture_packet(&cut->stream.capture);

	if (!cut->options->whole) {
		chooser_choose(&cut->chooser, chosen, packet->pkt_encap,
		    cut_record_bytes(&cut->stream.capture.record), packet->caplen, packet->len);
		return;
	}
	memset(chosen, 0, sizeof *chosen);
	chosen->bytes = packet->caplen;
	cut->chooser.matters = true;
}

static enum status
take_frame(struct cut *cut)
{
	const struct capture *capture = &cut->stream.capture;
	enum status status = outputs_prepare(&cut->outputs, &cut->stream);
	struct chosen chosen;

	/* Events and the like are frames for Wireshark, but of none of its protocols. */
	if (status != STATUS_CUT || capture->record.rec.rec_type != REC_TYPE_PACKET)
		return status;
	cut->bytes += capture_packet(capture)->caplen;
	choose(cut, &chosen);
	status = keep(cut, &chosen);
	cut->saves_little = status == STATUS_CUT && saves_little(cut);
	return cut->saves_little ? STATUS_WHOLE : status;
}

static enum status
pass(struct cut *cut)
{
	enum status status = STATUS_CUT;

	cut->bytes = cut->common = 0;
	while (status == STATUS_CUT && stream_next(&cut->stream))
		status = take_frame(cut);
	return status == STATUS_CUT ? cut->stream.status : status;
}

/* What goes two ways, one of them a tunnel, stays together. */
static enum status
pass_again(struct cut *cut)
{
	enum status status = outputs_restart(&cut->outputs);

	stream_rewind(&cut->stream);
	chooser_restart(&cut->chooser);
	parts_end(&cut->parts);
	parts_begin(&cut->parts, cut->outputs.count, cut->options->least);
	if (status == STATUS_CUT && cut->chooser.all)
		status = make_one_part(cut);
	return status == STATUS_CUT ? pass(cut) : status;
}

static enum status
run(struct cut *cut)
{
	enum status status = pass(cut);

	while (status == STATUS_CUT && (cut->stream.again || cut->chooser.again))
		status = pass_again(cut);
	if (status == STATUS_CUT)
		status = outputs_limit(&cut->outputs, cut->parts.begun);
	if (status == STATUS_CUT)
		status = outputs_finish(&cut->outputs);
	return status == STATUS_CUT && !cut->chooser.matters ? STATUS_NOTHING : status;
}

/* One line: a name and a reason. */
static void
complain(const struct cut *cut)
{
	const struct stream *stream = &cut->stream;
	const char *output = outputs_complaint(&cut->outputs);

	if (output != NULL)
		fprintf(stderr, "smb1audit-cut: %s\n", output);
	else
		fprintf(stderr, "smb1audit-cut: %s: %s\n", stream->names[stream->at],
		    cut->saves_little ? "most of it would be kept" : stream->capture.complaint);
}

static enum status
write_account(const struct cut *cut)
{
	const char *folder = cut->options->folder;
	const char *unwritten = account_write(&cut->stream, folder);

	if (unwritten == NULL)
		return STATUS_CUT;
	fprintf(stderr, "smb1audit-cut: %s/%s: %s\n", folder, unwritten, g_strerror(errno));
	return STATUS_FAILED;
}

static enum status
cut_captures(const struct options *options)
{
	struct cut cut = { .options = options };
	enum status status;

	stream_open(&cut.stream, options->captures, options->count);
	chooser_begin(&cut.chooser);
	parts_begin(&cut.parts, options->parts, options->least);
	status = outputs_open(&cut.outputs, options->folder, options->parts);
	if (status == STATUS_CUT)
		status = run(&cut);
	if (status == STATUS_FAILED || status == STATUS_WHOLE)
		complain(&cut);
	if (status != STATUS_FAILED && write_account(&cut) != STATUS_CUT)
		status = STATUS_FAILED;
	outputs_close(&cut.outputs);
	parts_end(&cut.parts);
	chooser_end(&cut.chooser);
	stream_close(&cut.stream);
	return status;
}

int
main(int count, char **arguments)
{
	struct options options;
	enum status status;

	if (!options_read(&options, count, arguments))
		return STATUS_FAILED;
	if (options.help)
		return options_help() ? STATUS_CUT : STATUS_FAILED;
	cut_log_init("smb1audit-cut");
	ws_log_set_level(LOG_LEVEL_CRITICAL);	/* what is odd in a capture, the cut says itself */
	wtap_init(false);
	ends_draw_secret();
	status = options.stream ? live_cut() : options.first ?
	    first_tell(options.captures, options.count) : cut_captures(&options);
	wtap_cleanup();
	return (int)status;
}
