/* fuzz_text.c - any bytes, safe to show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Valid, visible, short, and such that it is left as it is from then on. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	char *text = (char *)memcpy(g_malloc(size + 1), data, size);
	const char *printable;

	text[size] = '\0';
	printable = text_printable(text, scope);
	MUST(strlen(printable) <= TEXT_LONGEST);
	host_must_show(printable);
	MUST(strcmp(text_printable(printable, scope), printable) == 0);
	g_free(text);
	wmem_destroy_allocator(scope);
	return 0;
}
