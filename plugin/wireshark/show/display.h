/* display.h - one finding on the screen
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_DISPLAY_H
#define SMB1AUDIT_DISPLAY_H

#include "../keep/audited.h"

/* Registers what is shown and the preference; once. */
void display_register(int protocol);

/* Adds everything that is known of the finding to this frame. */
void display_draw(const struct audited *audited, tvbuff_t *tvb, packet_info *pinfo,
    proto_tree *tree);

#endif
