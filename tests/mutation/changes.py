# SPDX-License-Identifier: GPL-2.0-or-later
"""Every change of one token that is tried, in the source as libclang reads it.

The operators are the usual ones of mutation testing for C (Agrawal and others,
"Design of mutant operators for the C programming language", 1989): operators of
the same arity, constants, negated conditions; and a name from an enumeration for
its neighbour, which is a wrong cell wherever that name stands in a table.
"""

import bisect
import pathlib
import re
import shlex
from dataclasses import dataclass

from clang.cindex import CursorKind, Index, TokenKind, TranslationUnit

OPERATORS = {
    "&&": "||", "||": "&&", "==": "!=", "!=": "==", "<": "<=", "<=": "<",
    ">": ">=", ">=": ">", "+": "-", "-": "+", "<<": ">>", ">>": "<<",
    "++": "--", "--": "++", "+=": "-=", "-=": "+=", "|=": "&=", "!": "",
}
# These are binary or unary: only the first kind has such a neighbour.
BINARY = {"&": "|", "|": "&", "*": "/", "/": "*", "%": "*"}
# Names that are macros where others of their kind are enumerated.
MACROS = {
    "true": "false", "false": "true", "TRUE": "FALSE", "FALSE": "TRUE",
    "PI_WARN": "PI_NOTE", "PI_NOTE": "PI_CHAT", "PI_CHAT": "PI_NOTE",
    "PI_SECURITY": "PI_PROTOCOL", "PI_PROTOCOL": "PI_SECURITY",
    "PI_UNDECODED": "PI_PROTOCOL", "SIX": "NT4", "DECOY": "OS2",
    # The rows of the transition table.
    "TO": "FURTHER", "FURTHER": "TO", "ANSWER": "FURTHER", "OFFER": "FURTHER",
    "CLOSE": "TO", "USE": "TO", "JOIN": "TO", "JOIN_USE": "USE",
}
CONDITIONS = ("if", "while")


@dataclass(frozen=True)
class Change:
    """One token of a file, and what it becomes. `nth` tells apart the same change
    at several places of equal lines, from 1; `number` is that of the line."""

    path: str
    number: int
    line: str
    nth: int
    old: str
    new: str
    begin: int
    end: int

    @property
    def key(self):
        """What is the same after other lines of the file were changed."""
        return self.path, self.line, str(self.nth), self.what

    @property
    def what(self):
        """The change as it is listed."""
        return f"{self.old} -> {self.new or '(nothing)'}"

    def applied_to(self, source):
        """The file with it; bytes."""
        return source[:self.begin] + self.new.encode() + source[self.end:]


class Source:
    """One file of the project, parsed."""

    def __init__(self, root, path, arguments):
        self.path = path
        self.text = (root / path).read_bytes()
        self.lines = self.text.decode("utf-8").splitlines()
        unit = Index.create().parse(
            str(root / path), [*arguments, "-xc"],
            options=TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD)
        assert not [each for each in unit.diagnostics if each.severity >= 3], path
        self.enumerations = _enumerations(unit)
        self.prefixes = set(re.findall(r"\b(\w+_)##", self.text.decode("utf-8")))
        self.tokens = [token for token in unit.get_tokens(extent=unit.cursor.extent)
                       if token.kind is not TokenKind.COMMENT]
        self._starts = [0]
        for line in self.text.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def changes(self):
        """In the order of their places."""
        seen = {}
        for begin, end, new in sorted(self._edits()):
            number = bisect.bisect_right(self._starts, begin)
            line = " ".join(self.lines[number - 1].split())
            old = self.text[begin:end].decode("utf-8")
            nth = seen[line, old, new] = seen.get((line, old, new), 0) + 1
            yield Change(self.path, number, line, nth, old, new, begin, end)

    def _edits(self):
        for i, token in enumerate(self.tokens):
            if not self._is_directive(token):
                for new in self._neighbours(token):
                    yield token.extent.start.offset, token.extent.end.offset, new
                if token.spelling in CONDITIONS:
                    yield from self._negated(i)

    def _is_directive(self, token):
        line = self.lines[token.location.line - 1].lstrip()
        return line.startswith("#") and not line.startswith("#define")

    def _neighbours(self, token):
        """What a token is replaced by; nothing for most."""
        name = token.spelling
        if token.kind is TokenKind.PUNCTUATION:
            if name in OPERATORS:
                yield OPERATORS[name]
            elif name in BINARY and token.cursor.kind is CursorKind.BINARY_OPERATOR:
                yield BINARY[name]
        elif token.kind is TokenKind.LITERAL:
            yield from _other_literal(name)
        elif token.kind is TokenKind.IDENTIFIER:
            yield from self._other_name(token)

    def _other_name(self, token):
        name = token.spelling
        if name in MACROS:
            yield MACROS[name]
        if token.cursor.kind is CursorKind.ENUM_CONSTANT_DECL:
            return
        if name in self.enumerations:
            yield self.enumerations[name]
        for prefix in self.prefixes:            # STATE_##state in a macro
            other = self.enumerations.get(prefix + name, "")
            if other.startswith(prefix):
                yield other[len(prefix):]

    def _negated(self, i):
        """A condition in which nothing else is changed, with a "!" before it."""
        depth, first = 0, self.tokens[i + 1]
        for token in self.tokens[i + 1:]:
            depth += {"(": 1, ")": -1}.get(token.spelling, 0)
            if depth == 0:
                break
            if token.spelling in OPERATORS or token.spelling in BINARY:
                return
        place = first.extent.start.offset
        yield place, place + 1, "(!"


def _other_literal(text):
    if text.startswith('"'):
        yield '"?"' if text == '""' else '""'
    elif text.startswith("'"):
        yield "'?'"
    else:
        number, suffix = re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)", text).groups()
        other = int(number, 0) + 1
        yield (hex(other) if "x" in number.lower() else str(other)) + suffix


def _enumerations(unit):
    """Each enumerated name to its neighbour: the next, of the last the one before;
    where there is but one, its value and 1."""
    neighbours = {}
    for cursor in unit.cursor.walk_preorder():
        if cursor.kind is CursorKind.ENUM_DECL:
            names = [each.spelling for each in cursor.get_children()]
            for name, other in zip(names, names[1:] + names[-2:-1]):
                neighbours[name] = other
            if len(names) == 1:
                neighbours[names[0]] = f"({names[0]} + 1)"
    return neighbours


def all_changes(root, paths, commands):
    """Of these files, in this order. `commands` are the entries of
    compile_commands.json; a header is read as a file beside it would be."""
    flags = {}
    for entry in commands:                      # compiler ... -o OBJECT -c FILE
        flags[entry["file"]] = shlex.split(entry["command"])[1:-4]
    for path in paths:
        file = root / path
        beside = [known for known in flags
                  if pathlib.Path(known).parent == file.parent]
        yield from Source(root, path, flags[
            str(file) if str(file) in flags else beside[0]]).changes()
