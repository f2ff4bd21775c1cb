/* status.h - how the cut ends
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_STATUS_H
#define SMB1AUDIT_CUT_STATUS_H

/* Not 1: so ends whatever could not start it. */
enum status {
	STATUS_CUT	= 0,	/* the output is there, to be read in place of the capture */
	STATUS_FAILED	= 2,	/* the input cannot be read or the output not be written */
	STATUS_WHOLE	= 3,	/* the capture is to be read itself */
	STATUS_NOTHING	= 4,	/* no frame can matter */
};

#endif
