"""Colours made comparable: eight bits a channel, and sRGB where a profile says otherwise.

In: Pillow's pictures of any mode, ICC profiles. Out: pictures of the modes L, LA, RGB, RGBA and CMYK; where
sRGB was asked for, none of CMYK. Source: ICC.1:2022; sRGB is what browsers take pictures for that have no profile.
"""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import Final

from PIL import Image, ImageCms

# Bytes. A display's profile has 600 to 4,000; one of this size describes a scanner or a printer with tables, and would
# weigh more than the pictures.
MOST_PROFILE: Final = 100_000
_KEPT = frozenset(("L", "LA", "RGB", "RGBA", "CMYK"))
_CONVERTED = {
    "1": "L",
    "PA": "RGBA",
    "La": "LA",
    "RGBa": "RGBA",
    "RGBX": "RGB",
    "YCbCr": "RGB",
    "HSV": "RGB",
}
_USELESS = (ImageCms.PyCMSError, OSError, ValueError)
# Levels of 255: rounding within tables.
_ALMOST = 2
_SAMPLES = (0, 32, 96, 160, 224, 255)


def eight_bits(picture: Image.Image) -> Image.Image:
    """The same picture in one of the modes above; the same object when it is already."""
    mode = picture.mode
    if "transparency" in picture.info and mode in ("1", "L", "P", "RGB"):
        return picture.convert("RGBA")
    if mode in _KEPT:
        return picture
    if mode == "P":
        return picture.convert("RGB")
    if mode in _CONVERTED:
        return picture.convert(_CONVERTED[mode])
    if mode == "LAB":
        return _transformed(picture, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    return _grey(picture)


def _grey(picture: Image.Image) -> Image.Image:
    """From 16 or 32 bits, or fractions. Pillow's own conversion would make nearly everything white."""
    fine = picture.convert("F")
    low, high = fine.getextrema()
    if not isinstance(low, float) or not isinstance(high, float):
        raise TypeError("one channel has one darkest and one lightest value")
    if picture.mode.startswith("I;16"):
        full = 65535.0
    else:
        full = next((most for most in (1.0, 255.0, 65535.0) if high <= most), high)
    return fine.point(lambda value: value * (255 / full) + 0.5).convert("L")


def is_seen_through(picture: Image.Image) -> bool:
    """Whether any pixel of a picture of eight bits is not wholly opaque."""
    if picture.mode not in ("LA", "RGBA"):
        return False
    return picture.getchannel("A").getextrema() != (255, 255)


def opaque(picture: Image.Image) -> Image.Image:
    """Without its alpha channel, which says nothing."""
    return picture.convert(picture.mode.removesuffix("A")) if picture.mode in ("LA", "RGBA") else picture


def profile_of(picture: Image.Image) -> bytes:
    """The ICC profile in a file, empty when there is none."""
    found = picture.info.get("icc_profile")
    return found if isinstance(found, bytes) else b""


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB, of mode L, LA, RGB or RGBA; a profile that is broken or of another mode counts for none."""
    base = opaque(picture)
    try:
        found = _transformed(base, profile)
    except _USELESS:
        return picture.convert("RGB") if picture.mode == "CMYK" else picture
    if base.mode == "L":
        found = found.convert("L")
    if base is not picture:
        found.putalpha(picture.getchannel("A"))
    return found


def settled(picture: Image.Image, profile: bytes) -> tuple[Image.Image, bytes]:
    """A picture of eight bits of mode L, LA, RGB or RGBA, and the profile that it then needs.

    Only that of a display is kept: RGB, of a sensible size, and not sRGB itself. By others the picture is made sRGB.
    """
    if picture.mode in ("RGB", "RGBA") and len(profile) <= MOST_PROFILE:
        return picture, profile if _changes_colours(profile) else b""
    return to_srgb(picture, profile), b""


def _changes_colours(profile: bytes) -> bool:
    """Whether one can use it, and it is not sRGB, which browsers take for granted and which weighs 3 kB a picture."""
    colours = bytes(value for colour in product(_SAMPLES, repeat=3) for value in colour)
    try:
        seen = _transformed(Image.frombytes("RGB", (len(colours) // 3, 1), colours), profile).tobytes()
    except _USELESS:
        return False
    return any(abs(before - after) > _ALMOST for before, after in zip(colours, seen, strict=True))


def _transformed(picture: Image.Image, profile: bytes) -> Image.Image:
    """Of mode RGB, in sRGB; raises one of `_USELESS` when the profile is broken, or of other colours."""
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if made is None:
        raise TypeError("a new picture was asked for")
    return made
