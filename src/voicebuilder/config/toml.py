"""TOML, into the nodes that YAML makes: front matter between `+++` lines, as Hugo and Zola write it.

In: the text of the block. Out: a `Mapping` of nodes and the faults found. Dates become ISO text, numbers and booleans
the text that YAML would have had.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from voicebuilder.config.yaml import CONTROL, MAX_BYTES, MAX_DEPTH, Fault, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

_Path = tuple[str, ...]
_Place = tuple[int, int]

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_HEADER = re.compile(r"\[\[?")
# What a value is made of, as far as its end must be found; strings first, so that brackets in them do not count.
_PIECE = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[\[\]{}]|\n|[^\[\]{}"'\#\n]+''',
    re.DOTALL,
)
# tomllib takes quadratic time for one key of many parts, so such a key never reaches it.
_DEEP_KEY = re.compile(r"""(?<![\w"'-])(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")
_PAIR = re.compile(r"""[ \t]*([\w.-]+)[ \t]*=[ \t]*(.*?)[ \t]*\Z""")
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_SHOWN = 300  # of a line in a hint
_TOO_DEEP = (f"lists and keys are nested more than {MAX_DEPTH} deep", "Make it flatter.")
_DUPLICATE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate immutable", "Duplicate inline table key")


def parse(text: str, first_line: int = 1) -> tuple[Mapping, tuple[Fault, ...]]:
    """Read a TOML document (TOML 1.0).

    Args:
        text: With LF line ends.
        first_line: The line of the file on which the text begins.

    Returns:
        The nodes, each with the place of the key that it belongs to, and the faults. After a fault the mapping is
        empty. No text makes this raise.
    """
    empty = Mapping({}, {}, first_line, 1)
    size = len(text.encode(errors="replace"))
    if size > MAX_BYTES:
        hint = "Move long text below the front matter."
        return empty, (Fault(first_line, 1, f"{size:,} bytes of TOML are over {MAX_BYTES:,}", hint),)
    if match := _DEEP_KEY.search(text):
        line = first_line + text.count("\n", 0, match.start())
        return empty, (Fault(line, 1, *_TOO_DEEP),)
    try:
        data = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        return empty, (_fault(str(error), text, first_line),)
    except (ValueError, RecursionError, OverflowError):  # a number of 10,000 digits, 3,000 brackets
        hint = "Make the lists flatter, and the numbers shorter."
        return empty, (Fault(first_line, 1, "this TOML is nested too deep or has a number that is too long", hint),)
    builder = _Builder(_places(text, first_line))
    mapping = builder.mapping(data, (), (first_line, 1))
    return mapping, tuple(builder.faults)


def _fault(message: str, text: str, first_line: int) -> Fault:
    rows = text.rstrip("\n").split("\n")
    line, column = len(rows), len(rows[-1]) + 1
    where = _WHERE.search(message)
    if where and where[1]:
        line, column = min(int(where[1]), len(rows)), int(where[2])
    what = _WHERE.sub("", message)
    what = what[:1].lower() + what[1:]
    row = rows[line - 1][:_SHOWN]
    pair = _PAIR.match(row)
    if message.startswith(_DUPLICATE):
        what, hint = "this key is given twice", "Remove one."
    elif pair is None and ":" in row:
        key, _, value = row.partition(":")
        what, hint = "this is YAML between TOML's `+++` lines", f'Write `{key.strip()} = "{value.strip()}"`.'
    elif "nclosed array" in message:
        line = max((number for number, above in enumerate(rows[:line], 1) if re.search(r"=\s*\[", above)), default=line)
        column = rows[line - 1].find("[") + 1
        what, hint = "the list that opens here is never closed", "Close it with ]."
    elif pair and pair[2][:1] in "\"'" and pair[2]:
        hint = "Close the text with the quote that it begins with, and write a backslash twice."
    elif pair and pair[2][:1] not in "[{":
        hint = f'Put quotes around the value: `{pair[1]} = "{pair[2]}"`.'
    else:
        hint = 'Write one `key = "value"` on each line.'
    return Fault(first_line + line - 1, column, what, hint)


def _places(text: str, first_line: int) -> dict[_Path, _Place]:
    """Where each key stands. The text is known to be valid TOML."""
    found: dict[_Path, _Place] = {}
    table: _Path = ()
    position = line = line_start = 0
    for path, is_table, begin in _statements(text):
        newlines = text.count("\n", position, begin)
        if newlines:
            line += newlines
            line_start = text.rfind("\n", 0, begin) + 1
        position = begin
        table, full = (path, path) if is_table else (table, table + path)
        place = (first_line + line, begin - line_start + 1)
        for length in range(1, min(len(full), MAX_DEPTH) + 1):
            found.setdefault(full[:length], place)
    return found


def _statements(text: str) -> Iterator[tuple[_Path, bool, int]]:
    """The keys and table headers in order: path, whether it is a header, where it begins."""
    position = 0
    while True:
        position = _skip(_BLANK, text, position)
        if position >= len(text):
            return
        begin = position
        header = _HEADER.match(text, position)
        path, position = _dotted(text, header.end() if header else position)
        position = _end_of_line(text, position) if header else _end_of_value(text, position)
        yield path, header is not None, begin


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _dotted(text: str, position: int) -> tuple[_Path, int]:
    parts: list[str] = []
    while match := _KEY.match(text, position):
        quoted, literal, bare = match.groups()
        # A quoted key is rare; let the parser that read the document undo its escapes.
        parts.append(next(iter(tomllib.loads(f'"{quoted}"=0'))) if quoted is not None else literal or bare or "")
        position = match.end()
        if text[position : position + 1] != ".":
            break
        position += 1
    return tuple(parts), position


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _end_of_value(text: str, position: int) -> int:
    depth = 0
    while match := _PIECE.match(text, position):
        piece = match.group()
        if piece == "\n" and depth == 0:
            break
        depth += (piece in "[{") - (piece in "]}")
        position = match.end()
    else:
        return len(text)
    return position


class _Builder:
    """Turns what tomllib made into nodes; bounded by `MAX_DEPTH`."""

    def __init__(self, places: dict[_Path, _Place]) -> None:
        self.places = places
        self.faults: list[Fault] = []

    def mapping(self, data: dict[str, Any], path: _Path, at: _Place) -> Mapping:
        items: dict[str, Node] = {}
        positions: dict[str, _Place] = {}
        for key, value in data.items():
            here = (*path, key)
            positions[key] = self.places.get(here, at)
            items[key] = self.node(value, here, positions[key])
        return Mapping(items, positions, *at)

    def node(self, value: Any, path: _Path, at: _Place) -> Node:
        if len(path) > MAX_DEPTH:
            if not self.faults or self.faults[-1].message != _TOO_DEEP[0]:
                self.faults.append(Fault(*at, *_TOO_DEEP))
            return Scalar("", *at, quoted=True)
        if isinstance(value, dict):
            return self.mapping(value, path, at)
        if isinstance(value, list):
            return Sequence(tuple(self.node(item, (*path, ""), at) for item in value), *at)
        return Scalar(self.text(value, at), *at, quoted=isinstance(value, str))

    def text(self, value: Any, at: _Place) -> str:
        if isinstance(value, str):
            if match := CONTROL.search(value):
                message = f"the text holds the control character U+{ord(match.group()):04X}"
                self.faults.append(Fault(*at, message, "Remove its backslash escape."))
            return CONTROL.sub("", value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, date | datetime | time):
            return value.isoformat()
        return _digits(value, at, self.faults)


def _digits(value: Any, at: _Place, faults: list[Fault]) -> str:
    try:
        return str(value)
    except ValueError:  # a hexadecimal number too long for decimal digits
        faults.append(Fault(*at, "this number is too long", "Put quotes around it."))
        return ""
