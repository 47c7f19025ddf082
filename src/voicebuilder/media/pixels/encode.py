"""Pictures made smaller, and of other formats.

In: a picture's bytes, and which variants are wanted where. Out: files that hold pixels, a display's ICC profile where
colours need one, and nothing else: no EXIF, IPTC, XMP, no remarks, no thumbnails. The same input makes the same bytes,
whatever the process or the number of cores, as long as `recipe` stays the same.
"""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from io import BytesIO
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from PIL import AvifImagePlugin, Image, ImageFile, __version__, features

from voicebuilder.media.pixels import colour
from voicebuilder.media.pixels.opening import UnopenableError, decoding, format_of, held, opened, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from voicebuilder.model.media import Variant

# To be raised when what is below changes what is made.
_RECIPE: Final = "1"
# Quality as the config has it, and what it is to each encoder, so that at one quality all formats look alike: measured
# as structural similarity (three scales) on seven photographs, 0.974 at 50, 0.9875 at 70, 0.992 at 85. Photographs then
# weigh 1.44 (JPEG), 1.18 (WebP) and 1.04 (AVIF) bits a pixel at 70. Between the rows it is a straight line.
_QUALITIES: Final = (
    (1, {"jpeg": 15, "webp": 10, "avif": 15}),
    (50, {"jpeg": 50, "webp": 50, "avif": 50}),
    (70, {"jpeg": 78, "webp": 80, "avif": 63}),
    (85, {"jpeg": 87, "webp": 87, "avif": 74}),
    (100, {"jpeg": 96, "webp": 97, "avif": 92}),
)
# Of the AVIF encoder: 0.23 s a megapixel. 7 takes half as long again for 1.5 % fewer bytes, 6 three times as long for
# 5 %; 9 is four times as fast, but needs 12 % more.
_SPEED: Final = 8
# A picture is first made smaller by a whole number, quickly, to no less than this many times what is wanted: a variant
# an eighth as wide takes less than half the time, and differs by half a level of 255.
_GAP: Final = 3.0
_WHITE = (255, 255, 255)


def encode(data: bytes, wanted: Sequence[tuple[Variant, Path]], quality: int) -> None:
    """Make variants of one picture, which is decoded once.

    Args:
        data: The picture.
        wanted: Each variant, and the file to write; folders are made. A file is there whole or not at all.
        quality: From 1 to 100, as in the config.

    Raises:
        UnopenableError: A ValueError: the picture is broken or has too many pixels.
        OSError: A file cannot be written, or an encoder failed.
        ValueError: A variant has a side of 0, or one too long for its format.
    """
    if not wanted:
        return
    picture, profile, way = _decoded(data)
    by_size = sorted(wanted, key=lambda one: (one[0].width, one[0].height))
    for size, variants in groupby(by_size, key=lambda one: (one[0].width, one[0].height)):
        small, kept = colour.settled(_resized(picture, size, way), profile)
        for variant, place in variants:
            _write(place, _encoded(small, variant.format, kept, quality))


def recipe() -> str:
    """All that decides which bytes come out beside what goes in: versions of Pillow, its codecs, and this module."""
    versions = {
        "recipe": _RECIPE,
        "pillow": __version__,
        "aom": AvifImagePlugin.get_codec_version("aom"),
        "heif": _heif_version(),
        **{name: features.version(name) for name in ("avif", "webp", "libjpeg_turbo", "zlib", "zlib_ng", "littlecms2")},
    }
    return " ".join(f"{name}-{version}" for name, version in versions.items() if version)


def _heif_version() -> str:
    """Of what decodes HEIC, without loading it: 50 ms for what few sites have."""
    from importlib.metadata import version  # noqa: PLC0415 -- 10 ms

    return version("pillow-heif")


def _decoded(data: bytes) -> tuple[Image.Image, bytes, int]:
    """A picture in eight bits, its profile, and which way it was held."""
    format_ = format_of(data)
    if format_ in ("", "film"):
        raise UnopenableError("is no picture")
    with decoding(data, format_):
        picture = opened(data, format_)
        way = held(picture)
        picture.load()
        profile = colour.profile_of(picture)
        plain = colour.eight_bits(picture)
        if plain.mode in ("LA", "RGBA") and not colour.is_seen_through(plain):
            plain = colour.opaque(plain)
    # Pillow copies what it finds here into files: remarks, XMP, resolution.
    plain.info = {}
    return plain, profile, way


def _resized(picture: Image.Image, size: tuple[int, int], way: int) -> Image.Image:
    """Always from the picture itself: what a variant looks like must not depend on which others are made with it."""
    lying = size[::-1] if way > 4 else size
    if picture.size != lying:
        # Pillow weighs colours by their alpha here, so what is invisible does not bleed into what is seen.
        picture = picture.resize(lying, Image.Resampling.LANCZOS, reducing_gap=_GAP)
    elif isinstance(picture, ImageFile.ImageFile):
        # A file may have more frames, and encoders ask for them.
        picture = picture.copy()
    return turned(picture, way)


def _encoded(picture: Image.Image, format_: str, profile: bytes, quality: int) -> bytes:
    file = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _SAVERS[format_](picture, file, profile, quality)
    return file.getvalue()


def _save_jpeg(picture: Image.Image, file: BytesIO, profile: bytes, quality: int) -> None:
    """Progressive, so that it is seen from the first tenth on; colours at half the width and height, as cameras do."""
    if picture.mode in ("LA", "RGBA"):
        ground = Image.new("RGB", picture.size, _WHITE)
        whole = picture.convert("RGBA")
        ground.paste(whole, mask=whole.getchannel("A"))
        picture = ground
    how = _quality("jpeg", quality)
    picture.save(file, "JPEG", quality=how, progressive=True, optimize=True, subsampling="4:2:0", icc_profile=profile)


def _save_webp(picture: Image.Image, file: BytesIO, profile: bytes, quality: int) -> None:
    _coloured(picture).save(file, "WEBP", quality=_quality("webp", quality), method=4, icc_profile=profile)


def _save_avif(picture: Image.Image, file: BytesIO, profile: bytes, quality: int) -> None:
    """On one core: others encode other pictures, and the number of cores must not decide bytes."""
    how = _quality("avif", quality)
    _coloured(picture).save(
        file, "AVIF", quality=how, speed=_SPEED, subsampling="4:2:0", max_threads=1, icc_profile=profile
    )


def _save_png(picture: Image.Image, file: BytesIO, profile: bytes, _: int) -> None:
    picture.save(file, "PNG", optimize=True, icc_profile=profile or None)


_SAVERS: Final[Mapping[str, Callable[[Image.Image, BytesIO, bytes, int], None]]] = {
    "jpeg": _save_jpeg,
    "webp": _save_webp,
    "avif": _save_avif,
    "png": _save_png,
}


def _coloured(picture: Image.Image) -> Image.Image:
    """With three colours: WebP knows no grey, and grey AVIF with see-through parts is not shown everywhere."""
    return picture.convert("RGBA" if picture.mode == "LA" else "RGB") if picture.mode in ("L", "LA") else picture


def _quality(format_: str, quality: int) -> int:
    quality = min(max(quality, 1), 100)
    for (low, from_), (high, to) in pairwise(_QUALITIES):
        if quality <= high:
            return round(from_[format_] + (to[format_] - from_[format_]) * (quality - low) / (high - low))
    raise AssertionError("the last row is the highest quality")


def _write(place: Path, content: bytes) -> None:
    """Under another name first, so that no other build finds half a file, and a stopped one leaves none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(place)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
