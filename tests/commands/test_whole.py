# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: the report is the same with the cut in front of tshark and without."""

import os

import pytest
from command import CAPTURES, audit, report, stand_in, with_path

RED_HERRING = CAPTURES / "red-herring.pcap"


@pytest.mark.parametrize("form", ("table", "csv", "json"))
def test_whole(form):
    """Byte for byte. tests/cut has all captures."""
    captures = sorted(CAPTURES.glob("*.pcap*"))[::9]
    cut = audit("--format", form, *captures)
    whole = audit("--format", form, "--whole", *captures)
    assert (cut.returncode, cut.stderr) == (1, "")
    assert (whole.returncode, whole.stderr, whole.stdout) == (1, "", cut.stdout)


# What stands in for the cut and does not do its work.
UNFIT = {
    "fails": "exit 2",
    "asks for the whole": "exit 3",
    "cannot be started": "exit 1",
    "ends by a signal": "kill -9 $$",
    "writes half": 'head -c 100 /dev/zero; exit 2',
}


@pytest.mark.parametrize("name", UNFIT)
def test_unfit_cut(public_folder, name):
    """tshark reads the capture."""
    stand_in(public_folder, "cut", UNFIT[name])
    whole = report("json", RED_HERRING, env=os.environ | {"SMB1AUDIT_CUT": ""})
    result = report("json", RED_HERRING, env=os.environ | {"SMB1AUDIT_CUT": f"{public_folder}/cut"})
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == whole.stdout != ""


def test_nothing_left(public_folder):
    """tshark is not started."""
    stand_in(public_folder, "tshark", "exit 7")
    capture = public_folder / "quiet.pcap"
    capture.write_bytes(RED_HERRING.read_bytes()[:24])
    result = report("table", capture, env=with_path(public_folder))
    assert (result.returncode, result.stderr) == (0, "")
    assert f"1 capture with no SMB negotiation: {capture}\n" in result.stdout
