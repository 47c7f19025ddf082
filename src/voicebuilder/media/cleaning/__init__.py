"""Private metadata out of files, without touching what is seen or heard.

In: bytes of pictures, open films. Out: bytes of the same picture; patches for films.

Private is where, when, by whom and with what a thing was made. One file a format says what stays of it. MP3, Ogg, FLAC,
WAV, Matroska and WebM are published as they are: what their tags say, their writer's programs put there to be said.
"""

from __future__ import annotations

from voicebuilder.media.cleaning import bmff, gif, jpeg, png, svg, tiff, webp
from voicebuilder.media.cleaning.boxes import Patch
from voicebuilder.media.cleaning.film import film_patches
from voicebuilder.media.cleaning.uncleanable import Uncleanable

__all__ = ["Patch", "Uncleanable", "clean", "film_patches"]

_CLEANERS = {
    "jpeg": jpeg.clean,
    "png": png.clean,
    "webp": webp.clean,
    "gif": gif.clean,
    "avif": bmff.clean,
    "heic": bmff.clean,
    "tiff": tiff.clean,
}


def clean(data: bytes, format: str) -> bytes:  # noqa: A002 -- as in `Picture`
    """The same picture without private metadata.

    Args:
        data: The file.
        format: As in `Picture`: "jpeg", "png", "webp", "gif", "avif", "heic", "tiff" or "svg".

    Returns:
        The very object that came in when there is nothing to take out, so also what this function returned before.

    Raises:
        Uncleanable: The file cannot be followed, so nothing can be promised of it.
    """
    cleaned = svg.clean(data, _CLEANERS) if format == "svg" else _cleaner(format)(data)
    return data if cleaned == data else cleaned


def _cleaner(name: str) -> svg.Cleaner:
    if name not in _CLEANERS:
        raise Uncleanable(f"is of a format that is not known: {name}")
    return _CLEANERS[name]
