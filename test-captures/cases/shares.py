# SPDX-License-Identifier: GPL-2.0-or-later
"""What was used: shares, and the Computer Browser, which uses none."""

from logon import (WAIT_NAMED_PIPE, core_tree_answer, core_tree_connect,
                   extended_answer, logoff, logoff_then_setup, oem, open_file,
                   open_file_answer, peek, peek_answer, pipe_transaction,
                   pipe_transaction_answer, setup_13, setup_answer, then_logoff,
                   then_open, then_pipe_transaction, then_tree, then_tree_answer,
                   tree_answer, tree_connect)
from outcome import case, details, in_use, smb1_answer, wide
from smb import ACCESS_DENIED, BROWSER_SERVICE, SUCCESS, WINDOWS_XP
from tcp import Connection

from .identity import (ALICE, LOGGED_IN, NAS, NAS_SYSTEM, NOT_OFFERED, NTLMV1,
                       alice, logged_in, netbios_opened, opened, opening)

# -- shares ------------------------------------------------------------------------


def share(name):
    """As it is sent."""
    return "\\\\NAS1\\" + name


@case(*opening(), details(6), in_use(7),
      identity={5: NOT_OFFERED, 6: {**ALICE, **NTLMV1},
                7: {**NAS, "share": share("IPC$")}})
def identity_chained(capture):
    """Session setup and tree connect chained in one message, in Unicode."""
    connection = opened(capture)
    connection.client.send(alice(then=then_tree(share("IPC$"), WINDOWS_XP)))
    connection.server.send(setup_answer(
        *NAS_SYSTEM, stack=WINDOWS_XP, then=then_tree_answer(WINDOWS_XP)))


@case(*opening(), details(6), in_use(7),
      identity={5: NOT_OFFERED, 6: {**ALICE, **NTLMV1}, 7: NAS})
def identity_chained_half_answered(capture):
    """The same, and the answer is that of the session setup alone: no share was
    reached."""
    connection = opened(capture)
    connection.client.send(alice(then=then_tree(share("DATA"), WINDOWS_XP)))
    connection.server.send(setup_answer(*NAS_SYSTEM, stack=WINDOWS_XP))


@case(*opening(), details(6), in_use(7), details(8, 9, 10, 11, 12, 14, 15),
      identity={**LOGGED_IN, 9: {"share": share("DATA")},
                11: {"share": wide(share("PUBLIC \u00c4"))}})
def identity_shares(capture):
    """Two shares, a refused one, and the first again: each that was reached,
    once."""
    connection = logged_in(opened(capture))
    for mid, (name, status) in enumerate((
            ("DATA", SUCCESS), ("PUBLIC \u00c4", SUCCESS),
            ("SECRET", ACCESS_DENIED), ("DATA", SUCCESS)), 2):
        connection.client.send(tree_connect(share(name), stack=WINDOWS_XP,
                                            mid=mid))
        connection.server.send(tree_answer(stack=WINDOWS_XP, mid=mid,
                                           status=status))


@case(*opening(), details(6), in_use(7), details(8, 9, 11),
      identity={**LOGGED_IN, 11: {"share": share("DATA")}})
def identity_shares_out_of_order(capture):
    """Two tree connects at once, the refusal of the second comes first: the
    response belongs to the request of its MID."""
    connection = logged_in(opened(capture))
    for mid, name in ((2, "DATA"), (3, "SECRET")):
        connection.client.send(tree_connect(share(name), stack=WINDOWS_XP,
                                            mid=mid))
    for mid, status in ((3, ACCESS_DENIED), (2, SUCCESS)):
        connection.server.send(tree_answer(stack=WINDOWS_XP, mid=mid,
                                           status=status))


@case(*opening(), details(6), in_use(7), details(8, 10, 11),
      identity={**LOGGED_IN, 11: {"share": share("DATA")}})
def identity_share_mid_again(capture):
    """A refused tree connect, and one that succeeds under the same MID: the
    refused share is not shown."""
    connection = logged_in(opened(capture))
    for name, status in (("SECRET", ACCESS_DENIED), ("DATA", SUCCESS)):
        connection.client.send(tree_connect(share(name), stack=WINDOWS_XP))
        connection.server.send(tree_answer(stack=WINDOWS_XP, status=status))


