# SPDX-License-Identifier: GPL-2.0-or-later
"""sharkd, which web front ends of Wireshark talk to, shows the final verdicts."""

import json
import os
import shutil
import subprocess

import pytest

import tshark

CAPTURE = tshark.REPOSITORY / "test-captures" / "red-herring.pcap"


def ask(capture, *calls):
    """sharkd's results for (method, parameters), after loading the capture."""
    every = [("load", {"file": str(capture)}), *calls]
    requests = "".join(
        json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}) + "\n"
        for number, (method, parameters) in enumerate(every, 1))
    environment = {**os.environ, "WIRESHARK_PLUGIN_DIR": str(tshark.PLUGINS)}
    process = subprocess.Popen([str(tshark.UNPRIVILEGED), "sharkd", "-"], env=environment,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    process.stdin.write(requests.encode())
    process.stdin.flush()
    answers = {}
    while len(answers) < len(every):
        line = process.stdout.readline()
        assert line, "sharkd ended early"
        if line.startswith(b"{"):
            answer = json.loads(line)
            answers[answer["id"]] = answer.get("result")
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()
    assert answers[1] == {"status": "OK"}
    return [answers[number] for number in range(2, len(every) + 1)]


@pytest.mark.skipif(not shutil.which("sharkd"), reason="sharkd is not installed")
def test_every_frame_shows_the_final_verdict(tmp_path_factory):
    """As the GUI does: frames are read once, then drawn from what was kept."""
    folder = tmp_path_factory.mktemp("sharkd")
    for part in (folder, folder.parent, folder.parent.parent):
        part.chmod(0o755)
    capture = shutil.copy(CAPTURE, folder)
    os.chmod(capture, 0o644)
    found, offer = ask(capture, ("frames", {"filter": 'smb1audit.verdict == "Red herring reset"'}),
                       ("frame", {"frame": 4, "proto": True}))
    assert [frame["num"] for frame in found] == [4, 5, 6]
    assert "SMB1 Audit: Red herring reset (NT LM 0.12), server needs SMB1" in json.dumps(offer)
