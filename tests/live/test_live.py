# SPDX-License-Identifier: GPL-2.0-or-later
"""Real peers: what the plugin says of each scenario, live, and of the recorded file.

One pass shows what is known up to a frame, two passes show every frame what is known in the end.
Live capture has one pass.
"""
import pytest

import outcome
from lab import observation, roles, targets
from lab.dissection import first
from lab.network import CLIENT_ADDRESSES
from lab.readings import READINGS
from identities import LOGINS, REFUSED, STACKS, expected_identity
from recordings import RECORDINGS
from scenarios import SCENARIOS

every_reading = pytest.mark.parametrize("reading", READINGS)
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda row: row.name)
every_client_known = pytest.mark.parametrize(
    "scenario", [row for row in SCENARIOS if row.client in STACKS], ids=lambda row: row.name)
every_recording = pytest.mark.parametrize("recording", RECORDINGS, ids=lambda row: row.name)

#: The frames of an SMB1-only negotiation on which smb1_only stands, by what refused it.
SMB1_ONLY_PARTS = {
    "SMB1 refused by reset": {"offer", "server reset"},
    "SMB1 refused by close": {"offer", "server close"},
}
OFFER_AND_ANSWER = {"offer", "answer"}

#: The parts of which every frame has the tree, besides what decides and what tells who and what.
NEGOTIATION = ("offer", "answer", "second request", "second answer", "use")

REVISIONS = {"0x0202": "SMB 2.0.2", "0x0210": "SMB 2.1", "0x0300": "SMB 3.0",
             "0x0302": "SMB 3.0.2", "0x0311": "SMB 3.1.1"}


class Connection:
    """The frames of one scenario, in the words of .expected, and the parts they play."""

    def __init__(self, rows):
        self.parts = roles.roles(rows)
        self.rows = {first(row["frame.number"]): row for row in rows}
        self.frames = {number: observation.cells(row) for number, row in self.rows.items()}
        self.audited = [number for number, row in self.rows.items() if observation.audited(row)]

    def __getitem__(self, part):
        """What is said of the frame that plays the part."""
        assert part in self.parts, f"no frame is the {part}; there are {self.parts}"
        return self.frames[self.parts[part]]

    def requested(self):
        """The dialects of the offer, as Wireshark's own dissectors have them."""
        row = self.rows[self.parts["offer"]]
        return row["smb.dialect"] or [REVISIONS[revision] for revision in row["smb2.dialect"]]

    def identity(self):
        """What the last frame with the audit tree tells of who and what: it knows all."""
        return observation.identity(self.rows[self.audited[-1]])

    def column(self, name):
        """What stands in a column of the frames with the audit tree, in order."""
        return [self.frames[number][name] for number in self.audited]


@pytest.fixture
def connection(kept, reading, scenario):
    """The scenario's connection as one of the readings shows it."""
    return Connection(kept.rows(reading, scenario))


def test_every_scenario_was_seen_live(kept):
    """tshark had printed the last frame of every scenario while the capture was still on."""
    assert kept.complete(kept.readings["live"])


@every_reading
def test_frames_are_the_same(kept, reading):
    """The recorded file holds the frames that were dissected live."""
    frames = [(row["frame.number"], row["tcp.stream"]) for row in kept.readings[reading]]
    assert frames == [(row["frame.number"], row["tcp.stream"]) for row in kept.readings["live"]]


@every_reading
@every_scenario
def test_offer(connection, scenario):
    """The offer has its class, and no other frame has one."""
    assert connection["offer"]["offer"] == scenario.offer
    assert connection.column("offer").count(outcome.NOTHING) == len(connection.audited) - 1


@every_reading
@every_scenario
def test_verdict(connection, scenario):
    """The deciding frame says the verdict, who needs SMB1, and the dialect."""
    decided = connection[scenario.decided_on]
    assert (decided["verdict"], decided["needs_smb1"], decided["selected"], decided["index"]) == (
        scenario.verdict, scenario.needs, scenario.selected, scenario.index)
    assert connection.column("verdict")[-1] == scenario.verdict


@every_reading
@every_scenario
def test_dialects(connection, scenario):
    """The offer lists the dialects that are in the packet, and the summary tells them."""
    requested = connection.requested()
    row = connection.rows[connection.parts["offer"]]
    assert row["smb1audit.offer.dialect"] == requested
    assert row["smb1audit.offer.count"] == [str(len(requested))]
    decided = connection.rows[connection.parts[scenario.decided_on]]
    assert decided["smb1audit.summary"] == [
        f"Negotiate, {selected(scenario, connection)}Requested Dialects: [{', '.join(requested)}]"]


def selected(scenario, connection):
    """The part of the summary that tells the choice, once the offer was answered."""
    if "answer" not in connection.parts:
        return ""
    if scenario.selected != outcome.NOTHING:
        return f"Selected Dialect: {scenario.selected}, "
    if scenario.verdict == "Invalid answer":
        return f"Selected Dialect Index: {scenario.index}, "
    return "Selected Dialect: None, "


