/* remarks.h - the expert infos of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_REMARKS_H
#define SMB1AUDIT_REMARKS_H

#include "../keep/audited.h"
#include "../../audit/need.h"

/* Registers the expert infos; once. */
void remarks_register(int protocol);

/* Adds those that belong on this frame; they name client and server, which are NULL where
 * they are not known. item is NULL where there is no tree: a retap brings the Expert
 * Information dialog its remarks so. */
void remarks_add(const struct audited *audited, const char *client, const char *server,
    packet_info *pinfo, proto_item *item);

#endif
