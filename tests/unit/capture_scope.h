/* capture_scope.h - stands in for the host: one allocator for the life of a capture
 *
 * Included by one file of a check.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CAPTURE_SCOPE_H
#define SMB1AUDIT_CAPTURE_SCOPE_H

#include <wireshark.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <epan/wmem_scopes.h>

static wmem_allocator_t *file_scope;
static void (*start_capture)(void), (*end_capture)(void);

wmem_allocator_t *
wmem_file_scope(void)
{
	return file_scope;
}

void
register_init_routine(void (*routine)(void))
{
	start_capture = routine;
}

void
register_cleanup_routine(void (*routine)(void))
{
	end_capture = routine;
}

/* What a file registers, once. */
static void (*registers)(void);

static int
open_capture(void **state)
{
	(void)state;
	file_scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	registers();
	start_capture();
	return 0;
}

static int
close_capture(void **state)
{
	(void)state;
	end_capture();
	wmem_destroy_allocator(file_scope);
	return 0;
}

#define EACH_IN_A_CAPTURE(test) \
	cmocka_unit_test_setup_teardown(test, open_capture, close_capture)

#endif
