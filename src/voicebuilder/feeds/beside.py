"""What an entry is beside its text, for readers of feeds: photos, sounds, films.

In: an entry and the site's files. Out: plain HTML that works in any reader, and enclosures; every address absolute.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from voicebuilder.feeds.channel import Enclosure
from voicebuilder.model.media import Recording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.model.entry import Entry
    from voicebuilder.model.media import Attachment
    from voicebuilder.model.sources import Files
    from voicebuilder.text.urls import Base


def html(entry: Entry, files: Files, base: Base) -> str:
    """The files of an entry, to stand before its text."""
    return "".join(_shown(one, files, base) for one in entry.document.media)


def enclosures(entry: Entry, files: Files, base: Base) -> Iterator[Enclosure]:
    """Its sounds and films, with their exact length (RSS 2.0, `<enclosure>`)."""
    for one in entry.document.media:
        medium = files.looks.get(one.path)
        if isinstance(medium, Recording):
            yield Enclosure(base.absolute(files.urls[one.path]), medium.type, medium.length, medium.duration)


def _shown(attachment: Attachment, files: Files, base: Base) -> str:
    medium, shown = files.looks.get(attachment.path), files.shown.get(attachment.path)
    if shown is not None:
        size = f' width="{shown.width}" height="{shown.height}"' if shown.width else ""
        src = escape(base.absolute(shown.shared))
        return f'<p><img src="{src}" alt="{escape(attachment.alt or "")}"{size}></p>\n'
    if not isinstance(medium, Recording):
        return ""
    src = escape(base.absolute(files.urls[attachment.path]))
    if medium.type.startswith("audio/"):
        return f'<p><audio controls preload="none" src="{src}"></audio></p>\n'
    poster = files.shown.get(attachment.poster)
    still = f' poster="{escape(base.absolute(poster.shared))}"' if poster else ""
    return f'<p><video controls preload="none"{still} src="{src}"></video></p>\n'
