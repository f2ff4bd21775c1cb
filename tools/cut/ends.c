/* ends.c - the two ends of a TCP connection, as a key
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ends.h"

#include <string.h>

enum { ADDRESS_WORDS = 4, PORTS = 8, VERSION = 9 };

/* Multilinear hashing: with secret factors, any two keys share a place by chance only
 * (Lemire and Kaser, Strongly universal string hashing is fast, 2014). */
static uint64_t factors[ENDS_WORDS + 3];	/* for the life of the process */

void
ends_draw_secret(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(factors); i++)
		factors[i] = (uint64_t)g_random_int() << 32 | g_random_int();
}

unsigned
ends_make(struct ends *ends, const uint8_t *source, const uint8_t *destination,
    size_t address_length, uint16_t source_port, uint16_t destination_port)
{
	const int order = memcmp(source, destination, address_length);
	const unsigned direction = order > 0 || (order == 0 && source_port > destination_port);
	uint32_t *of_source = ends->words + (direction ? ADDRESS_WORDS : 0);
	uint32_t *of_destination = ends->words + (direction ? 0 : ADDRESS_WORDS);

	memset(ends, 0, sizeof *ends);
	memcpy(of_source, source, address_length);
	memcpy(of_destination, destination, address_length);
	ends->words[PORTS] = direction ? (uint32_t)destination_port << 16 | source_port :
	    (uint32_t)source_port << 16 | destination_port;
	ends->words[VERSION] = (uint32_t)address_length;
	return direction;
}

bool
ends_equal(const struct ends *a, const struct ends *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

uint64_t
ends_hash_with(const struct ends *ends, uint32_t more, uint32_t and_more)
{
	uint64_t hash = factors[ENDS_WORDS + 2];

	for (size_t i = 0; i < ENDS_WORDS; i++)
		hash += factors[i] * ends->words[i];
	return hash + factors[ENDS_WORDS] * more + factors[ENDS_WORDS + 1] * and_more;
}

static unsigned
hash_key(const void *key)
{
	return (unsigned)(ends_hash_with((const struct ends *)key, 0, 0) >> 32);
}

static gboolean
equal_keys(const void *a, const void *b)
{
	return ends_equal((const struct ends *)a, (const struct ends *)b);
}

GHashTable *
ends_table(GDestroyNotify free_key, GDestroyNotify free_value)
{
	return g_hash_table_new_full(hash_key, equal_keys, free_key, free_value);
}
