"""A picture file judged: what it is, and what it says.

In: a file's bytes and its name. Out: `Picture`, or `Unreadable` with what to do; no bytes make it raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from voicebuilder.media.pixels import colour, drawing
from voicebuilder.media.pixels.metadata import said_by
from voicebuilder.media.pixels.opening import MOVING, UnopenableError, decoding, format_of, frames, held, opened
from voicebuilder.memo import of_bytes
from voicebuilder.model.media import Picture, Unreadable

if TYPE_CHECKING:
    from pathlib import Path

_DRAFT = 8
_SAMPLE = 64
# Sides swap.
_LYING = frozenset((5, 6, 7, 8))
# Pictures, but of formats that browsers do not show and we do not open.
_STRANGERS = {
    b"8BPS": "Photoshop's own",
    b"BM": "BMP",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\0\0\0\x0cjP  ": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\0\0\1\0": "Windows icon",
    b"gimp xcf": "GIMP's own",
}
_SAVE_AS = "Save it as JPEG, PNG, WebP or AVIF."


def look(file: Path, data: bytes) -> Picture | Unreadable:
    """What a picture is and says; `is_private` and `stuck` are left to `cleaning`.

    Args:
        file: Only its suffix counts, and only for SVG.
        data: All bytes of the file.
    """
    digest, format_ = of_bytes(data), format_of(data)
    if format_ in ("", "film"):
        return _other(file, data, format_)
    try:
        with decoding(data, format_):
            return _picture(digest, data, format_)
    except UnopenableError as error:
        return Unreadable(digest, error.reason, error.hint)


def _picture(digest: bytes, data: bytes, format_: str) -> Picture:
    picture = opened(data, format_)
    is_animated = format_ in MOVING and frames(picture) > 1
    width, height = picture.size
    way = held(picture)
    if way in _LYING:
        width, height = height, width
    # An eighth of a JPEG costs a third of it, and fails as the whole would.
    picture.draft(None, (max(1, picture.width // _DRAFT), max(1, picture.height // _DRAFT)))
    # Before its metadata are read: to read those of a PNG, Pillow decodes it, and what was broken is then forgotten.
    picture.load()
    return Picture(
        digest,
        format_,
        width,
        height,
        _tint(picture),
        is_animated=is_animated,
        is_turned=way != 1,
        said=said_by(picture),
    )


def _tint(picture: Image.Image) -> str:
    """The average colour in sRGB; "" for a picture that is seen through."""
    plain = colour.eight_bits(picture)
    if colour.is_seen_through(plain):
        return ""
    plain = colour.opaque(plain)
    small = plain.resize((min(_SAMPLE, plain.width), min(_SAMPLE, plain.height)), Image.Resampling.BOX)
    average = colour.to_srgb(small, colour.profile_of(picture)).convert("RGB").resize((1, 1), Image.Resampling.BOX)
    return f"#{average.tobytes().hex()}"


def _other(file: Path, data: bytes, format_: str) -> Picture | Unreadable:
    digest = of_bytes(data)
    if format_ == "film":
        return Unreadable(digest, "is no picture but a film or a sound", "Give it the suffix that it should have.")
    for beginning, name in _STRANGERS.items():
        if data.startswith(beginning):
            return Unreadable(digest, f"is a picture of a format that browsers do not show ({name})", _SAVE_AS)
    if drawing.is_svg(data) or file.suffix.lower() == ".svg":
        return _drawing(file, data)
    return Unreadable(digest, "is no picture" if data else "is empty", _SAVE_AS, is_foreign=True)


def _drawing(file: Path, data: bytes) -> Picture | Unreadable:
    digest = of_bytes(data)
    if file.suffix.lower() != ".svg":
        return Unreadable(digest, "is an SVG, but not named so", f"Name it {file.stem}.svg.")
    if drawing.is_svg(data):
        return Picture(digest, "svg", *drawing.size(data))
    # Some programs write UTF-16, and then it may be one after all.
    return Unreadable(digest, "is no SVG in UTF-8", "Save it anew.", is_foreign=b"<" not in data)
