"""How pages show pictures: in which sizes and formats, and where these will lie.

In: what pictures say of themselves, where they are published, the config's `pictures:`. Out: `Shown` by source path;
nothing is made yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.memo import fingerprint
from voicebuilder.model.media import Candidates, Picture, Shown, Source, Variant
from voicebuilder.text.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voicebuilder.config.schema import Pictures
    from voicebuilder.model.media import Medium

MEDIA_FOLDER = "/media/"
# What browsers show by themselves; the others are shown as JPEG.
_OF_THE_WEB = {"jpeg": "jpeg", "png": "png", "webp": "webp", "avif": "avif"}
_WEBP_SIDE = 16_383
_SUFFIXES = {"jpeg": "jpg"}
# Of the hexadecimal digits of a name, enough for no two pictures of a site to share them.
_DIGITS = 10


def shown(looks: Mapping[str, Medium], urls: Mapping[str, str], settings: Pictures) -> dict[str, Shown]:
    """How each picture is shown.

    Args:
        looks: Source path -> what the file says of itself.
        urls: Source path -> site path at which the file itself would be published; what has none is not shown.
        settings: The config's `pictures:`.
    """
    return {
        path: _shown(path, picture, urls[path], settings)
        for path, picture in looks.items()
        if path in urls and isinstance(picture, Picture)
    }


def _shown(path: str, picture: Picture, url: str, settings: Pictures) -> Shown:
    if picture.format in ("svg", "gif") or picture.is_animated:
        return Shown(path, url, picture.width, picture.height)
    own = _OF_THE_WEB.get(picture.format) or ("jpeg" if picture.tint else "png")
    widths = _widths(picture, settings, own)
    if not widths:
        return Shown(path, url, picture.width, picture.height, picture.tint)
    by_format: dict[str, Candidates] = {}
    variants: dict[str, Variant] = {}
    # The largest variant has the picture's shape; WebP holds no more pixels in a side.
    is_long = max(widths[-1], widths[-1] * picture.height / picture.width) > _WEBP_SIDE
    formats = [name for name in settings.formats if name != "webp" or not is_long]
    for format_ in dict.fromkeys((*formats, own)):
        made = tuple(_variants(path, picture, format_, (widths, settings.quality)))
        # Nothing is gained by making a picture of its own size and format once more, if it is upright.
        if format_ == picture.format and widths[-1] == picture.width and not picture.is_turned:
            made = made[:-1]
            by_format[format_] = (*_places(made), (url, picture.width))
        else:
            by_format[format_] = _places(made)
        variants |= {variant.url: variant for variant in made}
    mine = by_format[own]
    others = (Source(f"image/{name}", found) for name, found in by_format.items() if name != own)
    return Shown(
        path=path,
        src=mine[-1][0],
        width=picture.width,
        height=picture.height,
        tint=picture.tint,
        own=mine if len(mine) > 1 else (),
        others=tuple(others),
        variants=tuple(variants.values()),
    )


def _places(variants: Iterable[Variant]) -> Candidates:
    return tuple((variant.url, variant.width) for variant in variants)


def _widths(picture: Picture, settings: Pictures, own: str) -> tuple[int, ...]:
    """In which widths it is offered; none when the file itself is small, upright, and what browsers know."""
    asked = sorted(set(settings.widths))
    if own == picture.format and not picture.is_turned and (not asked or picture.width <= asked[0]):
        return ()
    smaller = [width for width in asked if width < picture.width]
    return (*smaller, picture.width) if not asked or picture.width <= asked[-1] else tuple(smaller)


def _variants(path: str, picture: Picture, format_: str, how: tuple[tuple[int, ...], int]) -> Iterator[Variant]:
    widths, quality = how
    stem = slugify(path.rpartition("/")[2].rpartition(".")[0]) or "picture"
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        name = fingerprint(picture.digest, format_, width, height, quality).hex()
        url = f"{MEDIA_FOLDER}{stem}-{name[:_DIGITS]}-{width}.{_SUFFIXES.get(format_, format_)}"
        yield Variant(path, name, url, format_, width, height)
