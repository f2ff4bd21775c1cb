/* makers.h - stands in for the host's table of the makers of network cards
 *
 * Cards that begin with 2 have one, by their last byte. Included by one file of a check.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_MAKERS_H
#define SMB1AUDIT_MAKERS_H

#include <wireshark.h>

#include <epan/addr_resolv.h>

#include "../../plugin/wireshark/compat.h"

/* The signature is that of the release. */
#if WIRESHARK_BEFORE(4, 2)
const char *
get_manuf_name_if_known(const uint8_t *bytes)
#else
const char *
get_manuf_name_if_known(const uint8_t *bytes, size_t size _U_)
#endif
{
	static char text[sizeof "Maker 255"];

	snprintf(text, sizeof text, "Maker %u", bytes[5]);
	return bytes[0] == 2 ? text : NULL;
}

#endif
