# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the windows need from the machine, and what of it is missing."""
import importlib.util
import os
import pwd
import shutil
import warnings

import pytest

# program -> Debian package that brings it
PROGRAMS = {
    "wireshark": "wireshark",
    "mergecap": "wireshark-common",
    "tshark": "tshark",
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus-daemon",
    "dbus-send": "dbus-bin",
    "cc": "gcc",
}

# Python module -> Debian package that brings it, for Debian's interpreter
MODULES = {
    "gi": "python3-gi",
}

# file -> Debian package that brings it: what the session bus starts when it is asked for
FILES = {
    "/usr/share/dbus-1/services/org.a11y.Bus.service": "at-spi2-core",
}


def missing():
    """The reasons why Wireshark cannot be driven here, none of them when it can."""
    reasons = [f"no {program} (package {package})"
               for program, package in PROGRAMS.items() if shutil.which(program) is None]
    reasons += [f"this python3 has no module {module} (package {package})"
                for module, package in MODULES.items()
                if importlib.util.find_spec(module) is None]
    reasons += [f"no {file} (package {package})"
                for file, package in FILES.items() if not os.path.exists(file)]
    return reasons + account_refusal()


def account_refusal():
    """A session bus serves those alone who have an account; in root's place, nobody has one."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return [f"user {os.geteuid()} has no account on this machine"]
    return []


def require():
    """Skip the test where Wireshark cannot be driven, but not in silence."""
    reasons = missing()
    if not reasons:
        return
    reason = "Wireshark's windows not tested: " + "; ".join(reasons)
    if os.environ.get("SMB1AUDIT_GUI") == "required":
        pytest.fail(reason)
    warnings.warn(reason)
    pytest.skip(reason)
