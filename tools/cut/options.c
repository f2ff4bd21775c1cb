/* options.c - what the command line says
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "options.h"

#include <getopt.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "parts.h"

/* Starting tshark takes as long as reading that many frames, or longer. */
enum { LEAST = 30000 };

static const char usage[] =
    "usage: smb1audit-cut [--parts N] [--least FRAMES] [--whole] FOLDER CAPTURE ...\n"
    "       smb1audit-cut --first CAPTURE ...\n"
    "       smb1audit-cut --stream <CAPTURE >FRAMES\n";

static const char help[] =
    "\n"
    "Of the frames of the captures, which are read as one, writes to FOLDER those from\n"
    "which tshark with SMB1 Audit tells the same as from all: 0.pcapng, and 0.numbers\n"
    "with the number that each of them had, as 64 bits, lowest byte first, counted from\n"
    "the first frame of the first capture on.\n"
    "\n"
    "CAPTURE may be - for standard input or /dev/fd/N for an open descriptor. All are to\n"
    "be files. What is to be written is not to be there.\n"
    "\n"
    "  --parts N       write up to N parts, 0.pcapng, 1.pcapng and so on; what belongs\n"
    "                  together is in one. Those without frames are empty files\n"
    "  --least FRAMES  begin another part only where each has that many (30000)\n"
    "  --whole         keep every frame, in one part\n"
    "  --first         no more than print when each capture begins: a line each, seconds\n"
    "                  since 1970, - where it has no frame, nothing where it cannot be\n"
    "                  read as one with others\n"
    "  --stream        read standard input once, as it comes through a pipe, and write\n"
    "                  what is kept to standard output, in the pcapng format, until the\n"
    "                  input ends or SIGINT or SIGTERM comes. Of bounded size. Where one\n"
    "                  pass cannot know, more is kept; see doc/mirror-port.md\n"
    "\n"
    "FOLDER/captures has a line for each capture that was read: how many frames it had, a\n"
    "tab, and why it could not be read to its end, if so. Where the next one cannot be\n"
    "read as one with those, a line follows with -, a tab, and why. That and those behind\n"
    "it are for another run. With status 3 the only line is *, a tab, and why.\n"
    "FOLDER/coverage has a line for each of them, too: how many frames were not captured\n"
    "whole, and the earliest and the latest time of a frame, each behind a tab, seconds\n"
    "since 1970, or - where no frame has a time. With status 3 it has no line.\n"
    "\n"
    "Exit status:\n"
    "  0  what was written is to be read in place of the captures\n"
    "  2  the first capture cannot be opened, what is kept not be written, or wrong usage\n"
    "  3  the first capture itself is to be read: it is damaged and no other follows, has\n"
    "     decryption secrets, or keeping most of it would save nothing\n"
    "  4  there is nothing to read: no frame can matter\n"
    "With --stream 0, or 2 where the input is damaged or the output is closed: what came\n"
    "before is written. With 2 and 3 a line on standard error says why.\n";

enum { OPTION_FIRST = 1, OPTION_LEAST, OPTION_PARTS, OPTION_STREAM, OPTION_WHOLE };

static const struct option known[] = {
	{ "first", no_argument, NULL, OPTION_FIRST },
	{ "help", no_argument, NULL, 'h' },
	{ "least", required_argument, NULL, OPTION_LEAST },
	{ "parts", required_argument, NULL, OPTION_PARTS },
	{ "stream", no_argument, NULL, OPTION_STREAM },
	{ "whole", no_argument, NULL, OPTION_WHOLE },
	{ NULL, 0, NULL, 0 }
};

static bool
read_number(uint64_t *number, uint64_t least, uint64_t most)
{
	guint64 value;

	if (!g_ascii_string_to_unsigned(optarg, 10, least, most, &value, NULL)) {
		fprintf(stderr, "smb1audit-cut: not a number from %u on: %s\n", (unsigned)least, optarg);
		return false;
	}
	*number = value;
	return true;
}

static bool
read_option(struct options *options, int option)
{
	uint64_t parts;

	switch (option) {
	case OPTION_FIRST:
		options->first = true;
		return true;
	case OPTION_LEAST:
		return read_number(&options->least, 0, UINT32_MAX);
	case OPTION_PARTS:
		if (!read_number(&parts, 1, UINT32_MAX))
			return false;
		options->parts = (unsigned)MIN(parts, PARTS_MOST);
		return true;
	case OPTION_STREAM:
		options->stream = true;
		return true;
	case OPTION_WHOLE:
		options->whole = true;
		return true;
	case 'h':
		options->help = true;
		return true;
	}
	return false;			/* getopt has said it */
}

static bool
read_names(struct options *options, int count, char **arguments)
{
	if (options->stream)
		return optind == count && !options->first && !options->whole;
	if (!options->first && optind < count)
		options->folder = arguments[optind++];
	options->captures = arguments + optind;
	options->count = (unsigned)(count - optind);
	if (options->whole)
		options->parts = 1;
	return options->help || options->count > 0;
}

bool
options_read(struct options *options, int count, char **arguments)
{
	int option;
	bool is_right = true;

	memset(options, 0, sizeof *options);
	options->parts = 1;
	options->least = LEAST;
	while (is_right && (option = getopt_long(count, arguments, "+h", known, NULL)) != -1)
		is_right = read_option(options, option);
	if (!is_right || !read_names(options, count, arguments)) {
		fputs(usage, stderr);
		return false;
	}
	return true;
}

bool
options_help(void)
{
	printf("%s%s", usage, help);
	return fflush(stdout) == 0;
}
