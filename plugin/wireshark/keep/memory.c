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
static wmem_map_t *offers;		/* struct offer by what key_of() makes of its list */
static wmem_map_t *texts;		/* each text once: hosts say the same again and again */
static wmem_array_t *findings;		/* struct finding, by frame */

static void
start_capture(void)
{
	offers = wmem_map_new(wmem_file_scope(), wmem_str_hash, g_str_equal);
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

/* Two lists are the same where this is. No name has a line feed. */
static char *
key_of(const struct dialect_list *list)
{
	wmem_strbuf_t *key = wmem_strbuf_new(wmem_file_scope(), NULL);

	wmem_strbuf_append_printf(key, "%d %d %u", list->smb2, list->whole, list->count);
	for (unsigned i = 0; i < list->kept; i++)
		wmem_strbuf_append_printf(key, "\n%s", list->names[i]);
	return wmem_strbuf_finalize(key);
}

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
	char *key = key_of(list);
	struct offer *offer = (struct offer *)wmem_map_lookup(offers, key);

	if (offer == NULL) {
		offer = new_offer(list);
		wmem_map_insert(offers, key, offer);
	} else {
		wmem_free(wmem_file_scope(), key);
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
