"""Films from boxes, written by hand: small, and with whatever a camera may put into them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from voicebuilder.media.cleaning import film_patches

if TYPE_CHECKING:
    from voicebuilder.media.cleaning import Patch

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
APPLE = b"com.apple.quicktime."
SPHERE_UUID = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")


def box(kind: bytes, *parts: bytes, wide: bool = False) -> bytes:
    content = b"".join(parts)
    if wide:
        return b"\0\0\0\1" + kind + (len(content) + 16).to_bytes(8) + content
    return (len(content) + 8).to_bytes(4) + kind + content


def full(kind: bytes, *parts: bytes) -> bytes:
    return box(kind, bytes(4), *parts)


def handler(kind: bytes, name: bytes = b"") -> bytes:
    return full(b"hdlr", bytes(4), kind, bytes(12), name + b"\0")


def track(kind: bytes = b"vide", entry: bytes = b"", name: bytes = b"", *more: bytes) -> bytes:
    """A track of a handler, with one sort of sample."""
    described = full(b"stsd", b"\0\0\0\1", entry or box(b"vp09", bytes(78)))
    media = box(b"mdia", full(b"mdhd", bytes(20)), handler(kind, name), box(b"minf", box(b"stbl", described)))
    return box(b"trak", full(b"tkhd", bytes(80)), media, *more)


def keys(*names: bytes) -> bytes:
    return full(b"keys", len(names).to_bytes(4), *(box(b"mdta", name) for name in names))


def value(kind: bytes | int, text: bytes) -> bytes:
    name = kind if isinstance(kind, bytes) else kind.to_bytes(4)
    return box(name, box(b"data", b"\0\0\0\1\0\0\0\0", text))


def itunes(*tags: bytes) -> bytes:
    """A movie's user data with tags of iTunes."""
    return box(b"udta", full(b"meta", handler(b"mdir"), box(b"ilst", *tags), box(b"free", bytes(90))))


def named(mean: bytes, name: bytes, content: bytes) -> bytes:
    """A tag of iTunes with a name of its own."""
    return box(b"----", full(b"mean", mean), full(b"name", name), full(b"data", b"\0\0\0\1", content))


def quicktime(key: bytes) -> bytes:
    """A track of data as iPhones write them."""
    return track(b"meta", box(b"mebx", bytes(8), box(b"keys", box(b"\0\0\0\1", box(b"keyd", b"mdta", APPLE + key)))))


def film(*in_movie: bytes, behind: bytes = b"", sound: bytes = b"picture and sound") -> bytes:
    movie = box(b"moov", full(b"mvhd", bytes(96)), track(), *in_movie)
    return box(b"ftyp", b"isom\0\0\2\0isommp41") + movie + box(b"mdat", sound) + behind


def patches(data: bytes) -> tuple[Patch, ...]:
    return film_patches(io.BytesIO(data), len(data))


def patched(data: bytes) -> bytes:
    cleaned = bytearray(data)
    end = 0
    for patch in patches(data):
        assert end <= patch.offset
        end = patch.offset + len(patch.data)
        assert end <= len(data)
        cleaned[patch.offset : end] = patch.data
    return bytes(cleaned)
