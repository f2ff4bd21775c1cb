/* record.h - all that is known of one connection, as columns
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_RECORD_H
#define SMB1AUDIT_RECORD_H

#include "../keep/connection.h"

/* A connection and its ends. Texts are NULL where the roles are not known. */
struct record {
	const struct connection *connection;
	const char *client_address, *server_address;
	const char *client_resolved, *server_resolved;	/* by the host's name resolution */
	uint16_t client_port, server_port;
};

enum value_kind { VALUE_ABSENT, VALUE_TEXT, VALUE_NUMBER, VALUE_TRUE, VALUE_LIST };

/* Texts live as long as the scope that record_value() was given, or longer. */
struct value {
	enum value_kind kind;
	const char *text;		/* VALUE_TEXT */
	uint32_t number;		/* VALUE_NUMBER */
	const char *const *list;	/* VALUE_LIST */
	unsigned count;			/* entries of it */
};

/* The columns, in the order that was released: new ones go to the end. A name is that
 * of the field, with underscores for dots: a record may go where dots nest. */
unsigned record_columns(void);
const char *record_column_name(unsigned column);
struct value record_value(const struct record *record, unsigned column, wmem_allocator_t *scope);

#endif
