/* records_write.h - records as CSV and as JSON
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_RECORDS_WRITE_H
#define SMB1AUDIT_RECORDS_WRITE_H

#include <stdio.h>

#include "record.h"

/* How to write records. The stream keeps the error, if there is one. */
struct record_format {
	const char *cli;		/* the argument of -z */
	void (*write_heading)(FILE *stream);
	void (*write)(FILE *stream, const struct record *record);
};

enum record_formats { RECORD_CSV, RECORD_JSON, RECORD_FORMATS };

extern const struct record_format record_formats[RECORD_FORMATS];

#endif
