/* status.h - how the cut ends
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_STATUS_H
#define SMB1AUDIT_CUT_STATUS_H

enum status {
	STATUS_CUT	= 0,	/* the output is there, to be read in place of the capture */
	STATUS_NOTHING	= 1,	/* no frame can matter */
	STATUS_FAILED	= 2,	/* the input cannot be read or the output not be written */
	STATUS_WHOLE	= 3,	/* the capture is to be read itself */
};

#endif
