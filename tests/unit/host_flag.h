/* host_flag.h - the host's type of flags that functions take
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_HOST_FLAG_H
#define SMB1AUDIT_HOST_FLAG_H

#include "../../plugin/wireshark/compat.h"

#if WIRESHARK_BEFORE(4, 4)
typedef gboolean host_flag;
#else
typedef bool host_flag;
#endif

#endif