@case(*opening(), details(6), in_use(7), details(8, 9, 10, 11),
      identity={**LOGGED_IN, 9: {"share": share("UNICODE")},
                11: {"share": share("CORE")}})
def identity_shares_core(capture):
    """The core protocol's TREE_CONNECT beside TREE_CONNECT_ANDX with a password
    of odd length."""
    connection = logged_in(opened(capture))
    connection.client.send(tree_connect(share("UNICODE"), stack=WINDOWS_XP,
                                        password=bytes(24)))
    connection.server.send(tree_answer(stack=WINDOWS_XP))
    connection.client.send(core_tree_connect(share("CORE"),
                                             stack=oem(WINDOWS_XP), mid=3))
    connection.server.send(core_tree_answer(stack=oem(WINDOWS_XP), mid=3))


SEVENTEEN = tuple(share("S%02d" % number) for number in range(17))
GROUPS = tuple(range(0, 17, 4))


@case(*opening(), details(6), in_use(7), details(*range(8, 8 + 2 * len(GROUPS))),
      identity={**LOGGED_IN, **{
          9 + 2 * place: {"share": SEVENTEEN[first:first + 4]}
          for place, first in enumerate(GROUPS)}})
def identity_seventeen_shares(capture):
    """Seventeen shares, four at a time: all are shown."""
    connection = logged_in(opened(capture))
    for first in GROUPS:
        names = list(enumerate(SEVENTEEN))[first:first + 4]
        connection.client.send(*[tree_connect(name, stack=WINDOWS_XP,
                                              mid=10 + number)
                                 for number, name in names])
        connection.server.send(*[tree_answer(stack=WINDOWS_XP, mid=10 + number,
                                             tid=number + 1)
                                 for number, name in names])


@case(*opening(), details(6), in_use(7), details(8, 9, 10, 11),
      identity={**LOGGED_IN, 9: {"share": share("FIRST")}, 11: {"share": share("SECOND")}})
def identity_tree_within_another(capture):
    """A tree connect on the tree of another share, whose path Wireshark shows there, too."""
    connection = logged_in(opened(capture))
    for number, name in enumerate(("FIRST", "SECOND"), 1):
        connection.client.send(tree_connect(share(name), stack=WINDOWS_XP, mid=number + 1,
                                            tid=number - 1))
        connection.server.send(tree_answer(stack=WINDOWS_XP, mid=number + 1, tid=number))


@case(*opening(), details(6), in_use(7),
      identity={5: NOT_OFFERED, 7: {"share": share("DATA")}})
def identity_share_level(capture):
    """A share with a password of its own, and no session setup: nobody logs on."""
    connection = opened(capture)
    connection.client.send(tree_connect(share("DATA"), stack=WINDOWS_XP,
                                        password=bytes(range(1, 25))))
    connection.server.send(tree_answer(stack=WINDOWS_XP))


@case(in_use(1, needs="unknown"))
def identity_share_request_missing(capture):
    """A tree connect that succeeds, its request not captured: no share."""
    Connection(capture).server.send(tree_answer(stack=WINDOWS_XP))


# -- the Computer Browser --------------------------------------------------------------


def browsing(capture, *steps):
    """Port 139, logged in, IPC$; then requests and responses in turn."""
    browses(netbios_opened(capture, "MASTER", "DESK1", extended_answer(5, BROWSER_SERVICE)), *steps)


def browses(connection, *steps):
    """The same, of a connection whose offer was answered."""
    sides = (connection.client, connection.server)
    for place, pdu in enumerate((
            setup_13("", "", "A", "B", lm=b"\0", stack=BROWSER_SERVICE),
            setup_answer("C", "D", stack=BROWSER_SERVICE),
            tree_connect("\\\\MASTER\\IPC$", stack=BROWSER_SERVICE),
            tree_answer(stack=BROWSER_SERVICE), *steps)):
        sides[place % 2].send(pdu)


BROWSING = (*opening(2), details(8), in_use(9), details(10, 11))
BROWSED = {4: {"client.name": "DESK1", "server.name": "MASTER"},
           7: NOT_OFFERED,
           8: {"client.os": "A", "client.lanman": "B", "auth": "anonymous"},
           9: {"server.os": "C", "server.lanman": "D"},
           11: {"share": "\\\\MASTER\\IPC$"}}
on_139 = {"stack": BROWSER_SERVICE}
LANMAN = (pipe_transaction(**on_139), pipe_transaction_answer(**on_139))


