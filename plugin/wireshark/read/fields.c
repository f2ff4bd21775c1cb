/* fields.c - the fields of the built-in dissectors that are read
 *
 * The host builds a wanted field also where nobody looks at the tree, on the first pass.
 * What a field is, and where it misleads, stands where it is taken: pdus.c, frame.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fields.h"

#include <wsutil/report_message.h>

#include "../text.h"

static const char *const names[FIELDS] = {
	[FIELD_SMB1]			= "smb",
	[FIELD_SMB2]			= "smb2",
	[FIELD_COMMAND]			= "smb.cmd",
	[FIELD_RESPONSE]		= "smb.flags.response",
	[FIELD_NT_STATUS]		= "smb.nt_status",
	[FIELD_ERROR_CLASS]		= "smb.error_class",
	[FIELD_FLAGS2]			= "smb.flags2",
	[FIELD_TID]			= "smb.tid",
	[FIELD_PID]			= "smb.pid",
	[FIELD_UID]			= "smb.uid",
	[FIELD_MID]			= "smb.mid",
	[FIELD_WORD_COUNT]		= "smb.wct",
	[FIELD_BYTE_COUNT]		= "smb.bcc",
	[FIELD_DIALECT]			= "smb.dialect",
	[FIELD_INDEX]			= "smb.dialect.index",
	[FIELD_SMB2_NT_STATUS]		= "smb2.nt_status",
	[FIELD_SMB2_COMMAND]		= "smb2.cmd",
	[FIELD_SMB2_RESPONSE]		= "smb2.flags.response",
	[FIELD_SMB2_MESSAGE]		= "smb2.msg_id",
	[FIELD_SMB2_DIALECT_COUNT]	= "smb2.dialect_count",
	[FIELD_SMB2_DIALECT]		= "smb2.dialect",
	[FIELD_SIGNATURES]		= "smb.sm.signatures",
	[FIELD_SIGNATURES_REQUIRED]	= "smb.sm.sig_required",
	[FIELD_SERVER]			= "smb.server",
	[FIELD_PRIMARY_DOMAIN]		= "smb.primary_domain",
	[FIELD_ACCOUNT]			= "smb.account",
	[FIELD_NATIVE_OS]		= "smb.native_os",
	[FIELD_NATIVE_LANMAN]		= "smb.native_lanman",
	[FIELD_GUEST]			= "smb.setup.action.guest",
	[FIELD_PASSWORD_LENGTH]		= "smb.pwlen",
	[FIELD_ANSI_PASSWORD_LENGTH]	= "smb.ansi_pwlen",
	[FIELD_UNICODE_PASSWORD_LENGTH]	= "smb.unicode_pwlen",
	[FIELD_PATH]			= "smb.path",
	[FIELD_TRANSACTION]		= "smb.trans_name",
	[FIELD_PIPE_FUNCTION]		= "smb_pipe.function",
	[FIELD_GSS_MECHANISM]		= "gss-api.OID",
	[FIELD_NTLM_MESSAGE]		= "ntlmssp.messagetype",
	[FIELD_NTLM_WORKSTATION]	= "ntlmssp.negotiate.callingworkstation",
	[FIELD_NTLM_COMPUTER]		= "ntlmssp.challenge.target_info.nb_computer_name",
	[FIELD_NTLM_COMPUTER_DNS]	= "ntlmssp.challenge.target_info.dns_computer_name",
	[FIELD_NTLM_COMPUTER_DOMAIN]	= "ntlmssp.challenge.target_info.nb_domain_name",
	[FIELD_NTLM_DOMAIN]		= "ntlmssp.auth.domain",
	[FIELD_NTLM_USER]		= "ntlmssp.auth.username",
	[FIELD_NTLM_HOST]		= "ntlmssp.auth.hostname",
	[FIELD_NTLM_LM_RESPONSE]	= "ntlmssp.auth.lmresponse",
	[FIELD_NTLM_NT_RESPONSE]	= "ntlmssp.auth.ntresponse",
	[FIELD_NTLM_MAJOR]		= "ntlmssp.version.major",
	[FIELD_NTLM_MINOR]		= "ntlmssp.version.minor",
	[FIELD_NTLM_BUILD]		= "ntlmssp.version.build_number",
	[FIELD_CALLED_NAME]		= "nbss.called_name",
	[FIELD_CALLING_NAME]		= "nbss.calling_name",
	[FIELD_SOURCE_NAME]		= "nbdgm.source_name",
	[FIELD_RST]			= "tcp.connection.rst",
	[FIELD_FIN]			= "tcp.connection.fin",
};

/* All for the life of the process. */
static int ids[FIELDS];
static uint8_t *by_id;			/* enum field of an id; FIELDS: none */
static int ids_known;			/* entries of by_id */

static void
remember(int id, enum field field)
{
	if (id >= ids_known) {
		by_id = (uint8_t *)g_realloc(by_id, (size_t)id + 1);
		memset(by_id + ids_known, FIELDS, (size_t)(id + 1 - ids_known));
		ids_known = id + 1;
	}
	by_id[id] = (uint8_t)field;
}

/* Several fields may have one name (smb.cmd: the header's and that of AndX), and a name
 * leads to the last one. */
static void
want(GArray *wanted, enum field field)
{
	const header_field_info *info = proto_registrar_get_byname(names[field]);

	ids[field] = info ? info->id : -1;
	if (info == NULL)
		report_warning("SMB1 Audit: this Wireshark has no field %s; "
		    "what depends on it is not judged.", names[field]);
	while (info != NULL) {
		g_array_append_val(wanted, info->id);
		remember(info->id, field);
		info = info->same_name_prev_id == -1 ? NULL :
		    proto_registrar_get_nth((unsigned)info->same_name_prev_id);
	}
}

void
fields_register(dissector_handle_t handle)
{
	GArray *wanted = g_array_new(FALSE, FALSE, sizeof (int));	/* the host frees it */

	for (unsigned i = 0; i < FIELDS; i++)
		want(wanted, (enum field)i);
	set_postdissector_wanted_hfids(handle, wanted);
}

enum field
field_of(const field_info *item)
{
	const int id = item->hfinfo->id;

	return id < ids_known ? (enum field)by_id[id] : FIELDS;
}

const GPtrArray *
field_items(const proto_tree *tree, enum field field)
{
	return proto_get_finfo_ptr_array(tree, ids[field]);
}

/* fvalue_get_uinteger() asserts the exact type, which this does not. */
uint64_t
field_number(const field_info *item)
{
	uint64_t number = 0;

	return fvalue_to_uinteger64(field_value(item), &number) == FT_OK ? number : 0;
}

const char *
field_text(const field_info *item, wmem_allocator_t *scope)
{
	return text_printable(fvalue_get_string(field_value(item)), scope);
}
