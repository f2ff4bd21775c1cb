/* ends.h - the two ends of a TCP connection, as a key
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_ENDS_H
#define SMB1AUDIT_CUT_ENDS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { ENDS_WORDS = 10 };

/* Both ends in one order, whoever sends: the addresses, then the ports, then which
 * version of IP. */
struct ends {
	uint32_t words[ENDS_WORDS];
};

/* Makes the key of bytes in network order. Returns the direction, 0 or 1, of a frame
 * from source to destination. */
unsigned ends_make(struct ends *ends, const uint8_t *source, const uint8_t *destination,
    size_t address_length, uint16_t source_port, uint16_t destination_port);

bool ends_equal(const struct ends *a, const struct ends *b);

/* Draws the secret of the hash: who makes a capture cannot make all connections share
 * a place. Once. */
void ends_draw_secret(void);

/* With more words than the ends alone, for what belongs to a place in a stream. */
uint64_t ends_hash_with(const struct ends *ends, uint32_t more, uint32_t and_more);

/* A table whose keys are ends, owned by its values or by nobody. */
GHashTable *ends_table(GDestroyNotify free_key, GDestroyNotify free_value);

#endif
