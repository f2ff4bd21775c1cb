/* lacking.c - a Wireshark that has no field of one name
 *
 * Loaded before a program of Wireshark: who asks for the field that SMB1AUDIT_LACKING names
 * is told that there is none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

void *proto_registrar_get_byname(const char *name);

void *
proto_registrar_get_byname(const char *name)
{
	void *(*const wiresharks)(const char *) =
	    (void *(*)(const char *))dlsym(RTLD_NEXT, __func__);
	const char *lacking = getenv("SMB1AUDIT_LACKING");

	return lacking != NULL && strcmp(name, lacking) == 0 ? NULL : wiresharks(name);
}
