# SPDX-License-Identifier: GPL-2.0-or-later
"""Servers that do what Samba does not.  Run on the server host as a program, this starts them all.

Each reads one request and then behaves in its way, so that it is the kernel that sends the RST or
the FIN.
"""
import socket
import sys
import threading

import smb

from . import closing, messages

PORT = 445
PATIENCE = 5        # seconds that a server waits for its client


def say_reset(end, _request):
    """What Windows does with SMB1 switched off."""
    closing.reset(end)


def say_close(end, _request):
    """FIN, and not a word: what MS-SMB2 3.3.5.3.2 asks of a server with nothing to choose."""
    closing.close(end)


def say_nothing(end, _request):
    """Wait until the client gives up."""
    closing.await_end(end)
    end.close()


def say_error(end, request):
    """An error status in place of an index."""
    messages.send(end, smb.bare_answer(smb.NOT_SUPPORTED, messages.stack_of(request)))
    closing.close(end)


def say_smb1_then_reset(end, request):
    """Pick the first dialect, then think better of it."""
    messages.send(end, smb.nt_answer(0, messages.stack_of(request)))
    closing.reset(end)


def say_index_9(end, request):
    """An index that the list does not reach."""
    messages.send(end, smb.nt_answer(9, messages.stack_of(request)))
    closing.close(end)


def say_smb2(end, _request):
    """SMB2, whatever was offered."""
    messages.send(end, smb.smb2_answer(0x02FF))
    closing.close(end)


# behaviour -> (address, what is done once a request was read)
BEHAVIOURS = {
    "resets": ("192.0.2.21", say_reset),
    "closes": ("192.0.2.22", say_close),
    "silent": ("192.0.2.23", say_nothing),
    "error status": ("192.0.2.24", say_error),
    "smb1, then resets": ("192.0.2.25", say_smb1_then_reset),
    "index 9": ("192.0.2.26", say_index_9),
    "smb2 always": ("192.0.2.27", say_smb2),
}


def ends():
    """Every address:port that is listened on once all servers are up."""
    return [f"{address}:{PORT}" for address, _ in BEHAVIOURS.values()]


def serve(address, behave):
    """Take connections one after the other, for ever."""
    listener = socket.create_server((address, PORT))
    while True:
        end, _ = listener.accept()
        end.settimeout(PATIENCE)
        try:
            behave(end, messages.receive(end))
        except OSError as trouble:
            print(f"{behave.__name__}: {trouble}", file=sys.stderr)
            end.close()


def main():
    """Serve on every address at once."""
    for row in BEHAVIOURS.values():
        threading.Thread(target=serve, args=row).start()


if __name__ == "__main__":
    main()
