"""AVIF and HEIC by hand: items in every way in which a file may keep them, and those that cannot be followed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from voicebuilder.media.cleaning import Uncleanable, clean
from voicebuilder.media.cleaning.orientation import oriented

from . import private_pictures as private
from .film_boxes import XMP_UUID, box, full, handler, track

EXIF = bytes(4) + oriented(6).replace(b"\0\0\0\0", b"\0\0\0\0CANARY")
EMPTY = bytes(4) + b"MM\0*\0\0\0\x08" + bytes(6)
XMP = private.XMP
COLOUR = b"a coded picture"


def entry(number: int, kind: bytes, name: bytes = b"\0", version: int = 2) -> bytes:
    size = 2 if version == 2 else 4
    return box(b"infe", bytes((version, 0, 0, 0)), number.to_bytes(size), bytes(2), kind, name)


def places(*items: tuple[int, int, list[tuple[int, int]]], version: int = 1) -> bytes:
    """`iloc`: the number of each item, how it is kept, and its extents (offset, length), each of four bytes."""
    parts = [bytes((version, 0, 0, 0)), b"\x44\0", len(items).to_bytes(4 if version == 2 else 2)]
    for number, method, extents in items:
        parts += (number.to_bytes(4 if version == 2 else 2), method.to_bytes(2) if version else b"", bytes(2))
        parts += (len(extents).to_bytes(2), *(at.to_bytes(4) + size.to_bytes(4) for at, size in extents))
    return box(b"iloc", *parts)


def heif(entries: list[bytes], located: bytes, *more: bytes, start: bytes = b"") -> bytes:
    """A file whose `mdat` begins with the Exif, then XMP, then the picture; `start` is put before its boxes."""
    listing = full(b"iinf", len(entries).to_bytes(2), *entries)
    meta = full(b"meta", handler(b"pict"), full(b"pitm", b"\0\1"), listing, located, *more)
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + start + meta + box(b"mdat", EXIF, XMP, COLOUR)


ENTRIES = [entry(1, b"av01"), entry(2, b"Exif"), entry(3, b"mime", b"\0application/rdf+xml\0")]


def in_file(method: int = 0, version: int = 1, **how: list[bytes]) -> bytes:
    """The file whose items lie in `mdat`."""

    def made(begin: int) -> bytes:
        exif, xmp = (begin, len(EXIF)), (begin + len(EXIF), len(XMP))
        colour = (begin + len(EXIF + XMP), len(COLOUR))
        located = places((1, 0, [colour]), (2, method, [exif]), (3, 0, [xmp]), version=version)
        return heif(how.get("entries", ENTRIES), located)

    return made(made(0).index(EXIF))


@pytest.mark.parametrize("version", [0, 1, 2])
def test_p5_items_in_the_file(version: int) -> None:
    data = in_file(version=version)
    cleaned = clean(data, "avif")
    start = data.index(EXIF)
    empty = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'.ljust(len(XMP))
    assert cleaned == data[:start] + EMPTY.ljust(len(EXIF), b"\0") + empty + COLOUR
    assert clean(cleaned, "avif") is cleaned


def test_p5_items_of_wide_numbers() -> None:
    wide = [entry(1, b"av01", version=3), entry(2, b"Exif", version=3), entry(3, b"mime", version=3)]
    assert private.secrets_in(clean(in_file(version=2, entries=wide), "heic")) == []


def test_p5_items_that_tell_no_sort_are_no_pictures() -> None:
    # Version 0 of an entry, and an item that is listed nowhere.
    for entries in ([*ENTRIES[:2], entry(3, b"", version=0)], ENTRIES[:2]):
        assert private.secrets_in(clean(in_file(entries=entries), "avif")) == []


def test_p5_items_in_the_list_itself() -> None:
    def made(begin: int) -> bytes:
        located = places((1, 0, [(begin, len(COLOUR))]), (2, 1, [(0, len(EXIF))]), (3, 1, [(len(EXIF), len(XMP))]))
        return heif(ENTRIES, located, box(b"idat", EXIF, XMP))

    data = made(made(0).index(COLOUR))
    cleaned = clean(data, "avif")
    end = data.index(b"idat") + 4 + len(EXIF + XMP)
    assert private.secrets_in(cleaned[:end]) == []
    # What `mdat` holds beside the picture is no item here.
    assert cleaned[end:] == data[end:]


def test_p5_an_item_in_pieces() -> None:
    def made(begin: int) -> bytes:
        pieces = [(begin, 10), (begin + 10, 3), (begin + 13, len(EXIF) - 13)]
        colour = (begin + len(EXIF + XMP), len(COLOUR))
        return heif(ENTRIES[:2], places((1, 0, [colour]), (2, 0, pieces)))

    data = made(made(0).index(EXIF))
    assert clean(data, "avif") == data.replace(EXIF, EMPTY.ljust(len(EXIF), b"\0"))


def test_p5_boxes_around_the_picture() -> None:
    data = in_file()
    told = clean(data, "avif") + box(b"uuid", XMP_UUID, b"CANARY") + box(b"mpvd", b"CANARY") + box(b"free", b"CANARY")
    assert private.SECRET in told
    cleaned = clean(told, "avif")
    assert len(cleaned) == len(told)
    assert private.secrets_in(cleaned) == []
    assert cleaned.startswith(clean(data, "avif"))
    moving = clean(data, "avif") + box(
        b"moov", full(b"mvhd", bytes(96)), track(b"pict"), box(b"udta", box(b"\xa9xyz", b"CANARY"))
    )
    assert private.secrets_in(clean(moving, "avif")) == []


def test_a_moving_avif_moves_on() -> None:
    frames = [private.noise(32, 32, seed=seed) for seed in range(3)]
    how = {"save_all": True, "append_images": frames[1:], "duration": 90}
    data = private.avif(frames[0], 1, **how)
    cleaned = clean(data, "avif")
    assert private.secrets_in(cleaned) == []
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned)) as after:
        assert before.n_frames == after.n_frames == 3
        for number in range(3):
            before.seek(number)
            after.seek(number)
            assert before.tobytes() == after.tobytes()


def _shared() -> bytes:
    """The Exif reaches a byte into the picture."""
    data = in_file()
    place = data.index(EXIF).to_bytes(4)
    lengths = [length.to_bytes(4) for length in (len(EXIF), len(EXIF + XMP) + 1)]
    return data.replace(place + lengths[0], place + lengths[1])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_shared(), "same bytes"),
        (in_file(entries=[entry(1, b"av01"), entry(2, b"Exif"), entry(3, b"xyz1")]), "xyz1"),
        (heif(ENTRIES, places((2, 0, [(60, 9)]))), "same bytes"),
        (in_file(method=2), "cannot be followed"),
        (in_file(method=1), "cut off"),
        (in_file()[:-5], "cut off"),
        (in_file(entries=[*ENTRIES, ENTRIES[0]]), "damaged"),
        (in_file() + full(b"meta"), "twice"),
        (box(b"ftyp", b"avif") + box(b"mdat", b"x"), "no picture"),
        (box(b"mdat", b"x"), "does not begin"),
        (heif(ENTRIES, places((1, 0, [(2**31, 9)]))), "cut off"),
        (heif(ENTRIES, box(b"iloc", b"\3\0\0\0\x44\0\0\0")), "version"),
        (heif(ENTRIES, box(b"iloc", b"\0\0\0\0\x44\0\xff\xff")), "damaged"),
        # As many extents as may be, each of which is the whole file.
        (heif(ENTRIES[1:], box(b"iloc", b"\0\0\0\0\0\0\0\x64", *([b"\0\2\0\0\xff\xff"] * 100))), "damaged"),
    ],
)
def test_items_that_cannot_be_followed(data: bytes, reason: str) -> None:
    with pytest.raises(Uncleanable, match=reason):
        clean(data, "avif")
