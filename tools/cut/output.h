/* output.h - the frames that are kept, and their numbers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_OUTPUT_H
#define SMB1AUDIT_CUT_OUTPUT_H

#include <stdio.h>

#include "capture.h"

/* A file that is open under that name; - is standard output, /dev/fd/N descriptor N. */
struct target {
	const char *name;
	int descriptor;
};

struct output {
	struct target frames, numbers;
	wtap_dumper *dumper;		/* NULL before the first frame */
	FILE *list;
	char *complaint;
	uint64_t bytes;			/* of the frames that were kept */
};

/* Both are to be files, which are emptied; not the capture that is spared. */
enum status output_open(struct output *output, const char *frames, const char *numbers,
    const struct stat *spared);

/* Empties them once more. */
enum status output_restart(struct output *output);

/* Before each frame: what interfaces came to be known. */
enum status output_prepare(struct output *output, struct capture *capture);
enum status output_keep(struct output *output, const struct capture *capture);

/* All is in the files now, or there is a complaint. */
enum status output_finish(struct output *output);
void output_close(struct output *output);

#endif
