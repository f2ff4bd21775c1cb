/* check_stack.c - fingerprints of clients
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "pdu.h"
#include "stack.h"

#define SIX "PC NETWORK PROGRAM 1.0|LANMAN1.0|Windows for Workgroups 3.1a|LM1.2X002|LANMAN2.1|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"

static const struct {
	const char *list;
	uint16_t pid, tid, uid, mid, flags2;
	const char *stack;	/* NULL: none */
	enum stack_kind kind;
} rows[] = {
	{ DECOY, 0xFEFF, 0xFFFF, 0, 0, 0xC853, "Windows 10 1709 or later", STACK_WINDOWS },
	{ DECOY, 1, 0xFFFF, 0xFFFF, 0, 0xC801, "macOS", STACK_FALLBACK },
	{ DECOY, 0, 0xFFFF, 0, 0, 0xC801, "impacket", STACK_TOOL },
	{ DECOY, 0, 0xFFFF, 0, 0, 0x4801, "impacket", STACK_TOOL },
	{ DECOY, 0, 0, 0, 0, 0x6801, "Metasploit", STACK_SCANNER },
	{ DECOY, 0x1234, 0xFFFF, 0, 0, 0xC853, NULL, STACK_OTHER },
	{ SIX "|SMB 2.002|SMB 2.???", 0xFEFF, 0xFFFF, 0, 0, 0xC853, "Windows 7 to Windows 10 1607", STACK_OTHER },
	{ SIX "|SMB 2.002", 0xFEFF, 0xFFFF, 0, 0, 0xC853, "Windows Vista or Server 2008", STACK_OTHER },
	{ SIX, 0xFEFF, 0, 0, 0, 0xC853, "Windows 2000, XP or Server 2003", STACK_OTHER },
	{ SIX, 0xFEFF, 0, 0, 0, 0xC843, "Windows Computer Browser", STACK_OTHER },
	{ SIX, 0xFEFF, 0, 0, 0x40, 0xC053, "EternalBlue-style exploit", STACK_SCANNER },
	{ SIX, 0xFEFF, 0, 0, 0x40, 0xC853, "EternalBlue-style exploit", STACK_GARBAGE },
	{ SIX, 0xFEFF, 9, 9, 0x40, 0xC853, "EternalBlue-style exploit", STACK_GARBAGE },
	{ SIX, 0xFEFF, 0, 0, 0x41, 0xC853, NULL, STACK_OTHER },
	{ SIX, 0xFEFF, 9, 0, 0x40, 0xC053, NULL, STACK_OTHER },
	{ "NT LM 0.12", 1, 0xFFFF, 0xFFFF, 0, 0xC801, "macOS", STACK_FALLBACK },
	{ "NT LM 0.12", 2768, 0, 0, 0, 0x4801, NULL, STACK_OTHER },
	{ "NT LM 0.12|", 0x5D1C, 0, 0, 1, 0x6845, "nmap", STACK_SCANNER },
	{ "NT LM 0.12|", 0x5D1C, 0, 0, 1, 0x6045, "nmap", STACK_SCANNER },
	{ "NT LM 0.12|", 0x5D1C, 0, 0, 2, 0x6845, NULL, STACK_OTHER },
	{ "PC NETWORK PROGRAM 1.0|MICROSOFT NETWORKS 1.03|MICROSOFT NETWORKS 3.0|LANMAN1.0|LM1.2X002|"
	    "Samba|NT LANMAN 1.0|NT LM 0.12", 9, 9, 9, 9, 9, "nmap", STACK_SCANNER },
	{ "LANMAN1.0|LM1.2X002|NT LANMAN 1.0|NT LM 0.12", 9, 9, 9, 9, 9, "Metasploit", STACK_SCANNER },
	{ "NT LM 0.12", 0, 0, 0, 0, 0x6801, "Metasploit", STACK_SCANNER },
	{ "NT LM 0.12", 0, 0xFFFF, 0, 0, 0xC801, "impacket", STACK_TOOL },
	{ "NT LM 0.12|SMB 2.002", 0, 0xFFFF, 0, 0, 0x4801, "impacket", STACK_TOOL },
	{ "PC NETWORK PROGRAM 1.0|XENIX CORE|MICROSOFT NETWORKS 1.03|LANMAN1.0|"
	    "Windows for Workgroups 3.1a|LM1.2X002|LANMAN2.1|NT LM 0.12", 0xCAFE, 9, 9, 9, 0x0003,
	    "Windows NT 4.0", STACK_OTHER },
	{ "PC NETWORK PROGRAM 1.0|MICROSOFT NETWORKS 3.0|DOS LM1.2X002|DOS LANMAN2.1|"
	    "Windows for Workgroups 3.1a", 9, 9, 9, 9, 9, "Windows for Workgroups", STACK_OTHER },
	{ "PC NETWORK PROGRAM 1.0|MICROSOFT NETWORKS 3.0|DOS LM1.2X002|DOS LANMAN2.1|"
	    "Windows for Workgroups 3.1a|NT LM 0.12", 9, 9, 9, 9, 9, "Windows 95 or 98", STACK_OTHER },
	{ "PC NETWORK PROGRAM 1.0|XENIX CORE|LANMAN1.0|LM1.2X002|LANMAN2.1", 9, 9, 9, 9, 9, "OS/2", STACK_OTHER },
	{ "LANMAN1.0|TENABLE_NETWORK_SECURITY", 9, 9, 9, 9, 9, "Nessus", STACK_SCANNER },
	{ "NT LANMAN 1.0|NT LM 0.12", 0xFFFE, 0, 0, 0, 0xC843, "Samba", STACK_OTHER },
	{ "NT LANMAN 1.0|NT LM 0.12|SMB 2.002|SMB 2.???", 0xFFFE, 0, 0, 0, 0xC843, "Samba", STACK_OTHER },
	{ "NT LM 0.12|NT LANMAN 1.0", 0xFFFE, 0, 0, 0, 0xC843, NULL, STACK_OTHER },	/* not Samba's order */
	{ "NT LM 0.12|FOO", 0xFFFE, 0, 0, 0, 0xC843, NULL, STACK_OTHER },
	{ "NT LM 0.12|POSIX 2", 9, 9, 9, 9, 9, "Linux cifs", STACK_OTHER },
	{ "NT LM 0.12|SMB 2.???|SMB 2.002", 9, 9, 9, 9, 9, "jcifs", STACK_TOOL },
	{ "SMB 2.???|SMB 2.002", 9, 9, 9, 9, 9, "jcifs", STACK_TOOL },
	{ "SMB 2.002|SMB 2.???", 9, 9, 9, 9, 9, "smbj", STACK_TOOL },
	{ "NT LM 0.12|SMB 2.002|SMB 2.???|", 9, 9, 9, 9, 9, NULL, STACK_OTHER },
};

