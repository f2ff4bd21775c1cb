/* pdus.h - the SMB PDUs of a frame as the built-in dissectors show them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_PDUS_H
#define SMB1AUDIT_PDUS_H

#include "../compat.h"
#include "../../audit/pdu.h"

/* Reads all SMB1 PDUs and SMB2 NEGOTIATEs below tree, in order: an array of struct
 * smb_pdu in that scope, as all that they point to. First pass only. */
wmem_array_t *pdus_read(proto_tree *tree, wmem_allocator_t *scope);

#endif
