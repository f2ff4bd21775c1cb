/* storage.h - where room 1 keeps what lives as long as a connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STORAGE_H
#define SMB1AUDIT_STORAGE_H

#include <stddef.h>

/* Its owner gives it; what it returns lives until the capture is closed. */
struct storage {
	const char *(*text)(const char *text);	/* equal texts are the same */
	void *(*zeroed)(size_t size);
};

#endif
