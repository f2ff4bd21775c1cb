# SPDX-License-Identifier: GPL-2.0-or-later
"""The journal that every live test reads, and the loud skip where there can be none.

SMB1AUDIT_LIVE=required in the environment turns the skip into a failure, for machines that are
known to be able.
"""
import os
import tempfile
import warnings

import pytest

from lab import prerequisites, readings
from scenarios import SCENARIOS


@pytest.fixture(scope="session")
def kept():
    """All scenarios, run once under a live capture, and the recorded file read again."""
    reasons = prerequisites.missing()
    if reasons:
        give_up("live tests not run: " + "; ".join(reasons))
    with tempfile.TemporaryDirectory(prefix="smb1audit-") as folder:
        os.chmod(folder, 0o755)         # the unprivileged tshark has to get in
        return readings.take(SCENARIOS, folder)


def give_up(reason):
    """Skip, but not in silence."""
    if os.environ.get("SMB1AUDIT_LIVE") == "required":
        pytest.fail(reason)
    warnings.warn(reason)
    pytest.skip(reason)
