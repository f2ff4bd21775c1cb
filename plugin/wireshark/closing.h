/* closing.h - the closing of a TCP connection as one frame shows it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CLOSING_H
#define SMB1AUDIT_CLOSING_H

#include "compat.h"

enum tcp_closing { CLOSING_NONE, CLOSING_RST, CLOSING_FIN };

/* Starts anew with every capture; once. */
void closing_register(void);

/* What the TCP header under this item says. */
enum tcp_closing closing_of_header(const field_info *tcp);

/* What the TCP layer of that depth, counted from 1, says; tcp is its item, NULL where
 * that is not at the top level of the tree. */
enum tcp_closing closing_of_layer(const proto_tree *tree, const field_info *tcp, int depth);

/* Remembers how the item of a frame's TCP was found; NULL where it is not at the top
 * level of the tree. */
void closing_note_drawing(const field_info *tcp);

#endif
