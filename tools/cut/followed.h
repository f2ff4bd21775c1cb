/* followed.h - the connections that a stream is followed by, a bounded number of them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_FOLLOWED_H
#define SMB1AUDIT_CUT_FOLLOWED_H

#include "connection.h"

/* Those that are there for a SYN alone and the others have room of their own: whoever
 * knocks at every door pushes nobody out. */
enum stage { STAGE_HALF_OPEN, STAGE_OPEN, STAGES };

/* Of both stages, in the order of their last frames. Times are of frames, seconds. */
struct followed {
	GHashTable *all;			/* struct ends to struct connection */
	GQueue waiting[STAGES];
	int64_t now;
};

void followed_begin(struct followed *followed);
void followed_end(struct followed *followed);

/* Forgets what was idle for long up to now. A time before the latest is taken for that. */
void followed_tick(struct followed *followed, int64_t now);

/* NULL where it is not followed. */
struct connection *followed_find(const struct followed *followed, const struct ends *ends);

/* The connection, a new one if need be: then the one that was idle for longest has to
 * make room. */
struct connection *followed_get(struct followed *followed, const struct ends *ends);

/* It had a frame; it may be open now. */
void followed_touch(struct followed *followed, struct connection *connection);
void followed_forget(struct followed *followed, struct connection *connection);

#endif
