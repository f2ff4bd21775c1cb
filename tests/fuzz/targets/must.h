/* must.h - rules that hold for every input
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_MUST_H
#define SMB1AUDIT_MUST_H

#include <stdio.h>
#include <stdlib.h>

/* libFuzzer keeps the input of a program that aborts. */
#define MUST(condition) do { \
	if (!(condition)) { \
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
		abort(); \
	} \
} while (0)

#endif
