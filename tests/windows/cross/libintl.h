/* libintl.h - message catalogues for GLib, which insists on them: there are none
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_LIBINTL_H
#define SMB1AUDIT_LIBINTL_H

#include <locale.h>

/* setlocale() of Windows has no category of messages; an unknown one ends the program. */
#ifndef LC_MESSAGES
#define LC_MESSAGES LC_CTYPE
#endif

#ifdef __cplusplus
extern "C" {
#endif

char *gettext(const char *message);
char *dgettext(const char *domain, const char *message);
char *dcgettext(const char *domain, const char *message, int category);
char *ngettext(const char *one, const char *many, unsigned long n);
char *dngettext(const char *domain, const char *one, const char *many, unsigned long n);
char *textdomain(const char *domain);
char *bindtextdomain(const char *domain, const char *folder);
char *bind_textdomain_codeset(const char *domain, const char *codeset);

#ifdef __cplusplus
}
#endif

#endif
