/* arena.h - what one input allocates, and struct storage on it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_ARENA_H
#define SMB1AUDIT_ARENA_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit/storage.h"

/* Each allocation is one of the C library's, so that the sanitizer knows where it ends. */
static struct arena_block {
	struct arena_block *next;
	void *memory;
} *arena_blocks;

static struct arena_text {
	struct arena_text *next;
	const char *text;
	uint32_t hash;
} *arena_texts;

static inline void *
arena_zeroed(size_t size)
{
	struct arena_block *block = (struct arena_block *)malloc(sizeof *block);

	block->memory = calloc(1, size);
	block->next = arena_blocks;
	arena_blocks = block;
	return block->memory;
}

/* FNV-1a. */
static inline uint32_t
arena_hash(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text != '\0'; text++)
		hash = (hash ^ (uint8_t)*text) * 16777619u;
	return hash;
}

/* Equal texts are one. */
static inline const char *
arena_text(const char *text)
{
	const size_t size = strlen(text) + 1;
	const uint32_t hash = arena_hash(text);
	struct arena_text *entry = arena_texts;

	while (entry != NULL && (entry->hash != hash || strcmp(entry->text, text) != 0))
		entry = entry->next;
	if (entry == NULL) {
		entry = (struct arena_text *)arena_zeroed(sizeof *entry);
		entry->hash = hash;
		entry->text = (const char *)memcpy(arena_zeroed(size), text, size);
		entry->next = arena_texts;
		arena_texts = entry;
	}
	return entry->text;
}

static const struct storage arena = { arena_text, arena_zeroed };

static inline void
arena_empty(void)
{
	while (arena_blocks != NULL) {
		struct arena_block *block = arena_blocks;

		arena_blocks = block->next;
		free(block->memory);
		free(block);
	}
	arena_texts = NULL;
}

#endif
