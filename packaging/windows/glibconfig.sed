# SPDX-License-Identifier: GPL-2.0-or-later
#
# Debian's glibconfig.h, that of Linux on amd64, as on Windows on x64: what the two systems
# have otherwise. glibconfig.c checks the result with the compiler.

# A long has 32 bits there, so everything of 64 bits is a long long.
s/^(typedef (un)?signed long)( g[a-z0-9]+;)/\1 long\3/
s/(_(GINT64|GSIZE|GSSIZE|GINTPTR)_MODIFIER +)"l"/\1"ll"/
s/(_G(INT64|UINT64|SIZE|SSIZE|INTPTR|UINTPTR)_FORMAT +)"l([iu])"/\1"ll\3"/
s/\(val##(U?)L\)/(val##\1LL)/
s/(GLIB_SIZEOF_LONG +)8/\14/
s/(G_MAXSIZE\s+)G_MAXULONG/\1G_MAXUINT64/
s/(G_M(IN|AX)SSIZE\s+)G_M(IN|AX)LONG/\1G_M\3INT64/
s/\((g(u?)int)\)\s+\(gu?long\)/(\1) (g\2int64)/
s/\(gpointer\) \(g(u?)long\)/(gpointer) (g\1int64)/
s/^(#define GU?LONG_TO_.*GU?INT)64/\132/

# The system.
s/^#define G_OS_UNIX$/#define G_OS_WIN32\n#define G_PLATFORM_WIN32/
s/^(#define G_THREADS_IMPL_)POSIX/\1WIN32/
s/^typedef int GPid;/typedef void *GPid;/
s/(G_PID_FORMAT )"i"/\1"p"/
s/(GLIB_SYSDEF_AF_INET6 )10/\123/
s/(G_MODULE_SUFFIX )"so"/\1"dll"/
s|(G_DIR_SEPARATOR )'/'|\1'\\\\'|
s|(G_DIR_SEPARATOR_S )"/"|\1"\\\\"|
s/(G_SEARCHPATH_SEPARATOR )':'/\1';'/
s/(G_SEARCHPATH_SEPARATOR_S )":"/\1";"/

# What there is not.
/^#define (GLIB_HAVE_ALLOCA_H|GLIB_USING_SYSTEM_PRINTF|G_VA_COPY_AS_ARRAY|G_HAVE_GNUC_VISIBILITY)\b/d
