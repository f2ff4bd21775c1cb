/* cards.h - the network cards of hosts, by their link-layer addresses
 *
 * Lives in file scope: until the capture is closed or read again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CARDS_H
#define SMB1AUDIT_CARDS_H

#include "../compat.h"

struct card;

/* Starts empty with every capture; once. */
void cards_register(void);

/* First pass only, every frame: which card its sender has; NULL where it shows none. */
const struct card *cards_see(const packet_info *pinfo);

/* Who made it, as far as Wireshark's table tells; NULL where that is not known, or where
 * more than one address of that type (AT_IPv4, AT_IPv6) stands behind it: then it is a
 * router's. */
const char *card_vendor(const struct card *card, int type);

#endif
