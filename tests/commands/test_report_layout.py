# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit: lines that fit, and nothing cut in silence."""

import pytest
from command import CAPTURES, audit, record, set_apart

pytestmark = pytest.mark.usefixtures("modules")

WIDTHS = (80, 100, 120, 160, 200)


def crowd():
    """However many and however long names, users, shares, peers."""
    for n in range(1, 100):
        yield record(
            "server" if n % 2 else "unknown",
            server_address=f"198.51.100.{n}",
            client_name=f"DESK{n}", client_user=f"user{n}", client_os="Windows " * 9,
            client_vendor="Hon Hai Precision Ind. Co.,Ltd.",
            client_need="perhaps", client_why="a ground that is told in " + "many " * n + "words",
            share=[rf"\\NAS{n}\{'SHARE' * 9}{i}" for i in range(16)],
            offer="SMB1 only", offer_dialect=[f"DIALECT {i}" for i in range(n)],
        )
        yield set_apart("browser", client_address=f"2001:db8:1234:5678:9abc:def0:1234:{n}",
                        server_address="2001:db8:1234:5678:9abc:def0:1234:5678")


@pytest.mark.parametrize("columns", WIDTHS)
def test_lines_fit(reading, columns):
    """And use the room that there is."""
    result = reading(*crowd(), columns=columns)
    longest = max(map(len, result.stdout.splitlines()))
    assert columns - 6 <= longest <= columns


# columns of the terminal, those used
@pytest.mark.parametrize("columns, used", [(40, 80), (80, 80), (200, 200), (400, 200), (None, 120)])
def test_width(reading, columns, used):
    """Between 80 and 200; 120 where there is no terminal."""
    result = reading(*crowd(), columns=columns)
    assert used - 6 <= max(map(len, result.stdout.splitlines())) <= used


@pytest.mark.parametrize("columns", WIDTHS)
def test_wide_lines_tell_the_same(reading, columns):
    """What gets no column stands below the row."""
    told = record(
        client_name="DESK1", client_users=["alice"], client_os="Unix", client_vendor="Dell",
        share=[r"\\NAS1\DATA"], offer="SMB1 only", offer_dialect=["NT LM 0.12"],
    )
    stdout = reading(told, columns=columns).stdout
    for known in (
        "192.0.2.10", "198.51.100.20", "offers SMB1 only", "DESK1", "alice", "Unix", "Dell",
        r"\\NAS1\DATA", "2020-01-01 12:00", "1 SMB1 in use", "NT LM 0.12", "frame 4 of told.pcap",
    ):
        assert known in stdout
    assert ("vendor: Dell" in stdout) == (columns < 120)


@pytest.mark.parametrize("columns", [80, 120, 200])
def test_captures_fit(columns):
    """Those of this checkout."""
    captures = [CAPTURES / f"{name}.pcap" for name in
                ("selected-xp", "list-of-200", "stack-scanners", "live-smb1-used")]
    result = audit(*captures, cwd=CAPTURES, terminal={"COLUMNS": str(columns)})
    assert max(map(len, result.stdout.splitlines())) <= columns


def test_what_is_left_out_is_counted(reading):
    """Of peers, shares and dialects."""
    stdout = reading(*crowd(), columns=120).stdout
    assert "198.51.100.1, 198.51.100.2, 198.51.100.3, 198.51.100.4 and 95 more" in \
        " ".join(stdout.split())
    assert " and 1,5" in stdout  # of 1,584 shares
    assert "DIALECT 0, 8" in stdout and " more, DIALECT " in stdout


def test_long_lists_lose_their_middle():
    """What a client likes least and best stays."""
    from layout import shortened

    dialects = ["PC NETWORK PROGRAM 1.0", "LANMAN1.0", "LANMAN2.1", "NT LM 0.12"]
    assert shortened(dialects, 99) == ", ".join(dialects)
    assert shortened(dialects, 54) == "PC NETWORK PROGRAM 1.0, 1 more, LANMAN2.1, NT LM 0.12"
    assert shortened(dialects, 44) == "PC NETWORK PROGRAM 1.0, 2 more, NT LM 0.12"
    assert shortened(dialects, 30) == "PC NETWORK PROGR... and 3 more"
    assert shortened(["x" * 50], 10) == "xxxxxxx..."
    assert shortened(dialects[:2], 99, more=True) == "PC NETWORK PROGRAM 1.0, LANMAN1.0, and more"


def test_long_lists_say_how_many_more():
    """As many as fit from the start; and that the record does not hold all."""
    from layout import first_of

    names = ["alice", "bob", "carol"]
    assert first_of(names, 99) == "alice, bob, carol"
    assert first_of(names, 16) == "alice and 2 more"
    assert first_of(["x" * 50, "y"], 20) == "xxxxxx... and 1 more"
    assert first_of(["\x1b"], 20) == r"\x1b"
    assert first_of(names, 99, more=True) == "alice, bob, carol and more"
    assert first_of(names, 25, more=True) == "alice and 2 more at least"


def test_units_are_not_broken_that_fit_on_a_line():
    """Longer ones are, behind a comma or a blank, or anywhere."""
    from layout import flowed

    assert flowed(["name: A", "OS: B C"], 80, "; ") == ["name: A; OS: B C"]
    assert flowed(["name: A", "OS: B C"], 10, "; ") == ["name: A;", "OS: B C"]
    assert flowed(["aa, bb cc, dd"], 8) == ["aa,", "bb cc,", "dd"]
    assert flowed(["one two three"], 8) == ["one two", "three"]
    assert flowed(["x" * 20], 8) == ["x" * 8, "x" * 8, "x" * 4]
    assert flowed([], 8) == []
