"""The door to mutagen: how long a sound or a film is, what it is called, its chapters.

In: a file. Out: `Recording`, or why it is none. Only heads and tags are read, never what is heard or seen.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from voicebuilder.media.cleaning.uncleanable import Uncleanable
from voicebuilder.media.films import BrokenError, Film, read_boxes, read_matroska
from voicebuilder.model.media import Chapter, Recording, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOUNDS: Final = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
FILMS: Final = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
}
# What a film is when nothing in it is seen.
_UNSEEN: Final = {"video/mp4": "audio/mp4", "video/webm": "audio/webm"}
# What a file begins with: MPEG audio (a frame of layer III) and AAC (ADTS) may have tags before them, FLAC too.
_TAGGED = rb"ID3|"
_BEGINNINGS: Final = {
    "mpeg": re.compile(_TAGGED + rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
    "aac": re.compile(_TAGGED + rb"\xff[\xf0\xf1\xf8\xf9]|ADIF"),
    "flac": re.compile(_TAGGED + rb"fLaC"),
    "ogg": re.compile(rb"OggS"),
    "wav": re.compile(rb"(?:RIFF|RF64)....WAVE", re.DOTALL),
    "webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    "mp4": re.compile(rb"....(?:ftyp|moov|mdat|wide|free|skip|pnot)", re.DOTALL),
    "quicktime": re.compile(rb"....(?:ftyp|moov|mdat|wide|free|skip|pnot)", re.DOTALL),
}
# A WAV that was written while it was heard claims to be this long, or longer.
_LIVE = 0x7FFF_0000
_MOST_CHAPTERS = 1_000
# Bytes of a title; more than anybody reads.
_LONGEST = 1_000
# Cells that no text may hold, in a page or in a feed (XML 1.0, 2.2).
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2}):(\d{1,2}(?:\.\d{1,9})?)", re.ASCII)
_SAVE_ANEW = "Save it anew."


def recording(file: Path, digest: bytes) -> Recording | Unreadable:
    """What a sound or a film says of itself; nothing makes this raise.

    A film in which nothing is seen is a sound, by its type.

    Args:
        file: Its suffix, one of `SOUNDS` or `FILMS`, tells the format that it must have.
        digest: Fingerprint of its bytes.
    """
    suffix = file.suffix.lower()
    type_ = SOUNDS.get(suffix) or FILMS[suffix]
    try:
        with file.open("rb") as stream:
            return _read(stream, type_, digest)
    except OSError as error:
        return Unreadable(b"", f"cannot be read: {error.strerror}", "Give yourself the right to read it.")
    except (BrokenError, Uncleanable) as error:
        return Unreadable(digest, str(error), _SAVE_ANEW)
    except Exception:  # noqa: BLE001 -- mutagen raises whatever its readers stumble over
        return Unreadable(digest, "is cut off, or damaged", _SAVE_ANEW)


def _read(stream: BinaryIO, type_: str, digest: bytes) -> Recording | Unreadable:
    family = type_.partition("/")[2]
    head = stream.read(16)
    length = stream.seek(0, 2)
    if not _BEGINNINGS[family].match(head):
        is_other = any(mark.match(head) for mark in _BEGINNINGS.values())
        hint = "Give it the suffix of what it is." if is_other else "Save it anew, as a sound or a film."
        what = "is of another format than its name says" if is_other else "is no sound and no film"
        return Unreadable(digest, what if length else "is empty", hint, is_foreign=True)
    if family == "wav" and length - 8 < int.from_bytes(head[4:8], "little") < _LIVE:
        raise BrokenError("is cut off")
    film = Film()
    if family == "webm":
        film = read_matroska(stream, length)
    elif family in ("mp4", "quicktime"):
        film = read_boxes(stream, length)
    found = None if family == "webm" else _opened(stream, family)
    is_seen = type_ not in _UNSEEN or film.has_picture
    heard = getattr(found.info, "length", 0) if found is not None else 0
    title, artist = _tags(found) if found is not None else (film.title, film.artist)
    return Recording(
        digest=digest,
        type=type_ if is_seen else _UNSEEN[type_],
        length=length,
        # A film is as long as its picture, a sound as what is heard of it.
        duration=_seconds(film.duration) or _seconds(heard) if film.has_picture else _seconds(heard or film.duration),
        title=_line(title),
        artist=_line(artist),
        chapters=tuple(_chapters(found) if found is not None else _in_order(film.chapters)),
        width=film.width,
        height=film.height,
    )


def _opened(stream: BinaryIO, family: str) -> Any:
    """The file as mutagen sees it, by its family: `mutagen.File` would import and ask two dozen readers."""
    from mutagen import aac, flac, mp3, mp4, wave  # noqa: PLC0415 -- few sites have sounds, and it takes 40 ms to import

    stream.seek(0)
    if family == "ogg":
        return _ogg(stream)
    readers: dict[str, Any] = {
        "mpeg": mp3.MP3,
        "aac": aac.AAC,
        "flac": flac.FLAC,
        "wav": wave.WAVE,
        "mp4": mp4.MP4,
        "quicktime": mp4.MP4,
    }
    return readers[family](stream)


def _ogg(stream: BinaryIO) -> Any:
    from mutagen import File, oggflac, oggopus, oggspeex, oggtheora, oggvorbis  # noqa: PLC0415 -- as above

    options = [oggtheora.OggTheora, oggopus.OggOpus, oggvorbis.OggVorbis, oggflac.OggFLAC, oggspeex.OggSpeex]
    found = File(stream, options=options)
    if found is None:
        raise BrokenError("holds no sound that is known")
    return found


def _seconds(length: object) -> float:
    return round(float(length), 3) if isinstance(length, int | float) and 0 < length < 1e7 else 0


def _tags(found: Any) -> tuple[str, str]:
    """Title and artist, under the names of each format."""
    tags = found.tags or {}
    return _first(tags, ("TIT2", "\xa9nam", "title")), _first(tags, ("TPE1", "\xa9ART", "artist"))


def _first(tags: Any, names: tuple[str, ...]) -> str:
    for name in names:
        # Formats ask for keys of their own form, and say so in several ways.
        with suppress(KeyError, ValueError, TypeError, IndexError):
            value = tags[name]
            value = getattr(value, "text", value)
            return str(value[0] if isinstance(value, list) else value)
    return ""


def _chapters(found: Any) -> Iterator[Chapter]:
    """Of MP4 (Nero's `chpl`), MP3 (ID3v2 Chapter Frame Addendum) and Vorbis comments (CHAPTER001=00:00:00.000)."""
    return _in_order(Chapter(start, title) for start, title in _parts(found))


def _in_order(chapters: Any) -> Iterator[Chapter]:
    """Those that are, told by number where they have no name."""
    parts = sorted(chapters, key=lambda chapter: chapter.start)
    for number, chapter in enumerate(parts[:_MOST_CHAPTERS], 1):
        yield Chapter(_seconds(chapter.start), _line(chapter.title) or str(number))


def _parts(found: Any) -> Iterator[tuple[float, str]]:
    for chapter in getattr(found, "chapters", None) or ():
        yield float(chapter.start), str(chapter.title)
    tags = found.tags
    for frame in tags.getall("CHAP") if hasattr(tags, "getall") else ():
        yield frame.start_time / 1000, str(frame.sub_frames.get("TIT2", ""))
    if hasattr(tags, "as_dict"):
        comments = {name.upper(): values for name, values in tags.as_dict().items()}
        for name, values in comments.items():
            match = _CLOCK.fullmatch(values[0].strip()) if re.fullmatch(r"CHAPTER[0-9]{1,4}", name) else None
            if match:
                start = int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
                yield start, comments.get(f"{name}NAME", [""])[0]


def _line(text: str) -> str:
    return " ".join(_UNWRITABLE.sub(" ", text[:_LONGEST]).split())
