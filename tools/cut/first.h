/* first.h - when captures begin
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_FIRST_H
#define SMB1AUDIT_CUT_FIRST_H

#include "status.h"

/* Prints the time of the first frame of each, a line each: - where there is no frame, and
 * nothing where the capture cannot be read as one with others. */
enum status first_tell(char *const *captures, unsigned count);

#endif