static void
fingerprints(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct smb_pdu pdu = { .pid = rows[i].pid, .tid = rows[i].tid,
		    .uid = rows[i].uid, .mid = rows[i].mid, .flags2 = rows[i].flags2 };
		const struct stack *stack = stack_of(offer_of(rows[i].list), &pdu);

		if (rows[i].stack == NULL) {
			assert_null(stack);
			continue;
		}
		assert_non_null(stack);
		assert_string_equal(stack->name, rows[i].stack);
		assert_int_equal(stack->kind, rows[i].kind);
		assert_int_equal(stack_is_scanner(stack),
		    rows[i].kind == STACK_SCANNER || rows[i].kind == STACK_GARBAGE);
		assert_int_equal(stack_fills_in_garbage(stack), rows[i].kind == STACK_GARBAGE);
	}
}

static void
cut_and_smb2_tell_nothing(void **state)
{
	const struct smb_pdu windows = { .pid = 0xFEFF, .tid = 0xFFFF, .flags2 = 0xC853 };
	const struct smb_pdu smb2 = { .smb2 = true };

	(void)state;
	assert_null(stack_of(cut_offer_of(DECOY), &windows));
	assert_null(stack_of(smb2_offer_of(0x0311), &smb2));
	assert_false(stack_is_scanner(NULL));
	assert_false(stack_fills_in_garbage(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fingerprints),
		cmocka_unit_test(cut_and_smb2_tell_nothing),
	};

	return cmocka_run_group_tests_name("stack", tests, NULL, NULL);
}
