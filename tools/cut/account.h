/* account.h - what was read of each capture
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_ACCOUNT_H
#define SMB1AUDIT_CUT_ACCOUNT_H

#include "stream.h"

/* Writes the files "captures" and "coverage" in that folder; see the help. The name of the
 * one that cannot be written, and errno; else NULL. */
const char *account_write(const struct stream *stream, const char *folder);

#endif
