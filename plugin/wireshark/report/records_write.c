/* records_write.c - records as CSV and as JSON
 *
 * Every text in a record is valid UTF-8 without control characters: what the network
 * sent was escaped when it was read (text.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "records_write.h"

#include <wsutil/json_dumper.h>

/* A spreadsheet takes a cell that begins so for a formula, also with the full-width signs
 * of U+FF0B and the like; an apostrophe before it makes it text. */
static bool
is_formula(const char *cell)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\xef\xbc\x9d",
	    "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };

	while (*cell == ' ')
		cell++;
	for (unsigned i = 0; i < array_length(signs); i++)
		if (g_str_has_prefix(cell, signs[i]))
			return true;
	return false;
}

/* RFC 4180 2.6 and 2.7: a quoted text, its quotation marks doubled. */
static void
write_quoted(GString *text, const char *cell)
{
	g_string_append_c(text, '"');
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			g_string_append_c(text, '"');
		g_string_append_c(text, *cell);
	}
	g_string_append_c(text, '"');
}

static void
write_cell(GString *text, const char *cell, wmem_allocator_t *scope)
{
	if (is_formula(cell))
		cell = wmem_strdup_printf(scope, "'%s", cell);
	if (strpbrk(cell, ",\";") != NULL)
		write_quoted(text, cell);
	else
		g_string_append(text, cell);
}

/* The entries of a list, a bar between them; a bar within one is escaped. */
static const char *
joined(const struct value *value, wmem_allocator_t *scope)
{
	wmem_strbuf_t *cell = wmem_strbuf_new(scope, NULL);

	for (unsigned i = 0; i < value->count; i++) {
		if (i > 0)
			wmem_strbuf_append_c(cell, '|');
		for (const char *c = value->list[i]; *c != '\0'; c++)
			if (*c == '|')
				wmem_strbuf_append(cell, "\\x7c");
			else
				wmem_strbuf_append_c(cell, *c);
	}
	return wmem_strbuf_get_str(cell);
}

static void
write_csv_value(GString *text, const struct value *value, wmem_allocator_t *scope)
{
	switch (value->kind) {
	case VALUE_ABSENT:
		break;
	case VALUE_TEXT:
		write_cell(text, value->text, scope);
		break;
	case VALUE_NUMBER:
		g_string_append_printf(text, "%u", value->number);
		break;
	case VALUE_TRUE:
		g_string_append(text, "true");
		break;
	case VALUE_LIST:
		write_cell(text, joined(value, scope), scope);
		break;
	}
}

static void
write_csv_heading(GString *text)
{
	for (unsigned i = 0; i < record_columns(); i++)
		g_string_append_printf(text, "%s%s", i > 0 ? "," : "", record_column_name(i));
	g_string_append(text, "\r\n");
}

static void
write_csv(GString *text, const struct record *record)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);

	for (unsigned i = 0; i < record_columns(); i++) {
		const struct value value = record_value(record, i, scope);

		if (i > 0)
			g_string_append_c(text, ',');
		write_csv_value(text, &value, scope);
	}
	g_string_append(text, "\r\n");
	wmem_destroy_allocator(scope);
}

static void
write_json_list(json_dumper *dumper, const struct value *value)
{
	json_dumper_begin_array(dumper);
	for (unsigned i = 0; i < value->count; i++)
		json_dumper_value_string(dumper, value->list[i]);
	json_dumper_end_array(dumper);
}

static void
write_json_member(json_dumper *dumper, const char *name, const struct value *value)
{
	if (value->kind == VALUE_ABSENT)
		return;
	json_dumper_set_member_name(dumper, name);
	if (value->kind == VALUE_TEXT)
		json_dumper_value_string(dumper, value->text);
	else if (value->kind == VALUE_NUMBER)
		json_dumper_value_anyf(dumper, "%u", value->number);
	else if (value->kind == VALUE_TRUE)
		json_dumper_value_anyf(dumper, "true");
	else
		write_json_list(dumper, value);
}

/* One object a line. */
static void
write_json(GString *text, const struct record *record)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	json_dumper dumper = { .output_string = text };

	json_dumper_begin_object(&dumper);
	for (unsigned i = 0; i < record_columns(); i++) {
		const struct value value = record_value(record, i, scope);

		write_json_member(&dumper, record_column_name(i), &value);
	}
	json_dumper_end_object(&dumper);
	json_dumper_finish(&dumper);
	wmem_destroy_allocator(scope);
}

static void
write_no_heading(GString *text _U_)
{
}

const struct record_format record_formats[RECORD_FORMATS] = {
	[RECORD_CSV]	= { "smb1audit,csv", write_csv_heading, write_csv },
	[RECORD_JSON]	= { "smb1audit,json", write_no_heading, write_json },
};
