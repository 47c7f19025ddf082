"""TIFF without what its tags tell beside the picture.

In: bytes of a TIFF (TIFF 6.0, and TIFF Technical Note 1). Out: as many bytes, in which everything that the picture is
made of lies where it lay, and all else is zero: cameras, places, programs, people, and what older versions left over.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from voicebuilder.media.cleaning.uncleanable import Uncleanable

Order: TypeAlias = Literal["big", "little"]

_ORDERS: dict[bytes, Order] = {b"MM\0*": "big", b"II*\0": "little"}
# Size, depth, compression, colours and their profile, samples, resolution, strips, tiles, pages, orientation, tables.
_KEPT = frozenset((*range(254, 260), *range(262, 267), 273, 274, *range(277, 285), *range(290, 294), 296, 297, 301))
_KEPT |= {*range(317, 326), 330, 332, 334, 336, *range(338, 342), 347, *range(529, 533), 34675}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_COMPRESSION, _SUB_IFDS, _OLD_JPEG = 259, 330, 6
# Offsets of the picture's parts, and their lengths.
_PARTS = ((273, 279), (324, 325))
_ENTRY = 12


def clean(data: bytes) -> bytes:
    """The same picture without private metadata.

    Raises:
        Uncleanable: Its directories cannot be followed.
    """
    order = _ORDERS.get(data[:4])
    if order is None or len(data) < 8:
        raise Uncleanable("is no TIFF that can be followed")
    picture = _Picture(data, order)
    picture.keep(0, 8)
    left, seen = [picture.number(4, 4)], {0}
    while left:
        start = left.pop()
        if start not in seen:
            seen.add(start)
            left += picture.keep_directory(start)
    return bytes(picture.kept)


class _Picture:
    """What is kept of a file."""

    def __init__(self, data: bytes, order: Order) -> None:
        self._data, self._order = data, order
        self.kept = bytearray(len(data))
        # Many directories may share bytes, but not so many that a small file takes hours.
        self._budget = 4 * len(data) + 1000

    def number(self, at: int, size: int) -> int:
        if at + size > len(self._data):
            raise Uncleanable("is cut off")
        return int.from_bytes(self._data[at : at + size], self._order)

    def keep(self, at: int, size: int) -> None:
        self._spend(size + 1)
        if at + size > len(self._data):
            raise Uncleanable("is cut off")
        self.kept[at : at + size] = self._data[at : at + size]

    def _spend(self, count: int) -> None:
        self._budget -= count
        if self._budget < 0:
            raise Uncleanable("is damaged")

    def keep_directory(self, start: int) -> list[int]:
        """Keep a picture's entries and parts, and say where more directories lie."""
        count = self.number(start, 2)
        after = start + 2 + count * _ENTRY
        following = self.number(after, 4)
        self._spend(count * _ENTRY + 1)
        entries = [at for at in range(start + 2, after, _ENTRY) if self.number(at, 2) in _KEPT]
        values = {self.number(at, 2): self._values(at) for at in entries}
        if values.get(_COMPRESSION) == [_OLD_JPEG]:
            raise Uncleanable("holds a JPEG in a way that was given up in 1995")
        for offsets, lengths in _PARTS:
            places, sizes = values.get(offsets, []), values.get(lengths, [])
            if len(places) != len(sizes):
                raise Uncleanable("is damaged")
            for at, size in zip(places, sizes, strict=True):
                self.keep(at, size)
        raw = b"".join(self._data[at : at + _ENTRY] for at in entries)
        head = len(entries).to_bytes(2, self._order)
        table = head + raw + following.to_bytes(4, self._order)
        self.kept[start : start + len(table)] = table
        return [following, *values.get(_SUB_IFDS, [])]

    def _values(self, entry: int) -> list[int]:
        """Keep what an entry points at; its numbers, of those that are offsets, lengths or sorts."""
        tag, kind, count = self.number(entry, 2), self.number(entry + 2, 2), self.number(entry + 4, 4)
        size = _SIZES.get(kind)
        if size is None:
            raise Uncleanable("is damaged")
        at = entry + 8
        if size * count > 4:
            at = self.number(at, 4)
            self.keep(at, size * count)
        is_read = kind in (3, 4, 13) and tag in (_COMPRESSION, _SUB_IFDS, *_PARTS[0], *_PARTS[1])
        return [self.number(at + index * size, size) for index in range(count)] if is_read else []
