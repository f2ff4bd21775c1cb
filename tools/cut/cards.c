/* cards.c - which addresses stand behind a network card
 *
 * The plugin tells who made a host's card only while one address, of each version of IP,
 * is seen behind it in all of the capture (plugin/wireshark/keep/cards.c). So it has to
 * see of each card its first address and one more, and the cards in their order: it
 * keeps no more than so many.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cards.h"

#include <string.h>

enum { CARDS_MOST = 65536, ADDRESS_MOST = 16 };		/* the former as in the plugin */

/* What stands behind a card: nothing yet, one address, or several. */
struct behind {
	bool known, several;
	uint8_t address[ADDRESS_MOST];
};

struct card {
	struct ends key;
	uint8_t bytes[CARD_ADDRESS];
	struct behind ipv4, ipv6;
};

void
cards_begin(struct cards *cards)
{
	memset(cards, 0, sizeof *cards);
	cards->all = ends_table(NULL, g_free);
}

void
cards_end(struct cards *cards)
{
	g_hash_table_destroy(cards->all);
}

/* Hashed with the same secret as connections: forged ones fill no place on purpose. */
static struct ends
key_of(const uint8_t *bytes)
{
	struct ends key;

	memset(&key, 0, sizeof key);
	memcpy(key.words, bytes, CARD_ADDRESS);
	return key;
}

static struct card *
new_card(struct cards *cards, const struct ends *key, const uint8_t *bytes)
{
	struct card *card;

	if (g_hash_table_size(cards->all) >= CARDS_MOST)
		return NULL;
	card = g_new0(struct card, 1);
	card->key = *key;
	memcpy(card->bytes, bytes, CARD_ADDRESS);
	g_hash_table_insert(cards->all, &card->key, card);
	return card;
}

static struct card *
card_of(struct cards *cards, const uint8_t *bytes)
{
	struct card **recent = &cards->recent[bytes[CARD_ADDRESS - 1]];
	struct ends key;
	struct card *card;

	if (*recent != NULL && memcmp((*recent)->bytes, bytes, CARD_ADDRESS) == 0)
		return *recent;
	key = key_of(bytes);
	card = (struct card *)g_hash_table_lookup(cards->all, &key);
	if (card == NULL)
		card = new_card(cards, &key, bytes);
	if (card != NULL)
		*recent = card;
	return card;
}

bool
cards_learn(struct cards *cards, const struct frame *frame)
{
	struct card *card = frame->card && frame->source ? card_of(cards, frame->card) : NULL;
	struct behind *behind;

	if (card == NULL)
		return false;
	behind = frame->source_length == 4 ? &card->ipv4 : &card->ipv6;
	if (behind->several ||
	    (behind->known && memcmp(behind->address, frame->source, frame->source_length) == 0))
		return false;
	behind->several = behind->known;
	behind->known = true;
	memcpy(behind->address, frame->source, frame->source_length);
	return true;
}
