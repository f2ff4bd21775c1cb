/* output.h - the frames that are kept, and their numbers
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_OUTPUT_H
#define SMB1AUDIT_CUT_OUTPUT_H

#include <stdio.h>

#include "capture.h"

/* One part of what is kept. */
struct output {
	char *frames_name, *numbers_name;
	int frames, numbers;		/* descriptors */
	wtap_dumper *dumper;		/* NULL before the first frame */
	FILE *list;			/* NULL: nobody wants it */
	char *complaint;
	uint64_t bytes;			/* of the frames that were kept */
};

/* In that folder; files of these names are not to be there. */
enum status output_open(struct output *output, const char *folder, unsigned part);

/* The frames go to standard output, their numbers nowhere. */
enum status output_open_standard(struct output *output);

/* All frames so far are on their way. */
enum status output_flush(struct output *output);

/* Empties the files. */
enum status output_restart(struct output *output);

/* Before the first frame, of that capture. */
enum status output_begin(struct output *output, const struct capture *capture);
enum status output_add_interface(struct output *output, wtap_block_t interface);
enum status output_keep(struct output *output, const struct cut_record *record,
    uint64_t number);

/* All is in the files now, or there is a complaint. */
enum status output_finish(struct output *output);
void output_close(struct output *output);

#endif
