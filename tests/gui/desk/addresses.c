/* addresses.c - no object of C++ lies where another one was
 *
 * Loaded before a program of Qt 5 that shows its widgets to others. Qt 5 finds what it shows
 * of a widget by the widget's address, and as a window is taken down it notes some of its
 * widgets once more, after it has let go of them (QWidget tells its children's end to those
 * who listen after its own). A widget that comes to lie at such an address is shown as none
 * for good, and a window likewise. So what C++ deletes is kept. What C frees, the plugin's
 * memory and Wireshark's own, is freed as ever.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>

/* operator delete(void *) and operator delete(void *, std::size_t), Itanium C++ ABI 5.1.5 */
void keep(void *object) __asm__("_ZdlPv");
void keep_sized(void *object, size_t size) __asm__("_ZdlPvm");

void
keep(void *object)
{
	(void)object;
}

void
keep_sized(void *object, size_t size)
{
	(void)object;
	(void)size;
}
