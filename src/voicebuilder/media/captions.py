"""Captions, as they are written beside a recording, to a transcript that can be read.

In: the bytes of a WebVTT file (https://www.w3.org/TR/webvtt1/). Out: `Captions`, or why it is none.

There is a library for this, webvtt-py, but it hears one speaker a cue, leaves `&amp;` as it is, and passes over what it
cannot read without a word; the part of the format that a transcript needs is small.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.memo import of_bytes
from voicebuilder.model.media import Captions, Line, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Section 6.3, "collect a WebVTT timestamp": hours may be missing; what follows the second time are settings.
_TIME = r"(?:([0-9]{1,6}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_COMMAS = re.compile(r"\s*[0-9:]+,[0-9]{3}\s*-->")
# Section 6.4: who speaks from here on, or that nobody does. Tags hold no `<`, so that none is looked for twice.
_VOICE = re.compile(r"</?v(?:\.[^\s<>]*)?(?:\s([^<>]*))?>")
# How a word is read (`<rt>`) stands beside it in captions, and would be said twice in a line.
_TAG = re.compile(r"<rt[^<>]*>[^<]*|<[^<>]*>")
# Cells that no text may hold, in a page or in a feed (XML 1.0, 2.2).
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# Seconds of silence after which somebody begins anew, and letters after which the next sentence does, or any cue.
_PAUSE = 2.0
_LONG = 400
_LONGEST = 1200
# Seconds between captions that roll up.
_ROLLS = 0.2
_SENTENCE_ENDS = tuple(mark + quote for mark in ".!?…。！？؟।" for quote in ("", '"', "'", "”", "’", "»", "」", ")"))
_MOST = 5_000_000


class _Block(NamedTuple):
    number: int
    times: str
    payload: list[str]


class _Cue(NamedTuple):
    start: float
    end: float
    speaker: str
    rows: list[str]


class _TimesError(ValueError):
    """The line (1-based) of what is wrong, and what to do, are its arguments."""


def captions(data: bytes) -> Captions | Unreadable:
    """Read a file of captions; no bytes make this raise."""
    digest = of_bytes(data)
    if len(data) > _MOST:
        return Unreadable(digest, "is larger than 5 MB", "Captions are text; is it another file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Unreadable(digest, f"is not UTF-8 text (line {line})", "Save it as UTF-8.", is_foreign=True)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if not re.match(r"WEBVTT(?:[ \t\n]|\Z)", text):
        hint = "Write WEBVTT in its first line, and nothing in the second."
        return Unreadable(digest, "has no `WEBVTT` at its beginning", hint, is_foreign=True)
    try:
        cues = sorted(_cues(text.split("\n")), key=lambda cue: cue.start)
    except _TimesError as fault:
        line, hint = fault.args
        return Unreadable(digest, f"has no times that can be read in line {line}", hint)
    return Captions(digest, tuple(_lines(_unrolled(cues))))


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """The cues among the blocks (section 6.1, "collect a block"); the header, notes and styles are passed over.

    An arrow begins a cue wherever it stands, unless it is in the third line of a block or later: there it ends the
    block, and begins the next.
    """
    at = 1
    while at < len(lines):
        if "-->" not in lines[at] and (at + 1 == len(lines) or "-->" not in lines[at + 1] or not lines[at]):
            at += 1
            continue
        at += "-->" not in lines[at]
        end = at + 1
        while end < len(lines) and lines[end] and "-->" not in lines[end]:
            end += 1
        yield _Block(at + 1, lines[at], lines[at + 1 : end])
        at = end


def _cues(lines: list[str]) -> Iterator[_Cue]:
    for block in _blocks(lines):
        match = _TIMES.match(block.times)
        if not match:
            hint = "Write them as 00:01:02.000 --> 00:01:04.500."
            if _COMMAS.match(block.times):
                hint = "Write a full stop where it has a comma: 00:01:02.000 --> 00:01:04.500."
            raise _TimesError(block.number, hint)
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        for speaker, text in _voices("\n".join(block.payload)):
            if rows := [row for row in map(_plain, text.split("\n")) if row]:
                yield _Cue(start, end, speaker, rows)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return round(hours * 3600 + minutes * 60 + seconds + thousandths / 1000, 3)


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    """What a cue says, parted by who speaks."""
    speaker, done = "", 0
    for voice in _VOICE.finditer(payload):
        yield speaker, payload[done : voice.start()]
        speaker, done = _plain(voice[1] or ""), voice.end()
    yield speaker, payload[done:]


def _plain(row: str) -> str:
    return " ".join(_UNWRITABLE.sub(" ", unescape(_TAG.sub("", row))).split())


def _unrolled(cues: Iterable[_Cue]) -> Iterator[_Cue]:
    """Cues without the rows that the one before has shown, as captions that roll up do."""
    last: _Cue | None = None
    for cue in cues:
        rows = cue.rows
        if last and cue.speaker == last.speaker and cue.start - last.end < _ROLLS:
            seen = next((n for n in range(min(len(rows), len(last.rows)), 0, -1) if last.rows[-n:] == rows[:n]), 0)
            rows = rows[seen:]
        if rows:
            yield cue._replace(rows=rows)
        last = cue


def _lines(cues: Iterable[_Cue]) -> Iterator[Line]:
    """What one speaker says without a pause, as one."""
    said: list[str] = []
    length = 0
    first = last = None
    for cue in cues:
        if first and last and _begins_anew(cue, last, length):
            yield Line(first.start, first.speaker, " ".join(said))
            said, length, first = [], 0, None
        first, last = first or cue, cue
        said += cue.rows
        length += sum(map(len, cue.rows))
    if first:
        yield Line(first.start, first.speaker, " ".join(said))


def _begins_anew(cue: _Cue, last: _Cue, length: int) -> bool:
    if cue.speaker != last.speaker or cue.start - last.end >= _PAUSE:
        return True
    if last.rows[-1].endswith("]") and cue.rows[0].startswith("["):
        # Two sounds that are described.
        return True
    return length > _LONGEST or (length > _LONG and last.rows[-1].endswith(_SENTENCE_ENDS))
