/* memory.c - what the first pass found, for every pass
 *
 * Texts from the network are keys: the hash of the maps is keyed (wmem_str_hash()), so
 * that nobody can choose texts that collide.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "memory.h"

#include <epan/wmem_scopes.h>

/* File scope, as everything that they point to. */
static wmem_map_t *offers;		/* struct offer by its list */
static wmem_map_t *texts;		/* each text once: hosts say the same again and again */
static wmem_array_t *findings;		/* struct finding, by frame */

/* Every step is keyed: of a sum of the names' hashes, lists of two names in many orders
 * could be made collide whatever the key is. */
static unsigned
hash_list(const void *key)
{
	const struct dialect_list *list = (const struct dialect_list *)key;
	uint32_t step[2] = { list->count * 4 + list->smb2 * 2u + list->whole, 0 };

	for (unsigned i = 0; i < list->kept; i++) {
		step[1] = wmem_str_hash(list->names[i]);
		step[0] = wmem_strong_hash((const uint8_t *)step, sizeof step);
	}
	return step[0];
}

static int
equal_lists(const void *a, const void *b)
{
	const struct dialect_list *x = (const struct dialect_list *)a, *y = (const struct dialect_list *)b;

	if (x->smb2 != y->smb2 || x->whole != y->whole || x->count != y->count || x->kept != y->kept)
		return false;
	for (unsigned i = 0; i < x->kept; i++)
		if (strcmp(x->names[i], y->names[i]) != 0)
			return false;
	return true;
}

static void
start_capture(void)
{
	offers = wmem_map_new(wmem_file_scope(), hash_list, equal_lists);
	texts = wmem_map_new(wmem_file_scope(), wmem_str_hash, g_str_equal);
	findings = wmem_array_new(wmem_file_scope(), sizeof (struct finding));
}

static void
end_capture(void)
{
	offers = texts = NULL;
	findings = NULL;
}

void
memory_register(void)
{
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
}

static const char *
keep_text(const char *text)
{
	const char *kept = (const char *)wmem_map_lookup(texts, text);

	if (kept == NULL) {
		kept = wmem_strdup(wmem_file_scope(), text);
		wmem_map_insert(texts, kept, (void *)kept);
	}
	return kept;
}

static void *
keep_zeroed(size_t size)
{
	return wmem_alloc0(wmem_file_scope(), size);
}

const struct storage memory_storage = { keep_text, keep_zeroed };

static const char *
requested_text(const struct offer *offer, unsigned most)
{
	const size_t room = offer_write(offer, most, NULL, 0) + 1;
	char *text = (char *)wmem_alloc(wmem_file_scope(), room);

	offer_write(offer, most, text, room);
	return text;
}

static struct offer *
new_offer(const struct dialect_list *list)
{
	struct offer *offer = wmem_new(wmem_file_scope(), struct offer);
	struct dialect_list kept = *list;

	kept.names = (const char **)wmem_alloc(wmem_file_scope(), list->kept * sizeof *kept.names);
	for (unsigned i = 0; i < list->kept; i++)
		kept.names[i] = keep_text(list->names[i]);
	offer_read(offer, &kept, (uint8_t *)wmem_alloc(wmem_file_scope(), list->kept));
	offer->requested = requested_text(offer, OFFER_KEPT);
	offer->requested_shortly = requested_text(offer, OFFER_SHORT);
	return offer;
}

const struct offer *
memory_offer(const struct dialect_list *list)
{
	struct offer *offer = (struct offer *)wmem_map_lookup(offers, list);

	if (offer == NULL) {
		offer = new_offer(list);
		wmem_map_insert(offers, &offer->list, offer);
	}
	return offer;
}

static void
keep_moment(struct connection *connection, const packet_info *pinfo)
{
	connection->last.frame = pinfo->num;
	if (pinfo->presence_flags & PINFO_HAS_TS)
		connection->last.time = pinfo->abs_ts;
	else
		nstime_set_unset(&connection->last.time);
	if (connection->first.frame == 0)
		connection->first = connection->last;
}

const struct finding *
memory_keep_finding(const packet_info *pinfo, unsigned marks, struct connection *connection)
{
	const struct finding finding = { pinfo->num, marks, connection };

	keep_moment(connection, pinfo);
	wmem_array_append_one(findings, finding);
	return (const struct finding *)wmem_array_index(findings, wmem_array_get_count(findings) - 1);
}

static int
compare_frames(const void *frame, const void *finding)
{
	const uint32_t a = *(const uint32_t *)frame, b = ((const struct finding *)finding)->frame;

	return (a > b) - (a < b);
}

const struct finding *
memory_finding(const packet_info *pinfo)
{
	const unsigned count = wmem_array_get_count(findings);

	return count == 0 ? NULL : (const struct finding *)bsearch(&pinfo->num,
	    wmem_array_get_raw(findings), count, sizeof (struct finding), compare_frames);
}
