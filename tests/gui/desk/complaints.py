# SPDX-License-Identifier: GPL-2.0-or-later
"""What Wireshark writes to standard error, and which of it is a complaint."""
import re

#: Lines that are complaints, of us or not: who says that something is wrong may mean us.
COMPLAINT = re.compile(
    r"smb1audit|smb1 audit|\bwarning\b|\bcritical\b|\berror\b|\bfatal\b|assert|dissector bug"
    r"|corrupt|double free|segmentation|\babort", re.IGNORECASE)

#: Complaints that have nothing to do with us: (pattern, why).
NOISE = (
    ("AtSpiAdaptor: ", "Qt 5 was asked for a widget that was gone meanwhile; the test asks again"),
    ("QThreadStorage: Thread .* exited after QThreadStorage . destroyed",
     "Wireshark 4.4 and Qt 6 at their end: the plugin has no threads"),
    ("Could not find accessible on path: ", "Qt 6, likewise"),
    ("QDBusConnection: name 'org.a11y.Bus' had owner ", "Qt 6 asks for a bus that just starts"),
)


def complaints(lines):
    """The lines that nothing excuses."""
    return [line for line in lines if COMPLAINT.search(line)
            and not any(re.search(pattern, line) for pattern, _ in NOISE)]
