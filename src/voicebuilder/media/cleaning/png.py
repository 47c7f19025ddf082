"""PNG without what its chunks tell beside the picture.

In: bytes of a PNG (W3C PNG, third edition) or APNG. Out: the same with the chunks that are listed here, untouched.

Text, time, Exif, chunks that no specification names and what lies behind IEND go. Which way it was held stays, as Exif
of one tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

from voicebuilder.media.cleaning.orientation import minimal
from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi"
    b" bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
_NAME = re.compile(rb"[A-Za-z]{4}")


def clean(data: bytes) -> bytes:
    """The same picture without private metadata.

    Raises:
        Uncleanable: Its chunks cannot be followed to its end, or one that it cannot do without is unknown.
    """
    kept = [_SIGNATURE]
    exif = b""
    for name, raw in _chunks(data):
        if name in _KEPT:
            kept.append(raw)
        elif name[:1].isupper():
            raise Uncleanable(f"is no PNG that browsers show: it holds a chunk {name.decode()}")
        elif name == b"eXIf" and not exif:
            exif = raw[8:-4]
    if held := minimal(exif):
        kept.insert(2, _chunk(b"eXIf", held))
    return b"".join(kept)


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + crc32(name + content).to_bytes(4)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and all bytes of each chunk, to IEND."""
    if not data.startswith(_SIGNATURE):
        raise Uncleanable("does not begin as a PNG does")
    at = len(_SIGNATURE)
    if data[at + 4 : at + 8] != b"IHDR":
        raise Uncleanable("is no PNG that browsers show: it does not say its size first")
    while at + 12 <= len(data):
        name, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if not _NAME.fullmatch(name):
            raise Uncleanable("is damaged")
        if end > len(data):
            break
        yield name, data[at:end]
        if name == b"IEND":
            return
        at = end
    raise Uncleanable("is cut off")
