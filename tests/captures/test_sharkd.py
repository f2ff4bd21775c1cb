# SPDX-License-Identifier: GPL-2.0-or-later
"""sharkd, which web front ends of Wireshark talk to, shows the final verdicts."""

import json
import os
import shutil
import subprocess
from dataclasses import astuple

import pytest

import tshark
from taps import HEADINGS, hosts, tree

FOLDER = tshark.REPOSITORY / "test-captures"


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


pytestmark = pytest.mark.skipif(not shutil.which("sharkd"), reason="sharkd is not installed")


def readable_copy(name, tmp_path_factory):
    """A capture of ours where an ordinary user can read it."""
    folder = tmp_path_factory.mktemp("sharkd")
    folder.chmod(0o755)
    capture = shutil.copy(FOLDER / name, folder)
    os.chmod(capture, 0o644)
    return capture


def test_every_frame_shows_the_final_verdict(tmp_path_factory):
    """As the GUI does: frames are read once, then drawn from what was kept."""
    capture = readable_copy("red-herring.pcap", tmp_path_factory)
    found, offer = ask(capture, ("frames", {"filter": 'smb1audit.verdict == "Red herring reset"'}),
                       ("frame", {"frame": 4, "proto": True}))
    assert [frame["num"] for frame in found] == [4, 5, 6]
    assert "SMB1 Audit: Red herring reset (NT LM 0.12), server needs SMB1" in json.dumps(offer)


def branches(node, path=()):
    """The paths of a tree's nodes, with their counts."""
    path = (*path, node["name"])
    yield path, node["count"]
    for below in node.get("sub", ()):
        yield from branches(below, path)


def test_statistics(tmp_path_factory):
    """The same as tshark's, and the same again: they begin anew each time."""
    capture = readable_copy("office.pcap", tmp_path_factory)
    hosts_tap = ("tap", {"tap0": "nstat:smb1audit,hosts"})
    tree_tap = ("tap", {"tap0": "stat:smb1audit"})
    answers = ask(capture, hosts_tap, tree_tap, hosts_tap, tree_tap)
    assert answers[:2] == answers[2:]
    first, second = (answer["taps"][0] for answer in answers[:2])
    rows = {(table["t"], *row[:len(HEADINGS)])
            for table in first["tables"] for row in table["i"]}
    assert rows == {astuple(host)[:-1] for host in hosts(capture)}
    root, = second["stats"]
    assert dict(branches(root)) == tree(capture)


def test_expert_information(tmp_path_factory):
    """Where nobody builds a tree for them, there they are all the same."""
    capture = readable_copy("red-herring.pcap", tmp_path_factory)
    answer, = ask(capture, ("tap", {"tap0": "expert"}))
    found = {(each["f"], each["s"]) for each in answer["taps"][0]["details"]
             if each["p"] == "SMB1 Audit"}
    assert found == {(4, "Chat"), (5, "Warning"), (6, "Warning")}
