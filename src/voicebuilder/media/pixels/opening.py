"""Pictures opened with care: nothing is decoded that is no picture, or would burst the memory.

In: bytes. Out: Pillow's pictures. Whatever is wrong with the bytes comes out as `UnopenableError`, and only that.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError

from voicebuilder.media.cleaning.orientation import PREFIX, orientation
from voicebuilder.media.unfit import UnfitError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of one picture: 320 MB of memory when decoded with see-through parts, and as much again while it is made smaller. The
# largest sensors of cameras that people own have 61 million pixels; phones join theirs four or nine to one.
MOST_PIXELS: Final = 80_000_000
# Of all frames of a moving picture together: a minute of 640 by 360 at 30 frames a second. Browsers decode every one.
MOST_MOVING_PIXELS: Final = 400_000_000
MOVING = frozenset(("gif", "webp", "png", "avif"))

_PLUGINS = {
    "jpeg": "JPEG",
    "png": "PNG",
    "gif": "GIF",
    "webp": "WEBP",
    "tiff": "TIFF",
    "avif": "AVIF",
    "heic": "HEIF",
}
_BEGINNINGS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"II+\0": "tiff",
    b"MM\0+": "tiff",
}
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_EXTENTS = re.compile(rb"\0\0\0\x14ispe\0{4}(.{8})", re.DOTALL)
# Bytes in which ISO media tell their extents.
_HEAD = 65_536
_SMALLER = "Save it smaller."
_PIXELS_IN_MESSAGE = re.compile(r"\((\d+) pixels\)")
_MOST_DETAIL = 100
# How a picture is turned to be seen as it was held (Exif 3.0, 4.6.5.1.6).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class UnopenableError(UnfitError):
    """A file that cannot be opened as a picture."""


def format_of(data: bytes) -> str:
    """The format that bytes begin like, as in `Picture`; "film" for other ISO media, "" for none that is known."""
    for beginning, name in _BEGINNINGS.items():
        if data.startswith(beginning):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return _iso_format(data) if data[4:8] == b"ftyp" else ""


def _iso_format(data: bytes) -> str:
    """By its brands (ISO 14496-12, 4.3): the major one may be that of all HEIF."""
    size = int.from_bytes(data[:4])
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, min(size, len(data), 4096), 4))]
    for brand in brands:
        if brand in _AVIF_BRANDS:
            return "avif"
        if brand in _HEIC_BRANDS:
            return "heic"
    return "heic" if brands[0] == b"mif1" else "film"


@contextmanager
def decoding(data: bytes, format: str) -> Iterator[None]:  # noqa: A002 -- as in `Picture`
    """Decoders may warn or raise what they like within.

    Raises:
        UnopenableError: What they raised, in a writer's words.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnopenableError:
        raise
    except Image.DecompressionBombError as error:
        found = _PIXELS_IN_MESSAGE.search(str(error))
        raise UnopenableError(_too_many(int(found[1]) if found else None), _SMALLER) from error
    except MemoryError as error:
        raise UnopenableError("is too large for this machine's memory", _SMALLER) from error
    # Decoders meet every kind of error in broken files: struct.error, KeyError, ZeroDivisionError, zlib.error …
    except Exception as error:
        raise UnopenableError(_reason(error, data, format)) from error


def opened(data: bytes, format: str) -> Image.Image:  # noqa: A002 -- as above
    """A picture of which only the header was read; to be called, and loaded, within `decoding`.

    Raises:
        UnopenableError: It has too many pixels.
    """
    if format == "heic":
        # It takes 50 ms to import, and few sites have any.
        import pillow_heif  # noqa: PLC0415

        pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    _refuse_bombs(_told_pixels(data, format))
    picture = Image.open(BytesIO(data), formats=[_PLUGINS[format]])
    pixels = picture.width * picture.height
    _refuse_bombs(pixels)
    number = frames(picture) if format in MOVING else 1
    if pixels * number > MOST_MOVING_PIXELS:
        most = f"more than the {_millions(MOST_MOVING_PIXELS)} that browsers can be asked to show"
        raise UnopenableError(f"has {_millions(pixels * number)} pixels in its {number} frames, {most}", _SMALLER)
    return picture


def _refuse_bombs(pixels: int) -> None:
    if pixels > MOST_PIXELS:
        raise UnopenableError(_too_many(pixels), _SMALLER)


def _told_pixels(data: bytes, format: str) -> int:  # noqa: A002 -- as above
    """What a header says, where decoders take memory or give up before they tell; 0 for other formats."""
    if format == "webp" and data[12:16] == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    if format == "avif":
        # ISO 23008-12, 6.5.3: the extents of each picture in the file, all tiles of a grid among them.
        extents = (found[1] for found in _EXTENTS.finditer(data, 0, _HEAD))
        return max((int.from_bytes(sides[:4]) * int.from_bytes(sides[4:]) for sides in extents), default=0)
    return 0


def frames(picture: Image.Image) -> int:
    """How many pictures a file shows one after the other, or holds."""
    return int(getattr(picture, "n_frames", 1))


def held(picture: Image.Image) -> int:
    """Which way a picture was held, 1 to 8, as its Exif says; 1 where the decoder turns it (TIFF, HEIC).

    XMP may say it too, but no browser listens.
    """
    exif = picture.info.get("exif")
    return orientation(exif.removeprefix(PREFIX)) if isinstance(exif, bytes) else 1


def turned(picture: Image.Image, way: int) -> Image.Image:
    """The picture as it was held."""
    return picture.transpose(_TURNS[way]) if way in _TURNS else picture


def _too_many(pixels: int | None) -> str:
    many = "too many" if pixels is None else _millions(pixels)
    return f"has {many} pixels, more than the {_millions(MOST_PIXELS)} that are safe to open"


def _millions(pixels: int) -> str:
    return f"{round(pixels / 1_000_000):,} million"


def _reason(error: Exception, data: bytes, format: str) -> str:  # noqa: A002 -- as above
    told = str(error)
    if "truncated" in told.lower() or isinstance(error, EOFError) or _lacks_its_end(data, format):
        return "is cut off"
    # Pillow's own words here name an object in memory, and KeyErrors name nothing that a writer knows.
    if isinstance(error, UnidentifiedImageError) or not isinstance(error, OSError | SyntaxError | ValueError):
        return "is broken"
    detail = " ".join("".join(letter if letter.isprintable() else " " for letter in told).split())
    return f"is broken: {detail[:_MOST_DETAIL]}" if detail else "is broken"


def _lacks_its_end(data: bytes, format: str) -> bool:  # noqa: A002 -- as above
    """Whether a file is shorter than it says, or lacks what every file of its format ends with."""
    if format == "jpeg":
        return b"\xff\xd9" not in data
    if format == "png":
        return b"IEND" not in data
    if format == "gif":
        return not data.rstrip(b"\0").endswith(b";")
    if format == "webp":
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    return format in ("avif", "heic") and _ends_within_a_box(data)


def _ends_within_a_box(data: bytes) -> bool:
    """Or before the one with the picture."""
    at, has_picture = 0, False
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        has_picture |= data[at + 4 : at + 8] == b"mdat"
        if size == 0:
            return False
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        at += max(size, 8)
    return at != len(data) or not has_picture
