"""AVIF and HEIC without what their items tell beside the picture.

In: bytes of a HEIF file (ISO 23008-12, ISO 14496-12, AVIF 1.1). Out: as many bytes, none of which has moved.

Each coded picture, thumbnail and property stays. Items of Exif, XMP and of other sorts that tell about the picture are
written over by empty ones, as Pillow refuses Exif that is broken. Which way it was held is no matter of
Exif here, but of the properties `irot` and `imir`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from voicebuilder.media.cleaning.boxes import Boxes
from voicebuilder.media.cleaning.film import outer_patches
from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.media.cleaning.boxes import Box

_PICTURES = frozenset(
    b"av01 hvc1 hev1 lhv1 hvt1 avc1 vvc1 evc1 j2k1 j2ki jpeg unci grid iovl iden tmap mski sato".split()
)
# An item of a version that tells no type is none of a picture.
_TELLING = frozenset((b"Exif", b"mime", b"uri ", b"jumb", b"rgan", b"text", b""))
# What is written in their place, and with what it is filled up: where the TIFF structure begins, and one without
# entries; a packet of XMP.
_EMPTY = {
    b"Exif": (bytes(4) + b"MM\0*" + bytes((0, 0, 0, 8)) + bytes(6), b"\0"),
    b"mime": (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', b" "),
}


@dataclass(frozen=True, slots=True)
class _Item:
    """Something in the file.

    Attributes:
        type: Four bytes; empty when the file does not tell.
        extents: Where its bytes lie: first, behind the last.
    """

    type: bytes
    extents: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.extents)


def clean(data: bytes) -> bytes:
    """The same picture without private metadata.

    Raises:
        Uncleanable: Its boxes or items cannot be followed, or share bytes with the picture.
    """
    if data[4:8] != b"ftyp":
        raise Uncleanable("does not begin as an AVIF or HEIC does")
    boxes = Boxes(BytesIO(data), len(data))
    outer = list(boxes.within(0, len(data)))
    inner = _inner(boxes, outer)
    items = _items(data, boxes, inner)
    telling = [item for item in items if item.type in _TELLING]
    if sum(item.length for item in telling) > len(data):
        raise Uncleanable("is damaged")
    pictures = [extent for item in items if item.type in _PICTURES for extent in item.extents]
    picture, all_else = _Covered(pictures), _Covered([*pictures, *_structure(outer, inner)])
    cleaned = bytearray(data)
    for patch in outer_patches(BytesIO(data), len(data)):
        picture.check(patch.offset, patch.offset + len(patch.data))
        cleaned[patch.offset : patch.offset + len(patch.data)] = patch.data
    for item in telling:
        _write_over(cleaned, item, all_else)
    return bytes(cleaned)


def _write_over(cleaned: bytearray, item: _Item, kept: _Covered) -> None:
    length = item.length
    empty, fill = _EMPTY.get(item.type, (b"", b"\0"))
    content, at = (empty if len(empty) <= length else b"").ljust(length, fill), 0
    for start, end in item.extents:
        kept.check(start, end)
        cleaned[start:end] = content[at : at + end - start]
        at += end - start


class _Covered:
    """Bytes that nobody may write over."""

    def __init__(self, extents: list[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(extents):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def check(self, start: int, end: int) -> None:
        """Refuse to write over them."""
        before = bisect_right(self._starts, end - 1) - 1
        if before >= 0 and self._ends[before] > start and end > start:
            raise Uncleanable("keeps its metadata and its picture in the same bytes")


def _inner(boxes: Boxes, outer: list[Box]) -> dict[bytes, Box]:
    """The boxes of the list of items, by type."""
    metas = [box for box in outer if box.type == b"meta"]
    if not metas and not any(box.type == b"moov" for box in outer):
        raise Uncleanable("holds no picture")
    if len(metas) > 1:
        raise Uncleanable("is damaged: it lists its parts twice")
    return {box.type: box for meta in metas for box in boxes.within(min(meta.content + 4, meta.end), meta.end)}


def _structure(outer: list[Box], inner: dict[bytes, Box]) -> Iterator[tuple[int, int]]:
    """What says where all else lies: the heads of boxes, and the lists with all but the items' own data in them."""
    source = inner.get(b"idat")
    for box in outer:
        if box.type == b"meta" and source:
            yield from ((box.start, source.content), (source.end, box.end))
        else:
            yield box.start, box.end if box.type in (b"ftyp", b"meta", b"moov") else box.content


def _items(data: bytes, boxes: Boxes, inner: dict[bytes, Box]) -> list[_Item]:
    if b"iinf" not in inner or b"iloc" not in inner:
        return []
    source = inner.get(b"idat")
    types = _types(data, boxes, inner[b"iinf"])
    places = _Places(data, inner[b"iloc"], (source.content, source.end) if source else (0, 0)).read()
    items = [_Item(types.get(number, b""), extents) for number, extents in places]
    for item in items:
        if item.type not in _PICTURES | _TELLING:
            raise Uncleanable(f"holds parts of a sort that is not known: {item.type.decode('latin-1')!r}")
    return items


def _types(data: bytes, boxes: Boxes, listing: Box) -> dict[int, bytes]:
    """Item -> type (ISO 14496-12, 8.11.6)."""
    wide = data[listing.content : listing.content + 1] != b"\0"
    found: dict[int, bytes] = {}
    for box in boxes.within(min(listing.content + (8 if wide else 6), listing.end), listing.end):
        content = data[box.content : box.end]
        size = {2: 2, 3: 4}.get(content[0] if content else 0, 0)
        if box.type != b"infe" or not size:
            # Those of versions 0 and 1 tell no type.
            continue
        number, kind = int.from_bytes(content[4 : 4 + size]), content[6 + size : 10 + size]
        if len(kind) < 4 or number in found:
            raise Uncleanable("is damaged")
        found[number] = kind
    return found


class _Places:
    """Where the items of a file lie (`iloc`: ISO 14496-12, 8.11.3)."""

    def __init__(self, data: bytes, box: Box, inner: tuple[int, int]) -> None:
        self._data, self._at, self._end = data, box.content, box.end
        self._sources = ((0, len(data)), inner)

    def _take(self, size: int) -> int:
        self._at += size
        if self._at > self._end:
            raise Uncleanable("is damaged")
        return int.from_bytes(self._data[self._at - size : self._at])

    def read(self) -> list[tuple[int, tuple[tuple[int, int], ...]]]:
        """The number of each item, and its extents."""
        version, _flags, sizes = self._take(1), self._take(3), self._take(2)
        if version > 2:
            raise Uncleanable("is of a version of HEIF that is not known")
        short = 4 if version == 2 else 2
        widths = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15 if version else 0)
        return [(self._take(short), self._extents(version, widths)) for _ in range(self._take(short))]

    def _extents(self, version: int, widths: tuple[int, int, int, int]) -> tuple[tuple[int, int], ...]:
        method = self._take(2) & 15 if version else 0
        is_elsewhere = self._take(2) != 0
        if method > 1 or is_elsewhere:
            raise Uncleanable("keeps parts of its picture in a way that cannot be followed")
        offset_size, length_size, base_size, index_size = widths
        base, count = self._take(base_size), self._take(2)
        if not offset_size + length_size + index_size:
            # They would all be the same.
            count = min(count, 1)
        begin, end = self._sources[method]
        extents = []
        for _ in range(count):
            self._take(index_size)
            start = begin + base + self._take(offset_size)
            length = self._take(length_size)
            extents.append((start, start + length if length else end))
        if any(not begin <= start <= after <= end for start, after in extents):
            raise Uncleanable("is cut off")
        return tuple(extents)
