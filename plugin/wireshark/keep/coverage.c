/* coverage.c - how much traffic the audit saw
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "coverage.h"

#include <epan/wmem_scopes.h>

static struct coverage *coverage;

static void
start_capture(void)
{
	coverage = wmem_new0(wmem_file_scope(), struct coverage);
	nstime_set_unset(&coverage->first);
	nstime_set_unset(&coverage->last);
	coverage->links = wmem_array_new(wmem_file_scope(), sizeof (int));
}

static void
end_capture(void)
{
	coverage = NULL;
}

void
coverage_register(void)
{
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
}

static void
see_time(const nstime_t *time)
{
	if (nstime_is_unset(&coverage->first) || nstime_cmp(time, &coverage->first) < 0)
		coverage->first = *time;
	if (nstime_is_unset(&coverage->last) || nstime_cmp(time, &coverage->last) > 0)
		coverage->last = *time;
}

/* There are few in a capture, and most often one. */
static void
see_link(int protocol)
{
	for (unsigned i = 0; i < wmem_array_get_count(coverage->links); i++)
		if (*(int *)wmem_array_index(coverage->links, i) == protocol)
			return;
	wmem_array_append_one(coverage->links, protocol);
}

/* The first layer is Wireshark's own, "frame". */
void
coverage_see(const packet_info *pinfo)
{
	const wmem_list_frame_t *layer = wmem_list_head(pinfo->layers);

	coverage->frames++;
	coverage->cut += pinfo->fd->cap_len < pinfo->fd->pkt_len;
	if (pinfo->presence_flags & PINFO_HAS_TS)
		see_time(&pinfo->abs_ts);
	layer = layer ? wmem_list_frame_next(layer) : NULL;
	if (layer != NULL)
		see_link(GPOINTER_TO_INT(wmem_list_frame_data(layer)));
}

const struct coverage *
coverage_of_capture(void)
{
	return coverage;
}
