/* compat.h - every difference between Wireshark 4.0 and 4.6, and between Windows and other
 * systems, and nothing else
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_COMPAT_H
#define SMB1AUDIT_COMPAT_H

#include <wireshark.h>
#include <ws_version.h>
#include <epan/packet.h>
#include <epan/tfs.h>

#include <errno.h>
#include <stdio.h>
#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <winerror.h>
#endif

#define WIRESHARK_BEFORE(major, minor) \
	(WIRESHARK_VERSION_MAJOR < (major) || \
	 (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR < (minor)))

#if WIRESHARK_BEFORE(4, 0)
#error "SMB1 Audit needs Wireshark 4.0 or later"
#endif

/* field_info.value became a pointer in 4.2; reading takes a pointer in all. */
#if WIRESHARK_BEFORE(4, 2)
#define field_value(fi) ((fvalue_t *)&(fi)->value)
#else
#define field_value(fi) ((fi)->value)
#endif

/* Who made a network card, from its six bytes; needs <epan/addr_resolv.h>. */
#if WIRESHARK_BEFORE(4, 2)
#define audit_manufacturer(bytes) get_manuf_name_if_known(bytes)
#else
#define audit_manufacturer(bytes) get_manuf_name_if_known((bytes), 6)
#endif

/* A statistics tree, in the Statistics menu itself. */
#if WIRESHARK_BEFORE(4, 4)
#define audit_stats_tree(tap, name, title, packet, init, cleanup) \
	stats_tree_register_plugin(tap, name, title, 0, packet, init, cleanup)
#else
#define audit_stats_tree(tap, name, title, packet, init, cleanup) \
	stats_tree_set_first_column_name(stats_tree_register_plugin(tap, name, title, 0, packet, \
	    init, cleanup), "Verdict, server, client")
#endif

/* What starts a statistic of the command line says from 4.6 on whether it did; before,
 * the program has to end there, as tshark's own statistics do. */
#if WIRESHARK_BEFORE(4, 6)
#define STAT_TAP_INIT void
#define STAT_TAP_END(started) do { if (!(started)) exit(EXIT_FAILURE); } while (0)
#else
#define STAT_TAP_INIT bool
#define STAT_TAP_END(started) return (started)
#endif

/* The C library of Windows writes each LF of a text as CR LF, a CR LF as CR CR LF. The first
 * gives the mode that was, for the second. */
#ifdef _WIN32
#define audit_byte_mode(file) _setmode(_fileno(file), _O_BINARY)
#define audit_restore_mode(file, mode) ((void)_setmode(_fileno(file), (mode)))
#else
#define audit_byte_mode(file) 0
#define audit_restore_mode(file, mode) ((void)(mode))
#endif

/* Why the last write failed, as errno. That of Windows has no name for a pipe whose reader
 * has gone (ERROR_NO_DATA; ERROR_PIPE_NOT_CONNECTED) and says "Invalid argument"; _doserrno
 * has the system's. */
#ifdef _WIN32
#define audit_write_error() \
	(errno == EINVAL && (_doserrno == ERROR_NO_DATA || \
	 _doserrno == ERROR_PIPE_NOT_CONNECTED) ? EPIPE : errno)
#else
#define audit_write_error() errno
#endif

/* Describing a plugin's contents began with 4.4. */
#ifdef __has_include
#if __has_include(<wsutil/plugins.h>)
#include <wsutil/plugins.h>
#endif
#endif
#ifndef WS_PLUGIN_DESC_DISSECTOR
#define WS_PLUGIN_DESC_DISSECTOR (1UL << 0)
#endif

#endif
