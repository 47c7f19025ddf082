"""Pictures, sounds and films beside texts: what their files say, and what is shown of them.

In: nothing. Out: `Picture`, `Recording`, `Captions` and `Unreadable`, frozen values made by `media.look`; `Shown` and
`Variant`, made by `media.shown`; `Attachment`, made by `content`. Paths are source paths, sizes are pixels as they are
seen (a camera's turned picture the right way up), times are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Sort: TypeAlias = Literal["picture", "sound", "film", "captions", ""]
_SORTS: dict[str, Sort] = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".heic", ".heif", ".tif", ".tiff"), "picture"),
    ".svg": "picture",
    **dict.fromkeys((".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".flac", ".wav"), "sound"),
    **dict.fromkeys((".mp4", ".m4v", ".mov", ".webm", ".ogv"), "film"),
    ".vtt": "captions",
}


def sort_of(path: str) -> Sort:
    """What a file is by its name; "" for all that is neither seen nor heard."""
    name = path.rpartition("/")[2]
    return _SORTS.get(name[name.rfind(".") :].lower(), "")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an entry is: a photo, a sound, a film; and what lies beside it under the same name.

    Attributes:
        path: Of the file itself.
        poster: Path of the picture that stands for it until it plays; "" when there is none, or it is a picture.
        captions: Language ("" when the name tells none) and path of each file of captions.
        alt: What a picture shows, "" when it only decorates; None when nobody says.
    """

    path: str
    poster: str = ""
    captions: tuple[tuple[str, str], ...] = ()
    alt: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of it."""
        return (self.path, *((self.poster,) if self.poster else ()), *(path for _, path in self.captions))


@dataclass(frozen=True, slots=True)
class Said:
    """What a picture's own metadata (EXIF, IPTC, XMP) say of it; "" where they say nothing.

    Attributes:
        title: Its headline: IPTC Object Name, XMP dc:title.
        alt: What it shows, for who cannot see it: IPTC Alt Text (Accessibility).
        caption: A description for all: XMP dc:description, IPTC Caption, EXIF ImageDescription.
        date: When it was taken, `2026-07-11T20:18:05`, with an offset where the camera knew it: `…+02:00`.
        keywords: XMP dc:subject, IPTC Keywords.
        creator: Who took it.
    """

    title: str = ""
    alt: str = ""
    caption: str = ""
    date: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file.

    Attributes:
        digest: Fingerprint of the file's bytes.
        format: "jpeg", "png", "webp", "avif", "gif", "heic", "tiff" or "svg".
        width: As seen.
        height: As seen.
        tint: Its average colour, `#8fa3b2`, to stand in its place until it comes; "" where it is see-through.
        is_animated: It moves, so it is shown as it is.
        is_turned: Only its metadata say which way up it is, and not every program heeds them.
        is_private: It holds metadata that must not be published (where, when, with what it was taken).
        stuck: Why these cannot be taken out of it, to follow the file's name; "" when they can.
        way_out: What to do about that.
        said: What these say that a writer may want to be said.
    """

    digest: bytes
    format: str
    width: int
    height: int
    tint: str = ""
    is_animated: bool = False
    is_turned: bool = False
    is_private: bool = False
    stuck: str = ""
    way_out: str = ""
    said: Said = Said()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording: when it begins, and what it is called."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or a film.

    Attributes:
        digest: Fingerprint of the file's bytes.
        type: Media type: `audio/mp4`, `audio/mpeg`, `video/mp4`, `video/webm`.
        length: Bytes, as published.
        duration: Seconds; 0 when the file does not tell.
        title: As tagged, or "".
        artist: As tagged, or "".
        chapters: In order.
        width: Of a film; 0 when it does not tell.
        height: Of a film.
        is_private: It tells where it was made, which must not be published.
        stuck: As in `Picture`, like `way_out`.
        way_out: …
    """

    digest: bytes
    type: str
    length: int
    duration: float = 0
    title: str = ""
    artist: str = ""
    chapters: tuple[Chapter, ...] = ()
    width: int = 0
    height: int = 0
    is_private: bool = False
    stuck: str = ""
    way_out: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says in one go: when, who ("" when it is not told), and the words as plain text."""

    start: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Captions:
    """A file of captions (WebVTT).

    Attributes:
        digest: Fingerprint of the file's bytes.
        lines: Of the transcript: what one speaker says without a pause is one.
    """

    digest: bytes
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is not what its name says, is broken, or would burst the memory.

    Attributes:
        digest: Fingerprint of the file's bytes; empty when it was not read.
        reason: What is wrong, to follow the file's name: "is cut off", "is no picture".
        hint: What to do.
        is_foreign: It does not even begin like a file of its sort, so it holds nothing private either.
    """

    digest: bytes
    reason: str
    hint: str
    is_foreign: bool = False


# Pixels across that a card on another site shows at most.
_SHARED = 900

Medium: TypeAlias = Picture | Recording | Captions | Unreadable


@dataclass(frozen=True, slots=True)
class Variant:
    """A picture made smaller, or of another format.

    Attributes:
        path: Of the picture that it is made from.
        name: Fingerprint, as hexadecimal text, of the picture's bytes and all that decides the variant's own.
        url: Site path: `/media/harbour-3f2a9c01b7-960.avif`.
        format: "avif", "webp", "jpeg" or "png".
        width: …
        height: …
    """

    path: str
    name: str
    url: str
    format: str
    width: int
    height: int


Candidates: TypeAlias = tuple[tuple[str, int], ...]


def srcset(candidates: Candidates, href: Callable[[str], str]) -> str:
    """One format in several widths, as HTML has it (section 4.8.4.2.1); `href` makes addresses of site paths."""
    return ", ".join(f"{href(url)} {width}w" for url, width in candidates)


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a picture in several widths.

    Attributes:
        type: Media type: `image/avif`.
        candidates: Site path and width of each, the narrowest first.
    """

    type: str
    candidates: Candidates


@dataclass(frozen=True, slots=True)
class Shown:
    """How a page shows a picture.

    Attributes:
        path: Source path.
        src: Site path of the file for whoever knows no other; browsers, feed readers, cards on other sites.
        width: Of the picture, for its place on the page.
        height: …
        tint: As in `Picture`.
        own: The same format in several widths; empty when there is only one.
        others: Other formats, the best first.
        variants: The files that must be made for all this.
    """

    path: str
    src: str
    width: int
    height: int
    tint: str = ""
    own: Candidates = ()
    others: tuple[Source, ...] = ()
    variants: tuple[Variant, ...] = ()

    @property
    def shared(self) -> str:
        """Site path of the file for cards on other sites: of those in its own format, one that is large enough."""
        return next((url for url, width in self.own if width >= _SHARED), self.src)
