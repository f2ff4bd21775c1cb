/* cut.c - smb1audit-cut: of a capture, the frames that the audit is to read
 *
 * In front of tshark: reads a capture in any format that Wireshark reads, and writes
 * those frames from which Wireshark and SMB1 Audit tell the same as from all of them,
 * with their times and lengths, and the numbers that they had. It judges nothing and
 * names nobody. What is dropped:
 *
 *  - TCP on ports other than 139 and 445, unless SMB turns up in it (foreign.c)
 *  - of these two, segments with nothing but messages that the audit does not read, and
 *    bare acknowledgements (connection.c, framing.c)
 *  - what carries no SMB: ARP, DNS and the like (frame.c)
 *
 * All else is kept: tunnels, fragments, whatever is not known. In doubt the capture is
 * to be read whole, which the exit status says; see the help.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "chooser.h"
#include "output.h"

static const char usage[] = "usage: smb1audit-cut CAPTURE OUTPUT NUMBERS\n";

static const char help[] =
    "\n"
    "Of the frames of CAPTURE, writes to OUTPUT, as pcapng, those from which tshark with\n"
    "SMB1 Audit tells the same as from all; to NUMBERS the number that each of them had,\n"
    "as 32 bits, lowest byte first.\n"
    "\n"
    "CAPTURE may be - for standard input, OUTPUT and NUMBERS - for standard output or\n"
    "/dev/fd/N for an open descriptor. All three are to be files.\n"
    "\n"
    "Exit status:\n"
    "  0  OUTPUT is to be read in place of CAPTURE\n"
    "  2  CAPTURE cannot be opened, OUTPUT or NUMBERS not be written, or wrong usage\n"
    "  3  CAPTURE itself is to be read: it is damaged, has decryption secrets, or keeping\n"
    "     most of it would save nothing\n"
    "  4  there is nothing to read: no frame can matter\n"
    "What is in OUTPUT and NUMBERS is of use with status 0 alone. With 2 and 3 a line on\n"
    "standard error says why.\n";

/* A copy of less is made in any case, one of more of little. */
enum { COPY_LEAST = 8 << 20, COPY_MOST = 64 << 20 };

/* One capture on its way. */
struct cut {
	struct capture capture;
	struct output output;
	struct chooser chooser;
	uint64_t bytes;			/* that were read in this pass */
};

/* Where most is kept, it is read as fast where it is. */
static bool
saves_little(const struct cut *cut)
{
	const uint64_t kept = cut->output.bytes;

	if (kept > COPY_MOST && kept > cut->bytes / 2)
		return true;
	return kept > COPY_LEAST && kept > cut->bytes / 4 * 3 &&
	    kept > (uint64_t)cut->capture.about.st_size / 2;
}

static enum status
take_frame(struct cut *cut)
{
	const wtap_packet_header *packet = capture_packet(&cut->capture);
	enum status status = output_prepare(&cut->output, &cut->capture);

	/* Events and the like are frames for Wireshark, but of none of its protocols. */
	if (status != STATUS_CUT || cut->capture.record.rec.rec_type != REC_TYPE_PACKET)
		return status;
	cut->bytes += packet->caplen;
	if (!chooser_keeps(&cut->chooser, packet->pkt_encap, cut_record_bytes(&cut->capture.record),
	    packet->caplen, packet->len))
		return STATUS_CUT;
	status = output_keep(&cut->output, &cut->capture);
	if (status != STATUS_CUT)
		return status;
	return saves_little(cut) ? STATUS_WHOLE : STATUS_CUT;
}

static enum status
pass(struct cut *cut)
{
	enum status status = STATUS_CUT;

	cut->bytes = 0;
	while (status == STATUS_CUT && capture_next(&cut->capture))
		status = take_frame(cut);
	return cut->capture.complaint ? STATUS_WHOLE : status;
}

static enum status
pass_again(struct cut *cut)
{
	enum status status = capture_rewind(&cut->capture);

	if (status == STATUS_CUT)
		status = output_restart(&cut->output);
	chooser_restart(&cut->chooser);
	return status == STATUS_CUT ? pass(cut) : status;
}

static enum status
run(struct cut *cut)
{
	enum status status = pass(cut);

	if (status == STATUS_CUT && cut->chooser.again)
		status = pass_again(cut);
	if (status == STATUS_CUT)
		status = output_finish(&cut->output);
	return status == STATUS_CUT && !cut->chooser.matters ? STATUS_NOTHING : status;
}

static void
complain(const struct cut *cut)
{
	if (cut->capture.complaint != NULL)
		fprintf(stderr, "smb1audit-cut: %s\n", cut->capture.complaint);
	else if (cut->output.complaint != NULL)
		fprintf(stderr, "smb1audit-cut: %s\n", cut->output.complaint);
	else
		fprintf(stderr, "smb1audit-cut: %s: most of it would be kept\n", cut->capture.name);
}

static enum status
cut_capture(const char *capture, const char *frames, const char *numbers)
{
	struct cut cut;
	enum status status = capture_open(&cut.capture, capture);
	const enum status output = output_open(&cut.output, frames, numbers, &cut.capture.about);

	chooser_begin(&cut.chooser);
	if (status == STATUS_CUT)
		status = output == STATUS_CUT ? run(&cut) : output;
	if (status == STATUS_FAILED || status == STATUS_WHOLE)
		complain(&cut);
	chooser_end(&cut.chooser);
	output_close(&cut.output);
	capture_close(&cut.capture);
	return status;
}

int
main(int count, char **arguments)
{
	enum status status;

	if (count == 2 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)) {
		printf("%s%s", usage, help);
		return fflush(stdout) == 0 ? STATUS_CUT : STATUS_FAILED;
	}
	if (count != 4) {
		fputs(usage, stderr);
		return STATUS_FAILED;
	}
	cut_log_init("smb1audit-cut");
	wtap_init(false);
	ends_draw_secret();
	status = cut_capture(arguments[1], arguments[2], arguments[3]);
	wtap_cleanup();
	return (int)status;
}
