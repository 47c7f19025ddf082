"""How large a film is seen, and how long it is: what mutagen does not tell.

In: an open file (MP4, MOV: ISO 14496-12; WebM: https://www.rfc-editor.org/rfc/rfc9559). Out: `Film`. Only heads and
small tables are read, never what is heard or seen.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from voicebuilder.media.cleaning.boxes import Boxes
from voicebuilder.model.media import Chapter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.media.cleaning.boxes import Box

# Boxes that hold others on the way to a track's size and sort.
_WAY = (b"moov", b"trak", b"mdia")
_MOST_TABLE = 1024

_SEGMENT, _INFO, _TRACKS, _TAGS, _CHAPTERS = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1043A770
_TRACK, _VIDEO, _EDITION, _CHAPTER, _DISPLAY = 0xAE, 0xE0, 0x45B9, 0xB6, 0x80
_TAG, _SIMPLE_TAG, _TAG_NAME, _TAG_STRING = 0x7373, 0x67C8, 0x45A3, 0x4487
_HOLDERS = frozenset(
    (_SEGMENT, _INFO, _TRACKS, _TAGS, _CHAPTERS, _TRACK, _VIDEO, _EDITION, _CHAPTER, _DISPLAY, _TAG, _SIMPLE_TAG)
)
_SCALE, _DURATION, _TITLE, _SORT = 0x2AD7B1, 0x4489, 0x7BA9, 0x83
_WIDTH, _HEIGHT, _SEEN_WIDTH, _SEEN_HEIGHT, _SEEN_UNIT = 0xB0, 0xBA, 0x54B0, 0x54BA, 0x54B2
_CHAPTER_START, _CHAPTER_TITLE = 0x91, 0x85
_MOST_ELEMENTS = 200_000
_MOST_VALUE = 4096


class BrokenError(ValueError):
    """The file ends before it should, or is damaged."""


@dataclass(slots=True)
class Film:
    """What was found; 0, "" and empty where nothing is said.

    Attributes:
        width: As seen, in pixels.
        height: …
        duration: Seconds.
        has_picture: One of its tracks is seen.
        title: As tagged.
        artist: As tagged.
        chapters: In order of the file.
    """

    width: int = 0
    height: int = 0
    duration: float = 0
    has_picture: bool = False
    title: str = ""
    artist: str = ""
    chapters: tuple[Chapter, ...] = ()


def read_boxes(stream: BinaryIO, length: int) -> Film:
    """Of an MP4 or MOV.

    Raises:
        ValueError: It is cut off or damaged (`Uncleanable` and `BrokenError` are such).
    """
    boxes = Boxes(stream, length)
    film, size, has_movie = Film(), (0, 0), False
    for box in _walk(boxes, 0, length):
        has_movie = has_movie or box.type == b"moov"
        if box.type not in (b"mvhd", b"tkhd", b"hdlr"):
            continue
        table = boxes.read(box.content, min(box.end, box.content + _MOST_TABLE))
        if box.type == b"mvhd":
            film.duration = _duration(table)
        elif box.type == b"tkhd":
            size = _seen(table)
        elif table[8:12] == b"vide" and not film.has_picture:
            film.has_picture, (film.width, film.height) = True, size
    if not has_movie:
        raise BrokenError("has no table of contents")
    return film


def _walk(boxes: Boxes, start: int, end: int) -> Iterator[Box]:
    for box in boxes.within(start, end):
        yield box
        if box.type in _WAY:
            yield from _walk(boxes, box.content, box.end)


def _duration(table: bytes) -> float:
    """Of `mvhd` (8.2.2); version 1 has longer times."""
    try:
        scale, duration = (
            struct.unpack_from(">IQ", table, 20) if table[:1] == b"\1" else struct.unpack_from(">II", table, 12)
        )
    except struct.error:
        return 0
    # All ones: it is not known.
    is_known = scale and duration not in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
    return duration / scale if is_known else 0


def _seen(table: bytes) -> tuple[int, int]:
    """Of `tkhd` (8.3.2): what comes last are a matrix and the size; a quarter turn swaps the sides."""
    at = 52 if table[:1] == b"\1" else 40
    try:
        a, b, _, c, d = struct.unpack_from(">5i", table, at)
        width, height = (value >> 16 for value in struct.unpack_from(">2I", table, at + 36))
    except struct.error:
        return 0, 0
    return (height, width) if (a == d == 0 and b and c) else (width, height)


class _Element(NamedTuple):
    id: int
    start: int
    end: int


class _Place(NamedTuple):
    """Values that belong together: those of a track, of a chapter, of a tag."""

    holder: int
    values: dict[int, bytes]


def read_matroska(stream: BinaryIO, length: int) -> Film:
    """Of a WebM. What stands behind clusters of unknown length (a live recording) is not looked for.

    Raises:
        ValueError: It is cut off or damaged.
    """
    film, scale = Film(), 1_000_000
    chapters = []
    for holder, values in _places(_Elements(stream), 0, length):
        if holder == _INFO:
            scale = _number(values.get(_SCALE, b"")) or scale
            film.duration = _float(values.get(_DURATION, b"")) * scale / 1e9
            film.title = _text(values.get(_TITLE, b""))
        elif holder == _TRACK and _number(values.get(_SORT, b"")) == 1 and not film.has_picture:
            film.has_picture, (film.width, film.height) = True, _film_size(values)
        elif holder == _CHAPTER:
            start = _number(values.get(_CHAPTER_START, b"")) / 1e9
            chapters.append(Chapter(start, _text(values.get(_CHAPTER_TITLE, b""))))
        elif holder == _SIMPLE_TAG and values.get(_TAG_NAME, b"").upper() == b"ARTIST":
            film.artist = film.artist or _text(values.get(_TAG_STRING, b""))
    film.chapters = tuple(chapters)
    return film


class _Elements:
    """Reads elements of EBML (https://www.rfc-editor.org/rfc/rfc8794) where they lie."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._left = stream, _MOST_ELEMENTS

    def within(self, start: int, end: int) -> Iterator[_Element]:
        """The elements that lie one behind the other."""
        at = start
        while at < end:
            self._left -= 1
            if self._left < 0:
                raise BrokenError("has more parts than any film")
            self._stream.seek(at)
            head = self._stream.read(12)
            name, behind_name = _vint(head, 0, is_size=False)
            size, content = _vint(head, behind_name, is_size=True)
            if size is None and name != _SEGMENT:
                return
            stop = end if size is None else at + content + size
            if stop > end:
                raise BrokenError("is cut off")
            yield _Element(name or 0, at + content, stop)
            at = stop

    def value(self, element: _Element) -> bytes:
        """What one holds, as far as it is of use."""
        self._stream.seek(element.start)
        return self._stream.read(min(element.end - element.start, _MOST_VALUE))


def _vint(data: bytes, at: int, *, is_size: bool) -> tuple[int | None, int]:
    """A number that tells its own length (RFC 8794, 4), and where it ends; None for a size that is not known."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length()
    if at + length > len(data) or length > (8 if is_size else 4):
        raise BrokenError("is cut off, or damaged")
    number = int.from_bytes(data[at : at + length])
    if is_size:
        mask = (1 << 7 * length) - 1
        return (None if number & mask == mask else number & mask), at + length
    return number, at + length


def _places(elements: _Elements, start: int, end: int, holder: int = 0) -> Iterator[_Place]:
    """Values by what holds them; those of a track's picture are the track's, those of a chapter's words its own."""
    values: dict[int, bytes] = {}
    for element in elements.within(start, end):
        if element.id in (_VIDEO, _DISPLAY):
            for inner in elements.within(element.start, element.end):
                values.setdefault(inner.id, elements.value(inner))
        elif element.id in _HOLDERS:
            yield from _places(elements, element.start, element.end, element.id)
        elif holder not in (0, _SEGMENT):
            values.setdefault(element.id, elements.value(element))
    yield _Place(holder, values)


def _film_size(values: dict[int, bytes]) -> tuple[int, int]:
    """As it is to be seen, where that is said in pixels, else as it is coded (RFC 9559, 5.1.4.1.28)."""
    width, height = _number(values.get(_WIDTH, b"")), _number(values.get(_HEIGHT, b""))
    if _number(values.get(_SEEN_UNIT, b"")) == 0:
        width = _number(values.get(_SEEN_WIDTH, b"")) or width
        height = _number(values.get(_SEEN_HEIGHT, b"")) or height
    return width, height


def _number(value: bytes) -> int:
    return int.from_bytes(value[:8])


def _float(value: bytes) -> float:
    form = {4: ">f", 8: ">d"}.get(len(value))
    return float(struct.unpack(form, value)[0]) if form else 0.0


def _text(value: bytes) -> str:
    return value.rstrip(b"\0").decode("utf-8", "replace")
