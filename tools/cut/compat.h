/* compat.h - every difference of libwiretap between Wireshark 4.0 and 4.6, and nothing else
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_COMPAT_H
#define SMB1AUDIT_CUT_COMPAT_H

#include <wireshark.h>
#include <ws_version.h>
#include <wiretap/wtap.h>
#include <wsutil/wslog.h>

#define WIRESHARK_BEFORE(major, minor) \
	(WIRESHARK_VERSION_MAJOR < (major) || \
	 (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR < (minor)))

#if WIRESHARK_BEFORE(4, 0)
#error "the cut needs Wireshark 4.0 or later"
#endif

/* The log has the program's name from elsewhere since 4.6. */
#if WIRESHARK_BEFORE(4, 6)
#define cut_log_init(name) ws_log_init(name, NULL)
#else
#define cut_log_init(name) ws_log_init(NULL)
#endif

/* One record of a capture with its bytes, which a record holds itself since 4.6. */
#if WIRESHARK_BEFORE(4, 6)
struct cut_record {
	wtap_rec rec;
	Buffer bytes;
};
#define cut_record_init(record, room) \
	(wtap_rec_init(&(record)->rec), ws_buffer_init(&(record)->bytes, room))
#define cut_record_cleanup(record) \
	(wtap_rec_cleanup(&(record)->rec), ws_buffer_free(&(record)->bytes))
#define cut_record_bytes(record) ws_buffer_start_ptr(&(record)->bytes)
#define cut_read(wth, record, err, info, at) \
	wtap_read(wth, &(record)->rec, &(record)->bytes, err, info, at)
#define cut_dump(dumper, record, err, info) \
	wtap_dump(dumper, &(record)->rec, cut_record_bytes(record), err, info)
#else
struct cut_record {
	wtap_rec rec;
};
#define cut_record_init(record, room) wtap_rec_init(&(record)->rec, room)
#define cut_record_cleanup(record) wtap_rec_cleanup(&(record)->rec)
#define cut_record_bytes(record) ws_buffer_start_ptr(&(record)->rec.data)
#define cut_read(wth, record, err, info, at) wtap_read(wth, &(record)->rec, err, info, at)
#define cut_dump(dumper, record, err, info) wtap_dump(dumper, &(record)->rec, err, info)
#endif

#endif