@every_reading
@every_scenario
def test_hosts(connection, scenario):
    """Client and server are told apart, and are the same on every frame."""
    server = targets.addresses()[scenario.server]
    client = next(address for address in CLIENT_ADDRESSES if (":" in address) == (":" in server))
    assert set(connection.column("client")) == {client}
    assert set(connection.column("server")) == {server}


@every_reading
@every_scenario
def test_experts(connection, scenario):
    """The expert infos, in order, and nothing else to worry about."""
    experts = [word for cell in connection.column("expert") for word in cell.split(",")
               if word != outcome.NOTHING]
    assert experts == [word for word in scenario.experts.split() if word != outcome.NOTHING]


@every_reading
@every_scenario
def test_smb1_only_filter(connection, scenario):
    """The filter shows offer, answer and refusal of an SMB1-only negotiation, and no more."""
    parts = set()
    if scenario.offer == "SMB1 only":
        parts = SMB1_ONLY_PARTS.get(scenario.verdict, OFFER_AND_ANSWER)
    marked = {number for number, cells in connection.frames.items() if cells["smb1_only"] == "yes"}
    assert marked == {connection.parts[part] for part in parts if part in connection.parts}


@every_reading
@every_scenario
def test_frames_with_a_tree(connection, scenario):
    """The negotiation, what decides, and of SMB1 the frames that tell who and what."""
    expected = {connection.parts[part] for part in (*NEGOTIATION, scenario.decided_on)
                if part in connection.parts} | set(roles.telling(connection.parts))
    assert set(connection.audited) == expected


@every_reading
@every_scenario
def test_identity(connection, scenario):
    """Names, users, shares, signing and authentication are those that were set up; who does not
    log in over SMB1 has at most an answer that tells of the server."""
    told = connection.identity()
    if scenario.name in LOGINS:
        assert told == expected_identity(scenario.name)
    else:
        assert told == answered(connection)


def answered(connection):
    """What Wireshark's own dissector sees of signing and names in an SMB1 answer."""
    row = connection.rows[connection.parts["answer"]] if "answer" in connection.parts else {}
    if not row or not row["smb.sm.signatures"]:
        return {}
    required, enabled = (roles.is_set(row[name])
                         for name in ("smb.sm.sig_required", "smb.sm.signatures"))
    told = {"signing": ["required" if required else "enabled" if enabled else "not offered"],
            "server.domain": row["smb.primary_domain"], "server.name": row["smb.server"]}
    return {name: values for name, values in told.items() if values}


@every_reading
@every_scenario
def test_marks(connection, scenario):
    """Nobody here is a scanner, the Computer Browser or a mailslot."""
    assert scenario
    assert not any(row[mark] for row in connection.rows.values() for mark in observation.MARKS)


@every_reading
@every_client_known
def test_stack(connection, scenario):
    """The offer tells the client's software, and no other frame does."""
    told = {number: row[observation.STACK] for number, row in connection.rows.items()
            if row[observation.STACK]}
    assert told == {connection.parts["offer"]: [STACKS[scenario.client]]}


@pytest.mark.parametrize("reading", ["two passes"])
@every_scenario
def test_final_identity_everywhere(connection, scenario):
    """Read twice, every frame tells who and what."""
    assert scenario
    told = [observation.identity(connection.rows[number]) for number in connection.audited]
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize("reading", ["live", "one pass"])
@pytest.mark.parametrize("scenario", [row for row in SCENARIOS if row.name in LOGINS],
                         ids=lambda row: row.name)
def test_identity_grows(connection, scenario):
    """In one pass a frame tells what was told so far, and nothing is taken back but how the client
    logs in, and who it is where that is refused."""
    changes = {"auth"} | ({"client.user", "client.domain"} if scenario.name in REFUSED else set())
    told = [observation.identity(connection.rows[number]) for number in connection.audited]
    for earlier, later in zip(told, told[1:]):
        for name in set(earlier) - changes:
            assert later[name][:len(earlier[name])] == earlier[name]
    assert not set(told[0]) - {"client.name", "server.name"}


@pytest.mark.parametrize("reading", ["two passes"])
@every_scenario
def test_final_verdict_everywhere(connection, scenario):
    """Read twice, every frame of the negotiation shows the final verdict and dialect."""
    assert set(connection.column("verdict")) == {scenario.verdict}
    assert set(connection.column("selected")) == {scenario.selected}


@every_reading
@every_recording
def test_story(kept, reading, recording):
    """Of the scenarios that are kept as captures, every frame and every column."""
    scenario = next(row for row in SCENARIOS if row.name == recording.scenario)
    connection = Connection(kept.rows(reading, scenario))
    shown = [{"pass": "two" if reading == "two passes" else "one", **connection.frames[number]}
             for number in connection.audited]
    assert shown == told(recording.story(connection.parts), shown[0]["pass"] if shown else "one")


def told(story, reading):
    """The rows of a story for one reading: column -> cell, in order of frames."""
    rows = [dict(zip(outcome.COLUMNS, map(str, row))) for row in story.rows()]
    return sorted((row for row in rows if row["pass"] == reading),
                  key=lambda row: int(row["frame"]))
