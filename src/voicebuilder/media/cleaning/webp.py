"""WebP without what its chunks tell beside the picture.

In: bytes of a WebP (RFC 9649), animated or not. Out: the same with the chunks that are listed here, untouched.

Exif, XMP, unknown chunks and what lies behind the file's own end go. Which way it was held stays, as Exif of one tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.media.cleaning.orientation import minimal
from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Iterator

_PICTURE = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_KEPT = _PICTURE | {b"VP8X", b"ICCP", b"ANIM", b"ANMF"}
_HEAD = 8
# Of a frame: where it lies, how large it is, how long it is shown.
_FRAME_HEAD = 16
# Flags of VP8X.
_EXIF, _XMP = 0x08, 0x04


def clean(data: bytes) -> bytes:
    """The same picture without private metadata.

    Raises:
        Uncleanable: Its chunks cannot be followed to its end.
    """
    end = _HEAD + int.from_bytes(data[4:8], "little")
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Uncleanable("does not begin as a WebP does")
    if end > len(data):
        raise Uncleanable("is cut off")
    chunks = list(_chunks(data, 12, end))
    if not any(name in _PICTURE or name == b"ANMF" for name, _ in chunks):
        raise Uncleanable("holds no picture")
    held = _held(chunks)
    kept = b"".join(_kept(name, content, held) for name, content in chunks if name in _KEPT)
    body = b"WEBP" + kept + (_chunk(b"EXIF", held) if held else b"")
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _held(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """What stays of Exif; of a file that does not announce it nobody reads it."""
    name, head = chunks[0]
    if name != b"VP8X" or not head[:1] or not head[0] & _EXIF:
        return b""
    return minimal(next((content for name, content in chunks if name == b"EXIF"), b""))


def _kept(name: bytes, content: bytes, held: bytes) -> bytes:
    if name == b"VP8X" and content:
        flags = content[0] & ~(_EXIF | _XMP) | (_EXIF if held else 0)
        content = bytes((flags,)) + content[1:]
    if name == b"ANMF":
        parts = _chunks(content, _FRAME_HEAD, len(content))
        content = content[:_FRAME_HEAD] + b"".join(_chunk(*part) for part in parts if part[0] in _PICTURE)
    return _chunk(name, content)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each chunk; a padding byte that is missing at the end is forgiven."""
    while at + _HEAD <= end:
        begin = at + _HEAD
        length = int.from_bytes(data[at + 4 : begin], "little")
        if begin + length > end:
            raise Uncleanable("is cut off")
        yield data[at : at + 4], data[begin : begin + length]
        at = begin + length + length % 2
