"""From pictures, sounds and films to their views.

In: what is known of the site's files. Out: views, and the fingerprints of what they show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.media import Captions, Recording, srcset
from voicebuilder.render.media_views import (
    ChapterView,
    PictureView,
    RecordingView,
    SaidView,
    SourceView,
    TrackView,
)
from voicebuilder.theme.locales import language_name

if TYPE_CHECKING:
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.media import Attachment, Shown
    from voicebuilder.model.sources import Files
    from voicebuilder.text.urls import Base


class MediaViewer:
    """Makes views of a site's files."""

    def __init__(self, files: Files, base: Base) -> None:
        """Know the files, and where the site lives."""
        self._files, self._base = files, base

    def picture(self, source: str, alt: str = "") -> PictureView | None:
        """A picture of the site by its source path; None when there is none of ours."""
        shown = self._files.shown.get(source)
        return None if shown is None else self.shown(shown, alt)

    def shown(self, shown: Shown, alt: str = "") -> PictureView:
        """A picture."""
        href = self._base.href
        return PictureView(
            src=href(shown.src),
            width=shown.width,
            height=shown.height,
            srcset=srcset(shown.own, href),
            sources=tuple(SourceView(source.type, srcset(source.candidates, href)) for source in shown.others),
            tint=shown.tint,
            alt=alt,
        )

    def photos(self, entry: Entry) -> tuple[PictureView, ...]:
        """The pictures that an entry is."""
        found = (self.picture(one.path, one.alt or "") for one in entry.document.media)
        return tuple(one for one in found if one is not None)

    def recordings(self, entry: Entry, sort: str, language: str) -> tuple[RecordingView, ...]:
        """The sounds (`audio`) or the films (`video`) that an entry is."""
        return tuple(
            self._recording(one, medium, language)
            for one in entry.document.media
            if isinstance(medium := self._files.looks.get(one.path), Recording) and medium.type.startswith(sort)
        )

    def _recording(self, attachment: Attachment, recording: Recording, language: str) -> RecordingView:
        captions = tuple(
            TrackView(
                self._href(path), name or language, language_name(name or language), (name or language) == language
            )
            for name, path in attachment.captions
        )
        spoken = next((path for name, path in attachment.captions if name in ("", language)), None)
        spoken = spoken or next((path for _, path in attachment.captions), "")
        found = self._files.looks.get(spoken)
        lines = found.lines if isinstance(found, Captions) else ()
        return RecordingView(
            url=self._href(attachment.path),
            type=recording.type,
            length=recording.length,
            duration=recording.duration,
            width=recording.width,
            height=recording.height,
            poster=self.picture(attachment.poster),
            captions=captions,
            transcript=tuple(SaidView(line.start, line.speaker, line.text) for line in lines),
            chapters=tuple(ChapterView(chapter.start, chapter.title) for chapter in recording.chapters),
        )

    def _track(self, path: str, spoken: str, language: str) -> TrackView:
        return TrackView(self._href(path), spoken, language_name(spoken), is_default=spoken == language)

    def _href(self, source: str) -> str:
        return self._base.href(self._files.urls[source])
