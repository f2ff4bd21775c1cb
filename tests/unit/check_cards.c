/* check_cards.c - whose cards are kept, and what stands behind them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture_scope.h"

#include "in_use.h"
#include "makers.h"

#include "cards.h"

static const char maker[] = "Maker 0";

enum { MOST = 65536 };

static uint8_t card[6], host[16];

/* A frame of the card with that number, from an address of that kind. */
static packet_info
frame(uint32_t number, int type, uint8_t last)
{
	packet_info pinfo = { .num = 1 };

	card[0] = 2;
	memcpy(card + 2, &number, sizeof number);
	host[0] = last;
	set_address(&pinfo.dl_src, AT_ETHER, sizeof card, card);
	set_address(&pinfo.src, type, type == AT_IPv4 ? 4 : 16, host);
	return pinfo;
}

static const char *
vendor_of(uint32_t number, int type, uint8_t last)
{
	const packet_info pinfo = frame(number, type, last);

	return card_vendor(cards_see(&pinfo), type);
}

static void
a_host_has_an_address_of_each_kind(void **state)
{
	(void)state;
	for (unsigned times = 0; times < 2; times++) {
		assert_string_equal(vendor_of(1, AT_IPv4, 1), maker);
		assert_string_equal(vendor_of(1, AT_IPv6, 2), maker);
	}
}

static void
a_router_has_several(void **state)
{
	(void)state;
	assert_string_equal(vendor_of(1, AT_IPv4, 1), maker);
	assert_null(vendor_of(1, AT_IPv4, 2));
	assert_null(vendor_of(1, AT_IPv4, 2));
	assert_null(vendor_of(1, AT_IPv4, 1));
	assert_string_equal(vendor_of(1, AT_IPv6, 1), maker);
}

static void
other_frames_have_no_card(void **state)
{
	packet_info pinfo = frame(1, AT_IPX, 1);

	(void)state;
	assert_null(cards_see(&pinfo));
	pinfo = frame(1, AT_IPv4, 1);
	clear_address(&pinfo.dl_src);
	assert_null(cards_see(&pinfo));
	assert_null(card_vendor(NULL, AT_IPv4));
}

static void
the_loopback_interface_is_no_card(void **state)
{
	packet_info pinfo = frame(0, AT_IPv4, 1);

	(void)state;
	card[0] = 0;
	assert_null(cards_see(&pinfo));
}

/* As many as are kept, and then those that are; each takes some dozens of bytes. */
static void
forged_cards_do_not_fill_the_memory(void **state)
{
	const size_t before = bytes_in_use();

	(void)state;
	for (uint32_t number = 0; number < MOST; number++)
		assert_string_equal(vendor_of(number, AT_IPv4, 1), maker);
	assert_null(vendor_of(MOST, AT_IPv4, 1));
	assert_string_equal(vendor_of(MOST - 1, AT_IPv4, 1), maker);
	assert_in_range(bytes_in_use(), 0, before + 1024 * MOST);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH_IN_A_CAPTURE(a_host_has_an_address_of_each_kind),
		EACH_IN_A_CAPTURE(a_router_has_several),
		EACH_IN_A_CAPTURE(other_frames_have_no_card),
		EACH_IN_A_CAPTURE(the_loopback_interface_is_no_card),
		EACH_IN_A_CAPTURE(forged_cards_do_not_fill_the_memory),
	};

	wmem_init();
	registers = cards_register;
	return cmocka_run_group_tests_name("cards", tests, NULL, NULL);
}
