# SPDX-License-Identifier: GPL-2.0-or-later
"""The report as one HTML page, for who decides and has no Wireshark."""
