/* output.h - what tshark prints for us on standard output
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_OUTPUT_H
#define SMB1AUDIT_OUTPUT_H

/* From the first to the second, standard output takes bytes as they are, everywhere. In
 * between, nothing but what is meant so may be written. */
void output_as_bytes(void);
void output_as_text(void);

/* Ends the program with one line on standard error and a status other than 0 where
 * standard output, a full disk say, did not take all of it: what is named by the
 * argument of -z. */
void output_check(const char *what);

/* The same when the program ends, for what tshark draws itself. */
void output_check_at_end(const char *what);

#endif
