# SPDX-License-Identifier: GPL-2.0-or-later
"""A screen in memory (Xvfb) and pictures of it.

Xvfb keeps the screen as an X window dump in a file, so nothing else is needed to take a picture.
"""
import os
import pathlib
import struct
import subprocess
import tempfile
import time
import zlib

from .programs import end

#: Of an X window dump: 25 numbers of four octets, most significant first.
HEADER = struct.Struct(">25I")
COLOR_SIZE = 12             # octets for an entry of the colour map, between header and pixels


class Screen:
    """A running Xvfb.  Use as a context manager."""

    size = (1600, 900)

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="smb1audit-screen-")
        told, number = os.pipe()
        width, height = self.size
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(number), "-screen", "0", f"{width}x{height}x24",
             "-fbdir", self.folder.name, "-nolisten", "tcp"],
            pass_fds=(number,), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(number)
        with open(told, encoding="ascii") as answer:        # empty if Xvfb ends
            line = answer.readline()
        assert line, f"Xvfb did not start: status {self.server.wait()}"
        self.display = ":" + line.strip()
        return self

    def __exit__(self, *unused):
        end(self.server)
        self.folder.cleanup()

    def picture(self, path, area=None):
        """Write what is to be seen, all of it or (x, y, width, height), as a PNG file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(*cut(*self.at_rest(), area or (0, 0, *self.size))))

    def at_rest(self, seconds=3):
        """Width and rows of the screen when nothing moves, or at last; a cursor may blink."""
        deadline = time.monotonic() + seconds
        width, rows = self.now()
        while time.monotonic() < deadline:
            time.sleep(0.2)
            before, (width, rows) = rows, self.now()
            if rows == before:
                break
        return width, rows

    def now(self):
        """Width and rows of pixels, four octets each: blue, green, red, unused."""
        dump = pathlib.Path(self.folder.name, "Xvfb_screen0").read_bytes()
        numbers = HEADER.unpack_from(dump)
        size, width, height, line, colors = (numbers[i] for i in (0, 4, 5, 12, 19))
        start = size + colors * COLOR_SIZE
        return width, [dump[start + y * line:start + y * line + width * 4]
                       for y in range(height)]


def cut(width, rows, area):
    """The part of the screen that the area covers."""
    left, top, wide, high = area
    left, top, right, bottom = max(left, 0), max(top, 0), min(left + wide, width), top + high
    return right - left, [row[left * 4:right * 4] for row in rows[top:bottom]]


def png(width, rows):
    """A PNG file of 8 bits a colour."""
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    pixels = b"".join(b"\0" + red_green_blue(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b""))


def chunk(kind, content):
    """One part of a PNG file."""
    return (struct.pack(">I", len(content)) + kind + content
            + struct.pack(">I", zlib.crc32(kind + content)))


def red_green_blue(row):
    """A row of pixels as PNG has them."""
    out = bytearray(len(row) // 4 * 3)
    for place in range(3):
        out[place::3] = row[2 - place::4]
    return bytes(out)