# The mark comes with the transaction, on a frame that is shown for it, and goes
# with the first frame that does more.
MARKED = {**BROWSED, 12: {"browser": "yes"}}
UNMARKED = {**MARKED, 14: {"browser": None}}


@case(*BROWSING, details(12), identity=MARKED)
def identity_browser(capture):
    """The Computer Browser: IPC$, \\PIPE\\LANMAN, logoff, and no more."""
    browsing(capture, *LANMAN, logoff(**on_139))


@case(smb1_answer(4, "SMB1 selected", "smb1_selected", index=5, needs="unknown"),
      details(5), in_use(6), details(7, 8, 9),
      identity={4: NOT_OFFERED,
                5: {"client.os": "A", "client.lanman": "B", "auth": "anonymous"},
                6: {"server.os": "C", "server.lanman": "D"},
                8: {"share": "\\\\MASTER\\IPC$"}, 9: {"browser": "yes"}})
def identity_browser_without_offer(capture):
    """The Computer Browser, and the offer was not captured: the answer says nothing of
    whom SMB1 is needed by."""
    connection = Connection(capture, server_port=139).open()
    connection.server.send(extended_answer(5, BROWSER_SERVICE))
    browses(connection, *LANMAN)


@case(*BROWSING, details(12), identity=MARKED)
def identity_browser_another_logon(capture):
    """Logoff and the next session setup in one message: no more than the session
    setup by itself."""
    browsing(capture, *LANMAN, logoff_then_setup(**on_139))


@case(*BROWSING, identity=BROWSED)
def identity_browser_without_transaction(capture):
    """IPC$ alone is not yet the Computer Browser."""
    browsing(capture)


@case(*BROWSING, details(12, 14), identity=UNMARKED)
def identity_browser_and_pipe(capture):
    """The same, and a file is opened on IPC$: more than browsing."""
    browsing(capture, *LANMAN, open_file("\\srvsvc", **on_139),
             open_file_answer(**on_139))


@case(*BROWSING, details(12, 14), identity=UNMARKED)
def identity_browser_and_other_transaction(capture):
    """A transaction on another pipe beside that on \\PIPE\\LANMAN."""
    browsing(capture, *LANMAN, pipe_transaction("\\PIPE\\LANMAN2", mid=9,
                                                **on_139),
             pipe_transaction_answer(mid=9, **on_139))


@case(*BROWSING, details(12, 13), identity=BROWSED)
def identity_browser_and_chained_open(capture):
    """A file is opened on IPC$ in the chain of a tree connect: more than
    browsing."""
    browsing(capture, then_open("\\srvsvc", tree_connect(
        "\\\\MASTER\\IPC$", mid=7, **on_139), **on_139),
        tree_answer(mid=7, **on_139), *LANMAN)


@case(*BROWSING, details(12, 13),
      identity={**BROWSED, 13: {"share": "\\\\MASTER\\DATA"}})
def identity_browser_and_share(capture):
    """A share beside IPC$, before the transaction on \\PIPE\\LANMAN."""
    browsing(capture, tree_connect("\\\\MASTER\\DATA", mid=5, **on_139),
             tree_answer(mid=5, tid=2, **on_139), *LANMAN)


@case(*BROWSING, details(12, 14), identity=MARKED)
def identity_browser_chained_logoff(capture):
    """A logoff in the chain of a tree connect: no more than the logoff by itself."""
    browsing(capture, *LANMAN, then_logoff(tree_connect(
        "\\\\MASTER\\IPC$", mid=7, **on_139)))


@case(*BROWSING, details(12, 13), identity=BROWSED)
def identity_browser_chained_transaction(capture):
    """A transaction in the chain of a tree connect: Wireshark does not show what it goes
    to, so that it is perhaps more than browsing."""
    browsing(capture, then_pipe_transaction(tree_connect(
        "\\\\MASTER\\IPC$", mid=7, **on_139), "\\PIPE\\srvsvc", **on_139),
        tree_answer(mid=7, **on_139), *LANMAN)


@case(*BROWSING, identity=BROWSED)
def identity_pipe_waited_for(capture):
    """Waiting for a pipe is no peeking into one."""
    browsing(capture, peek(function=WAIT_NAMED_PIPE, name="\\PIPE\\spoolss", **on_139),
             peek_answer(SUCCESS, **on_139))
