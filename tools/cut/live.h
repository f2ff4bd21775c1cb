/* live.h - the cut of a stream that comes through a pipe
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_LIVE_H
#define SMB1AUDIT_CUT_LIVE_H

#include "status.h"

/* Reads standard input and writes what is kept to standard output, until the input ends,
 * the output is closed, or a signal says so. What goes wrong is a line on standard error;
 * what came before it is in the output. */
enum status live_cut(void);

#endif
