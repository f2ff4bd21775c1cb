/* outputs.c - all parts of what is kept
 *
 * Interfaces of a capture come behind those of the captures before it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "outputs.h"

#include <string.h>

enum status
outputs_open(struct outputs *outputs, const char *folder, unsigned count)
{
	enum status status = STATUS_CUT;

	memset(outputs, 0, sizeof *outputs);
	outputs->all = g_new0(struct output, count);
	while (status == STATUS_CUT && outputs->count < count) {
		status = output_open(&outputs->all[outputs->count], folder, outputs->count);
		outputs->count++;
	}
	return status;
}

void
outputs_close(struct outputs *outputs)
{
	for (unsigned i = 0; i < outputs->count; i++)
		output_close(&outputs->all[i]);
	g_free(outputs->all);
}

static enum status
restart_from(struct outputs *outputs, unsigned first)
{
	enum status status = STATUS_CUT;

	for (unsigned i = first; status == STATUS_CUT && i < outputs->count; i++)
		status = output_restart(&outputs->all[i]);
	return status;
}

enum status
outputs_restart(struct outputs *outputs)
{
	outputs->interfaces = outputs->before = 0;
	return restart_from(outputs, 0);
}

enum status
outputs_limit(struct outputs *outputs, unsigned count)
{
	const enum status status = restart_from(outputs, count);

	for (unsigned i = count; i < outputs->count; i++)
		output_close(&outputs->all[i]);
	outputs->count = count;
	return status;
}

static enum status
begin(struct outputs *outputs, const struct capture *capture)
{
	enum status status = STATUS_CUT;

	for (unsigned i = 0; status == STATUS_CUT && i < outputs->count; i++)
		if (outputs->all[i].dumper == NULL)
			status = output_begin(&outputs->all[i], capture);
	return status;
}

static enum status
add_interface(struct outputs *outputs, wtap_block_t interface)
{
	enum status status = STATUS_CUT;

	for (unsigned i = 0; status == STATUS_CUT && i < outputs->count; i++)
		status = output_add_interface(&outputs->all[i], interface);
	outputs->interfaces++;
	return status;
}

static void
move_interface(const struct outputs *outputs, wtap_rec *rec)
{
	if (outputs->before == 0)
		return;
	if (!(rec->presence_flags & WTAP_HAS_INTERFACE_ID))
		rec->rec_header.packet_header.interface_id = 0;
	rec->presence_flags |= WTAP_HAS_INTERFACE_ID;
	rec->rec_header.packet_header.interface_id += outputs->before;
}

enum status
outputs_prepare(struct outputs *outputs, struct stream *stream)
{
	struct capture *capture = &stream->capture;
	enum status status = begin(outputs, capture);
	wtap_block_t interface;

	if (stream_is_first_of_capture(stream))
		outputs->before = outputs->interfaces;
	while (status == STATUS_CUT &&
	    (interface = wtap_get_next_interface_description(capture->wth)) != NULL)
		status = add_interface(outputs, interface);
	if (capture->record.rec.rec_type == REC_TYPE_PACKET)
		move_interface(outputs, &capture->record.rec);
	return status;
}

enum status
outputs_keep(struct outputs *outputs, unsigned part, struct stream *stream, size_t bytes)
{
	struct cut_record *record = &stream->capture.record;
	wtap_packet_header *packet = &record->rec.rec_header.packet_header;
	const uint32_t captured = packet->caplen;
	enum status status;

	packet->caplen = (uint32_t)bytes;
	status = output_keep(&outputs->all[part], record, stream_number(stream));
	packet->caplen = captured;
	return status;
}

enum status
outputs_finish(struct outputs *outputs)
{
	enum status status = STATUS_CUT;

	for (unsigned i = 0; status == STATUS_CUT && i < outputs->count; i++)
		status = output_finish(&outputs->all[i]);
	return status;
}

uint64_t
outputs_bytes(const struct outputs *outputs)
{
	uint64_t bytes = 0;

	for (unsigned i = 0; i < outputs->count; i++)
		bytes += outputs->all[i].bytes;
	return bytes;
}

const char *
outputs_complaint(const struct outputs *outputs)
{
	for (unsigned i = 0; i < outputs->count; i++)
		if (outputs->all[i].complaint != NULL)
			return outputs->all[i].complaint;
	return NULL;
}
