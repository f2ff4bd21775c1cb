/* cards.c - the network cards of hosts, by their link-layer addresses
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cards.h"

#include <epan/addr_resolv.h>
#include <epan/wmem_scopes.h>

/* Many forged addresses must not fill the memory; whose card is not kept has no vendor. */
enum { CARDS_MOST = 65536, CARD_BYTES = 6 };

/* What stands behind a card: one address, or several. A host has one of each kind. */
struct behind {
	address host;
	bool several;
};

struct card {
	int64_t key;			/* its address as a number */
	uint8_t bytes[CARD_BYTES];
	struct behind ipv4, ipv6;
};

static wmem_map_t *cards;		/* by key, with a keyed hash */

static void
start_capture(void)
{
	cards = wmem_map_new(wmem_file_scope(), wmem_int64_hash, g_int64_equal);
}

static void
end_capture(void)
{
	cards = NULL;
}

void
cards_register(void)
{
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
}

static struct card *
card_of(const uint8_t *bytes)
{
	struct card *card;
	int64_t key = 0;

	memcpy(&key, bytes, CARD_BYTES);
	if (key == 0)		/* the loopback interface: no card, though the table has a name */
		return NULL;
	card = (struct card *)wmem_map_lookup(cards, &key);
	if (card != NULL || wmem_map_size(cards) >= CARDS_MOST)
		return card;
	card = wmem_new0(wmem_file_scope(), struct card);
	card->key = key;
	memcpy(card->bytes, bytes, CARD_BYTES);
	wmem_map_insert(cards, &card->key, card);
	return card;
}

static const struct behind *
behind_of(const struct card *card, int type)
{
	if (type == AT_IPv4)
		return &card->ipv4;
	return type == AT_IPv6 ? &card->ipv6 : NULL;
}

const struct card *
cards_see(const packet_info *pinfo)
{
	struct card *card;
	struct behind *behind;

	if (pinfo->dl_src.type != AT_ETHER || (pinfo->src.type != AT_IPv4 && pinfo->src.type != AT_IPv6))
		return NULL;
	card = card_of((const uint8_t *)pinfo->dl_src.data);
	behind = card ? (struct behind *)behind_of(card, pinfo->src.type) : NULL;
	if (behind == NULL)
		return NULL;
	if (behind->host.type == AT_NONE)
		copy_address_wmem(wmem_file_scope(), &behind->host, &pinfo->src);
	else if (!behind->several)
		behind->several = !addresses_equal(&behind->host, &pinfo->src);
	return card;
}

const char *
card_vendor(const struct card *card, int type)
{
	const struct behind *behind = card ? behind_of(card, type) : NULL;

	return behind == NULL || behind->several ? NULL : audit_manufacturer(card->bytes);
}
