"""JPEG without what its segments tell beside the picture.

In: bytes of a JPEG (ITU-T T.81, JFIF 1.02). Out: the same with its tables and coded picture byte for byte.

What browsers and Pillow need to show it stays: JFIF without its thumbnail, Adobe's colour transform, ICC, and which way
it was held, as Exif of one tag. All other segments go, and so does everything behind the first picture's end: previews,
motion photos, depth and gain maps, whatever was appended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.media.cleaning.orientation import PREFIX, minimal
from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_APPS = frozenset(range(0xE0, 0xF0))
# Frames, Huffman and arithmetic tables, DNL, restart intervals. Others are of formats that no browser shows.
_PICTURE = frozenset((*range(0xC0, 0xC8), *range(0xC9, 0xD0), _SOS, 0xDB, 0xDC, 0xDD))
# TEM and restart markers have no length, and outside of coded data no meaning.
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))
_MARKER = re.compile(rb"\xff[\x01-\xfe]")
# In coded data, FF 00 is a byte FF, and restart markers belong to it.
_END_OF_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_JFIF, _JFIF_LENGTH = b"JFIF\0", 14
_ADOBE, _ADOBE_LENGTH = b"Adobe", 12


@dataclass(frozen=True, slots=True)
class _Segment:
    """A marker, and what belongs to it.

    Attributes:
        marker: Its second byte.
        raw: All of it, with fill bytes before and the coded data behind.
        payload: What its length counts.
    """

    marker: int
    raw: bytes
    payload: bytes = b""


def clean(data: bytes) -> bytes:
    """The same picture without private metadata.

    Raises:
        Uncleanable: Its segments cannot be followed to its end.
    """
    kept: list[bytes] = []
    exif = b""
    has_picture = False
    for segment in _segments(data):
        has_picture |= segment.marker == _SOS
        if segment.marker == _APP1 and not exif and segment.payload.startswith(PREFIX):
            exif = segment.payload
        if raw := _kept(segment):
            kept.append(raw)
    if not has_picture:
        raise Uncleanable("holds no picture")
    if held := minimal(exif):
        # JFIF wants to be first.
        kept.insert(int(_is_jfif(kept[0])), _segment(_APP1, held))
    return b"".join((b"\xff\xd8", *kept))


def _is_jfif(raw: bytes) -> bool:
    return raw.lstrip(b"\xff")[:1] == b"\xe0"


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2) + payload


def _kept(segment: _Segment) -> bytes:
    """What stays of a segment."""
    marker, payload = segment.marker, segment.payload
    if marker == _APP0 and payload.startswith(_JFIF) and len(payload) >= _JFIF_LENGTH:
        # The size of the thumbnail, then the thumbnail.
        return segment.raw if payload[12:] == b"\0\0" else _segment(_APP0, payload[:12] + b"\0\0")
    if marker == _APP2 and payload.startswith(b"ICC_PROFILE\0"):
        return segment.raw
    if marker == _APP14 and payload.startswith(_ADOBE) and len(payload) >= _ADOBE_LENGTH:
        return segment.raw if len(payload) == _ADOBE_LENGTH else _segment(_APP14, payload[:_ADOBE_LENGTH])
    return b"" if marker in _APPS or marker == _COM else segment.raw


def _segments(data: bytes) -> Iterator[_Segment]:
    """The segments behind SOI, to EOI; what lies between them and is none is left out, as decoders do."""
    if not data.startswith(b"\xff\xd8"):
        raise Uncleanable("does not begin as a JPEG does")
    at = 2
    while found := _MARKER.search(data, at):
        marker, fill = data[found.end() - 1], data[at : found.start()]
        begin = found.start() if fill.strip(b"\xff") else at
        at = found.end()
        if marker in _PICTURE or marker in _APPS or marker == _COM:
            length = int.from_bytes(data[at : at + 2])
            if length < 2 or at + length > len(data):
                break
            payload = data[at + 2 : at + length]
            at = _end_of_scan(data, at + length) if marker == _SOS else at + length
            yield _Segment(marker, data[begin:at], payload)
        elif marker == _EOI:
            yield _Segment(marker, data[begin:at])
            return
        elif marker not in _BARE:
            raise Uncleanable(f"is no JPEG that browsers show: it holds a segment FF{marker:02X}")
    raise Uncleanable("is cut off")


def _end_of_scan(data: bytes, at: int) -> int:
    found = _END_OF_SCAN.search(data, at)
    return found.start() if found else len(data)
