/* sight.h - whether the host looks at all that a verdict rests on
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_SIGHT_H
#define SMB1AUDIT_SIGHT_H

/* Looks anew at the start of every capture, and tells the user once of what he switched
 * off; once, when the plugin registers. */
void sight_register(void);

/* What is not looked at in this capture, "the protocol SMB2 is disabled"; NULL where
 * nothing is missing. */
const char *sight_missing(void);

#endif
