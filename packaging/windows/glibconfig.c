/* glibconfig.c - does glibconfig.h say of Windows what the compiler says?
 *
 * Compiled and not linked; every line that is wrong is an error.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <glib.h>

#define SAME_TYPE(a, b) \
	_Static_assert(__builtin_types_compatible_p(a, b), #a " is not " #b)

SAME_TYPE(gint8, int8_t);
SAME_TYPE(gint16, int16_t);
SAME_TYPE(gint32, int32_t);
SAME_TYPE(gint64, int64_t);
SAME_TYPE(guint64, uint64_t);
SAME_TYPE(gsize, size_t);
SAME_TYPE(gssize, ssize_t);
SAME_TYPE(gintptr, intptr_t);
SAME_TYPE(guintptr, uintptr_t);
SAME_TYPE(GPid, void *);
SAME_TYPE(__typeof__(G_GINT64_CONSTANT(1)), int64_t);
SAME_TYPE(__typeof__(G_GUINT64_CONSTANT(1)), uint64_t);

_Static_assert(GLIB_SIZEOF_LONG == sizeof(long), "long");
_Static_assert(GLIB_SIZEOF_VOID_P == sizeof(void *), "pointer");
_Static_assert(GLIB_SIZEOF_SIZE_T == sizeof(size_t), "size_t");
_Static_assert(G_MAXSIZE == SIZE_MAX, "the largest size");
_Static_assert(GLIB_SYSDEF_AF_INET == AF_INET, "IPv4");
_Static_assert(GLIB_SYSDEF_AF_INET6 == AF_INET6, "IPv6");
_Static_assert(GLIB_SYSDEF_MSG_PEEK == MSG_PEEK, "peek");
_Static_assert(sizeof(G_GSIZE_FORMAT) == sizeof("llu"), "format of a size");
_Static_assert(G_DIR_SEPARATOR == '\\' && G_SEARCHPATH_SEPARATOR == ';', "separators");

#if defined(G_OS_UNIX) || !defined(G_OS_WIN32)
#error "not Windows"
#endif

/* The compiler warns of a cast to an integer of another size. */
int int_of_pointer(void *pointer);
void *pointer_of_int(int number);

int
int_of_pointer(void *pointer)
{
	return GPOINTER_TO_INT(pointer);
}

void *
pointer_of_int(int number)
{
	return GINT_TO_POINTER(number);
}
