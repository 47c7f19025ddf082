"""What a picture says of itself in words: XMP, then IPTC, then EXIF, as the Metadata Working Group ranks them.

In: a picture of which the header was read. Out: `Said`, plain text on one line; what is broken says nothing. Source:
Exif 3.0, IPTC Photo Metadata Standard 2024.1, Metadata Working Group's guidelines 2.0.
"""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PIL import ExifTags, ImageFile, IptcImagePlugin

from voicebuilder.media.pixels import xmp
from voicebuilder.model.media import Said
from voicebuilder.text.html import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

# Letters of a text, and keywords of a picture: more is no headline, caption or tag that somebody wrote.
MOST_LETTERS: Final = 5_000
MOST_KEYWORDS: Final = 100
# What cameras and programs write by themselves.
_CAMERAS_OWN = re.compile(
    r"(olympus|(konica )?minolta|kodak|samsung|pentax|ricoh|casio|polaroid|vivitar|hewlett-packard)?\W*"
    r"digital (still ?)?camera"
    r"|sony dsc|dcim\W.*|dcf 1\.0|dsc_?\d*|exif[_ ]jpeg([_ ]picture)?|jpeg|photo|picture|image|default|untitled"
    r"|samsung( camera pictures)?|<\W*kenox.*|<digimax.*|lead technologies inc\..*|file written by adobe photoshop.*"
    r"|screenshot|cof|dav|s?hdr(pl)?|rhdr|sdr|edf|bty|mde|oznor\w*|fbt|nor|ptr|rbs|btr(hdr)?|qrf",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_DATE = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d*)?)? ?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_XP_TITLE, _XP_COMMENT, _XP_KEYWORDS = 0x9C9B, 0x9C9C, 0x9C9E
_OFFSET = re.compile(r"[+-]\d\d:\d\d", re.ASCII)
# Numbers of IPTC's data sets (Information Interchange Model 4.2), and how it calls for UTF-8 (ISO 2022).
_TITLE, _KEYWORDS, _CREATOR, _CAPTION = 5, 25, 80, 120
_UTF_8 = b"\x1b%G"


def said_by(picture: Image.Image) -> Said:
    """What the metadata of a picture say that a writer may want to be said."""
    ranked = (_of_xmp(picture), _of_iptc(picture), _of_exif(picture))
    first = {
        field.name: next(filter(None, (getattr(said, field.name) for said in ranked)), None) for field in fields(Said)
    }
    return Said(**{name: value for name, value in first.items() if value is not None})


def words(text: str) -> str:
    """A text on one line; "" when a camera wrote it."""
    line = one_line(_CONTROLS.sub(" ", text))[:MOST_LETTERS].rstrip()
    return "" if _CAMERAS_OWN.fullmatch(line) else line


def date(text: str) -> str:
    """A date as `Said` has it, from EXIF's or XMP's form; "" when there is no such day."""
    found = _DATE.fullmatch(text.strip("\0 \t\r\n"))
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    try:
        taken = datetime.fromisoformat(f"{year}-{month}-{day}{time}")
    except ValueError:
        return ""
    return taken.isoformat() if time else f"{year}-{month}-{day}"


def _keywords(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(words, found))))[:MOST_KEYWORDS]


def _of_xmp(picture: Image.Image) -> Said:
    packet = picture.info.get("xmp")
    found = xmp.texts(packet) if isinstance(packet, bytes) else {}

    def first(*names: str) -> str:
        return next((line for name in names for text in found.get(name, ()) if (line := words(text))), "")

    return Said(
        title=first(xmp.TITLE),
        alt=first(xmp.ALT, xmp.LONG_ALT),
        caption=first(xmp.CAPTION),
        date=next(filter(None, (date(text) for name in (xmp.CREATED, xmp.TAKEN) for text in found.get(name, ()))), ""),
        keywords=_keywords(found.get(xmp.KEYWORDS, ())),
        creator=words(", ".join(found.get(xmp.CREATOR, ()))),
    )


def _of_iptc(picture: Image.Image) -> Said:
    if not isinstance(picture, ImageFile.ImageFile):
        return Said()
    try:
        found = IptcImagePlugin.getiptcinfo(picture) or {}
    # What is broken in it makes Pillow raise anything; the picture is none the worse for it.
    except Exception:  # noqa: BLE001
        return Said()
    is_utf_8 = _UTF_8 in _sets(found.get((1, 90)))
    texts = {
        number: [_decoded(text, is_utf_8=is_utf_8) for text in _sets(found.get((2, number)))]
        for number in (_TITLE, _KEYWORDS, _CREATOR, _CAPTION)
    }
    return Said(
        title=next(filter(None, map(words, texts[_TITLE])), ""),
        caption=next(filter(None, map(words, texts[_CAPTION])), ""),
        keywords=_keywords(texts[_KEYWORDS]),
        creator=words(", ".join(texts[_CREATOR])),
    )


def _sets(value: bytes | list[bytes] | None) -> list[bytes]:
    """Of one number, as Pillow gives them: one, several, or nothing where one is empty."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, bytes)]


def _decoded(text: bytes, *, is_utf_8: bool) -> str:
    """Many programs write UTF-8 and do not say so; what is not, is what Windows wrote, or nearly."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("utf-8" if is_utf_8 else "latin-1", "replace")


def _of_exif(picture: Image.Image) -> Said:
    try:
        tags = picture.getexif()
        camera = tags.get_ifd(ExifTags.IFD.Exif)
    # As above.
    except Exception:  # noqa: BLE001
        return Said()
    taken, offset = (
        _text(camera.get(tag)) for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal)
    )
    taken = date(taken)
    caption = words(_text(tags.get(ExifTags.Base.ImageDescription))) or words(_wide_text(tags.get(_XP_COMMENT)))
    return Said(
        title=words(_wide_text(tags.get(_XP_TITLE))),
        caption=caption,
        date=date(taken + offset) if taken and _OFFSET.fullmatch(offset) else taken,
        keywords=_keywords(_wide_text(tags.get(_XP_KEYWORDS)).split(";")),
        creator=words(_text(tags.get(ExifTags.Base.Artist))),
    )


def _text(value: object) -> str:
    """EXIF says ASCII, programs write UTF-8, and Pillow reads Latin-1."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _wide_text(value: object) -> str:
    """The texts that Windows keeps."""
    if isinstance(value, tuple) and all(isinstance(number, int) and 0 <= number <= 255 for number in value):
        value = bytes(value)
    return value.decode("utf-16-le", "replace") if isinstance(value, bytes) else ""
