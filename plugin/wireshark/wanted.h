/* wanted.h - the few fields that the host builds for us
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_WANTED_H
#define SMB1AUDIT_WANTED_H

#include "compat.h"

enum wanted {
	WANTED_CALLING_NAME,		/* in a NetBIOS session request */
	WANTED_SMB1,			/* the protocol items of PDUs */
	WANTED_SMB2,
	WANTED_RST,
	WANTED_FIN,
	WANTED
};

/* Looks the fields up and asks for them on behalf of handle; once, when every
 * dissector has registered its own. A field that this Wireshark does not know is
 * reported to the user, and stays absent. */
void wanted_register(dissector_handle_t handle);

/* Whether RST and FIN are needed, from the next frame on. No capture begins so: no
 * close says anything before the first PDU. */
void wanted_set_closing(bool needed);

/* All occurrences in the frame, in order; NULL where there is none. First pass
 * only. */
const GPtrArray *wanted_values(const proto_tree *tree, enum wanted field);

static inline const field_info *
wanted_at(const GPtrArray *values, unsigned i)
{
	return (const field_info *)g_ptr_array_index(values, i);
}

#endif
