/* records_write.c - records as CSV and as JSON
 *
 * Every text in a record is valid UTF-8 without control characters: what the network
 * sent was escaped when it was read (text.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "records_write.h"

#include <wsutil/json_dumper.h>

/* A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes
 * it text. */
static bool
is_formula(const char *text)
{
	return text[0] != '\0' && strchr("=+-@", text[0]) != NULL;
}

/* RFC 4180 2.6 and 2.7: a quoted text, its quotation marks doubled. */
static void
write_quoted(FILE *stream, const char *text)
{
	putc('"', stream);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', stream);
		putc(*text, stream);
	}
	putc('"', stream);
}

static void
write_cell(FILE *stream, const char *text, wmem_allocator_t *scope)
{
	if (is_formula(text))
		text = wmem_strdup_printf(scope, "'%s", text);
	if (strpbrk(text, ",\"") != NULL)
		write_quoted(stream, text);
	else
		fputs(text, stream);
}

/* The entries of a list, a bar between them; a bar within one is escaped. */
static const char *
joined(const struct value *value, wmem_allocator_t *scope)
{
	wmem_strbuf_t *text = wmem_strbuf_new(scope, NULL);

	for (unsigned i = 0; i < value->count; i++) {
		if (i > 0)
			wmem_strbuf_append_c(text, '|');
		for (const char *c = value->list[i]; *c != '\0'; c++)
			if (*c == '|')
				wmem_strbuf_append(text, "\\x7c");
			else
				wmem_strbuf_append_c(text, *c);
	}
	return wmem_strbuf_get_str(text);
}

static void
write_csv_value(FILE *stream, const struct value *value, wmem_allocator_t *scope)
{
	switch (value->kind) {
	case VALUE_ABSENT:
		break;
	case VALUE_TEXT:
		write_cell(stream, value->text, scope);
		break;
	case VALUE_NUMBER:
		fprintf(stream, "%u", value->number);
		break;
	case VALUE_TRUE:
		fputs("true", stream);
		break;
	case VALUE_LIST:
		write_cell(stream, joined(value, scope), scope);
		break;
	}
}

static void
write_csv_heading(FILE *stream)
{
	for (unsigned i = 0; i < record_columns(); i++)
		fprintf(stream, "%s%s", i > 0 ? "," : "", record_column_name(i));
	fputs("\r\n", stream);
}

static void
write_csv(FILE *stream, const struct record *record)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);

	for (unsigned i = 0; i < record_columns(); i++) {
		const struct value value = record_value(record, i, scope);

		if (i > 0)
			putc(',', stream);
		write_csv_value(stream, &value, scope);
	}
	fputs("\r\n", stream);
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
write_json(FILE *stream, const struct record *record)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	json_dumper dumper = { .output_file = stream };

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
write_no_heading(FILE *stream _U_)
{
}

const struct record_format record_formats[RECORD_FORMATS] = {
	[RECORD_CSV]	= { "smb1audit,csv", write_csv_heading, write_csv },
	[RECORD_JSON]	= { "smb1audit,json", write_no_heading, write_json },
};
