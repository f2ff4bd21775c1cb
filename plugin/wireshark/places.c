/* places.c - where the SMB PDUs of a frame are
 *
 * Protocol items at the top level of the tree tell. Some tunnels (LWAPP, Mobile IP)
 * put the items of what they carry below their own: those would be built only if they
 * were wanted, which costs on every frame. There, where the layers say that SMB was
 * recognised, PDUs are looked for in the bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "places.h"

#include "layers.h"

/* RFC 1002 4.3.1, MS-SMB2 2.1: a zero byte and three of length precede a PDU. */
enum { SESSION_HEADER = 4, SESSION_MESSAGE = 0 };

/* MS-CIFS 2.2.3.1, MS-SMB2 2.2.1.2 */
static const uint8_t magic[] = { 'S', 'M', 'B' };
enum { SMB1_FIRST = 0xFF, SMB2_FIRST = 0xFE, MAGIC = 1 + sizeof magic };

void
places_begin_items(struct places *places, const proto_node *pdu)
{
	places->node = pdu;
	places->source = NULL;
}

void
places_begin_bytes(struct places *places, const packet_info *pinfo)
{
	places->node = NULL;
	places->source = pinfo->data_src;
	places->at = 0;
	places->in_stream = pinfo->ptype == PT_TCP;
}

bool
place_of_item(struct place *place, const field_info *item)
{
	place->tvb = item->ds_tvb;
	place->captured = item->ds_tvb ? tvb_captured_length(item->ds_tvb) : 0;
	place->start = (unsigned)item->start;
	return item->start >= 0 && place->start < place->captured;
}

/* What the message that carries the PDU says of its length; 0 where none does. */
static size_t
announced_length(const struct place *place)
{
	const uint8_t *header;

	if (place->start < SESSION_HEADER)
		return 0;
	header = tvb_get_ptr(place->tvb, (int)(place->start - SESSION_HEADER), SESSION_HEADER);
	if (header[0] != SESSION_MESSAGE)
		return 0;
	return (size_t)header[1] << 16 | (size_t)header[2] << 8 | header[3];
}

size_t
place_length(const struct place *place)
{
	const size_t left = place->captured - place->start;
	const size_t announced = announced_length(place);

	return announced != 0 && announced < left ? announced : left;
}

const uint8_t *
place_before(const struct place *place, unsigned distance, size_t *length)
{
	if (place->start < distance)
		return NULL;
	*length = place->captured - (place->start - distance);
	return tvb_get_ptr(place->tvb, (int)(place->start - distance), (int)*length);
}

/* Steps to the first bytes of a PDU, from at on; false where there are none. */
static bool
find_magic(struct place *place, unsigned at)
{
	const uint8_t *bytes = tvb_get_ptr(place->tvb, 0, (int)place->captured);

	for (; at + MAGIC <= place->captured; at++) {
		if ((bytes[at] == SMB1_FIRST || bytes[at] == SMB2_FIRST) &&
		    memcmp(bytes + at + 1, magic, sizeof magic) == 0) {
			place->start = at;
			return true;
		}
	}
	return false;
}

/* A PDU that goes on in the next segment is not there yet; one that the capture cut
 * is. */
static bool
ends_here(const struct place *place)
{
	return announced_length(place) <= tvb_reported_length(place->tvb) - place->start;
}

/* The length of a PDU leads past what it carries, which may look like another. */
static bool
next_in_source(struct places *places, struct place *place)
{
	place->tvb = get_data_source_tvb((const struct data_source *)places->source->data);
	place->captured = tvb_captured_length(place->tvb);
	if (place->captured < MAGIC || !find_magic(place, places->at) ||
	    (places->in_stream && !ends_here(place)))
		return false;
	places->at = place->start + (unsigned)place_length(place);
	return true;
}

bool
places_next(struct places *places, struct place *place)
{
	while (places->node != NULL) {
		const field_info *item = PNODE_FINFO(places->node);

		places->node = layers_pdu_from(places->node->next);
		if (place_of_item(place, item))
			return true;
	}
	for (; places->source != NULL; places->source = places->source->next, places->at = 0)
		if (next_in_source(places, place))
			return true;
	return false;
}
