"""The boxes of ISO base media files: films, HEIC, AVIF.

In: an open file. Out: heads of boxes (ISO 14496-12, 4.2), read where they lie, and never what is inside them unless
asked; replacements of equal length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Iterator

# A film of many hours in fragments of a second has fewer.
_MOST_BOXES = 200_000
# Bytes that are read or replaced in one file; covers and tags of the longest film have fewer.
_MOST_BYTES = 64 * 1024 * 1024
# Bytes of a box that is said to be free which are looked at: what programs leave behind when they write tags anew.
_MOST_FREE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes that take the place of as many others.

    Attributes:
        offset: Where they begin in the file.
        data: The bytes.
    """

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box lies.

    Attributes:
        type: Four bytes.
        start: Of its head.
        content: Of what it holds.
        end: Behind it.
    """

    type: bytes
    start: int
    content: int
    end: int


class Boxes:
    """Reads the boxes of one file, and gathers what is to be written over them."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self.size = file, size
        self._boxes, self._bytes = _MOST_BOXES, _MOST_BYTES
        self.patches: list[Patch] = []

    def read(self, start: int, end: int) -> bytes:
        """The bytes from here to there.

        Raises:
            Uncleanable: They are not there, or too many.
        """
        self._spend(end - start)
        self._file.seek(start)
        data = self._file.read(end - start)
        if len(data) != end - start:
            raise Uncleanable("is cut off")
        return data

    def within(self, start: int, end: int) -> Iterator[Box]:
        """The boxes that lie one behind the other between two places.

        Raises:
            Uncleanable: A box is longer than what it lies in.
        """
        at = start
        while end - at >= 8:
            self._boxes -= 1
            if self._boxes < 0:
                raise Uncleanable("is damaged: it has more parts than any film")
            head = self.read(at, at + 8)
            size, content = int.from_bytes(head[:4]), at + 8
            if head == bytes(8) and self._is_padding(at, end):
                return
            if size == 1:
                content = at + 16
                size = int.from_bytes(self.read(at + 8, min(content, end)))
            after = at + size if size else end
            if not content <= after <= end:
                raise Uncleanable("is cut off, or damaged")
            yield Box(head[4:], at, content, after)
            at = after

    def erase(self, box: Box) -> None:
        """Make a box a free one, of zeros."""
        self._spend(box.end - box.content)
        zeros = bytes(box.end - box.content)
        if box.content == box.start + 8:
            self.patches.append(Patch(box.start + 4, b"free" + zeros))
        else:
            self.patches += (Patch(box.start + 4, b"free"), Patch(box.content, zeros))

    def empty(self, box: Box) -> None:
        """Take out what was left behind in a box that is free; large ones are room that nobody wrote to."""
        length = box.end - box.content
        if length <= _MOST_FREE and any(self.read(box.content, box.end)):
            self.patches.append(Patch(box.content, bytes(length)))

    def _is_padding(self, start: int, end: int) -> bool:
        return end - start <= _MOST_FREE and not any(self.read(start, end))

    def _spend(self, count: int) -> None:
        self._bytes -= count
        if self._bytes < 0:
            raise Uncleanable("holds more data beside picture and sound than can be looked through")
