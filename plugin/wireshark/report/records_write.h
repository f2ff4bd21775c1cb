/* records_write.h - records as CSV and as JSON
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_RECORDS_WRITE_H
#define SMB1AUDIT_RECORDS_WRITE_H

#include "record.h"

/* How to write records: each appends to the text. */
struct record_format {
	const char *cli;		/* the argument of -z */
	void (*write_heading)(GString *text);
	void (*write)(GString *text, const struct record *record);
};

enum record_formats { RECORD_CSV, RECORD_JSON, RECORD_FORMATS };

extern const struct record_format record_formats[RECORD_FORMATS];

#endif
