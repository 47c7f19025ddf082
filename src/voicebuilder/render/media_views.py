"""What a template sees of pictures, sounds and films: read-only, documented, finite (docs/reference/views.md).

In: nothing. Out: frozen views. Every `url`, `src` and `srcset` works under the site's base path.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceView:
    """One format of a picture in several widths.

    Attributes:
        type: Media type: `image/avif`.
        srcset: As HTML has it.
    """

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture, as `partials/picture.html` shows it.

    Attributes:
        src: href of the file for whoever knows no other.
        width: In pixels; 0 when it cannot be told.
        height: In pixels; 0 when it cannot be told.
        srcset: The same format in several widths, or "".
        sources: Other formats, the best first.
        tint: The colour that stands in its place until it comes, `#8fa3b2`; or "".
        alt: What it shows, for who cannot see it; "" when it only decorates.
    """

    src: str
    width: int = 0
    height: int = 0
    srcset: str = ""
    sources: tuple[SourceView, ...] = ()
    tint: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class TrackView:
    """A file of captions.

    Attributes:
        url: Its href.
        language: BCP 47 tag.
        label: The language's name in itself: `Deutsch`.
        is_default: It is in the entry's language.
    """

    url: str
    language: str
    label: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class SaidView:
    """What somebody says in one go.

    Attributes:
        start: Seconds from the beginning.
        speaker: Who; "" when it is not told.
        text: Plain text.
    """

    start: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A part of a recording.

    Attributes:
        start: Seconds from the beginning.
        title: What it is called.
    """

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A sound or a film.

    Attributes:
        url: href of the file.
        type: Media type: `audio/mp4`.
        length: Bytes.
        duration: Seconds; 0 when the file does not tell.
        width: Of a film, in pixels; 0 when it does not tell.
        height: Of a film, in pixels.
        poster: The picture that stands for it until it plays; None when there is none.
        captions: Files of captions.
        transcript: What is said in it, by the captions in the entry's language, else by the first.
        chapters: Its parts.
    """

    url: str
    type: str
    length: int
    duration: float
    width: int
    height: int
    poster: PictureView | None
    captions: tuple[TrackView, ...]
    transcript: tuple[SaidView, ...]
    chapters: tuple[ChapterView, ...]
