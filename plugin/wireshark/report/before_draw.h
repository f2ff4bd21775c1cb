/* before_draw.h - what a statistic does before it is drawn
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_BEFORE_DRAW_H
#define SMB1AUDIT_BEFORE_DRAW_H

/* A statistic starts: its listener comes now, and is drawn before those that are there. */
void before_draw_starts(void);

/* Has act() called before the statistics are drawn, for the life of the process; once
 * for each, however often it is asked for. Called from a statistic's own packet callback,
 * when its listener is there. */
void before_draw(void (*act)(void));

#endif
