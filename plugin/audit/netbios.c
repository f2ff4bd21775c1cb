/* netbios.c - NetBIOS names as RFC 1001 encodes them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "identity.h"
#include "netbios.h"
#include "text.h"

enum { NAME_LETTERS = 32, NAME_CHARACTERS = 15 };

bool
netbios_name_read(const uint8_t *bytes, size_t length, char *text, size_t room)
{
	uint8_t name[NAME_CHARACTERS];
	size_t count = NAME_CHARACTERS;

	if (length < NETBIOS_NAME || bytes[0] != NAME_LETTERS)
		return false;
	for (size_t i = 0; i < NAME_CHARACTERS; i++) {
		const uint8_t high = (uint8_t)(bytes[1 + 2 * i] - 'A'), low = (uint8_t)(bytes[2 + 2 * i] - 'A');

		if (high > 15 || low > 15)
			return false;
		name[i] = (uint8_t)(high << 4 | low);
	}
	while (count > 0 && (name[count - 1] == ' ' || name[count - 1] == 0))
		count--;
	text_from_oem(name, count, text, room);
	return true;
}

void
netbios_session_request_read(struct identity_facts *facts, const uint8_t *names, size_t length)
{
	char called[DETAIL_ROOM], calling[DETAIL_ROOM];

	memset(facts, 0, sizeof *facts);
	if (length < 2 * NETBIOS_NAME || !netbios_name_read(names, length, called, sizeof called) ||
	    !netbios_name_read(names + NETBIOS_NAME, length - NETBIOS_NAME, calling, sizeof calling))
		return;
	identity_say(facts, CLIENT_NAME, SOURCE_NETBIOS, calling);
	if (called[0] != '*')		/* "*SMBSERVER": any server */
		identity_say(facts, SERVER_NAME, SOURCE_NETBIOS, called);
}
