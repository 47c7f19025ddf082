"""Typefaces written by hand: each letter is a bar of a height of its own, so that pictures tell which stands where."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EM = 1000
ADVANCE = 600
GAP = 100


def bar_face(heights: Mapping[str, int], advance: int = ADVANCE, reach: int = 0) -> bytes:
    """A TrueType file with these letters, in thousandths of an em; a height of 0 draws nothing.

    `reach` is how far a bar goes beyond where the next letter begins.
    """
    letters = sorted(heights)
    glyphs = [b"", *(_bar(heights[letter], advance + reach) for letter in letters)]
    starts = [sum(map(len, glyphs[:count])) for count in range(len(glyphs) + 1)]
    groups = [pack(">III", ord(letter), ord(letter), number) for number, letter in enumerate(letters, 1)]
    count = len(glyphs)
    return _file(
        {
            "cmap": pack(">HHHHI", 0, 1, 3, 10, 12)
            + pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups))
            + b"".join(groups),
            "glyf": b"".join(glyphs),
            "head": pack(
                ">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, 0, advance, EM, 0, 8, 2, 1, 0
            ),
            "hhea": pack(">IhhhHhhhhhh8xhH", 0x10000, EM, 0, 0, advance, 0, 0, advance, 1, 0, 0, 0, count),
            "hmtx": pack(">Hh", advance, GAP // 2) * count,
            "loca": pack(f">{len(starts)}I", *starts),
            "maxp": pack(">IH", 0x10000, count) + pack(">13H", 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        }
    )


def _bar(height: int, width: int) -> bytes:
    if not height:
        return b""
    left, right = GAP // 2, width - GAP // 2
    outline = pack(">hhhhh", 1, left, 0, right, height) + pack(">HH", 3, 0) + b"\1" * 4
    return outline + pack(">8h", left, 0, right - left, 0, 0, height, 0, -height)


def _file(tables: Mapping[str, bytes]) -> bytes:
    header = pack(">IHHHH", 0x10000, len(tables), 0, 0, 0)
    place = len(header) + 16 * len(tables)
    directory = body = b""
    for name, data in sorted(tables.items()):
        directory += name.encode() + pack(">III", 0, place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return header + directory + body
