"""JSON-LD for search engines: a schema.org type for each kind of entry.

In: the views of an entry and the site. Out: JSON that is safe inside a `<script>` element.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from voicebuilder.render.filters import period
from voicebuilder.text.dates import rfc3339

if TYPE_CHECKING:
    from voicebuilder.render.media_views import RecordingView
    from voicebuilder.render.views import EntryView, SiteView

# HTML ends a script at "</script" and may start a comment at "<!--", whatever the JSON says (HTML, 4.12.1.3).
_UNSAFE = re.compile("[<>&\u2028\u2029]")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_ld(entry: EntryView, site: SiteView, type_: str) -> str:
    """What an entry is (https://schema.org/), of one with a title: search engines ask for a headline.

    Args:
        entry: The entry.
        site: The site.
        type_: `BlogPosting`, `VideoObject` …
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": type_,
        "mainEntityOfPage": entry.permalink,
        "url": entry.permalink,
        "headline": entry.title,
        "description": entry.summary,
        "datePublished": rfc3339(entry.date) if entry.date else None,
        "dateModified": rfc3339(entry.updated or entry.date) if entry.date else None,
        "inLanguage": entry.language,
        "keywords": [term.name for term in entry.tags],
        "author": {"@type": "Person", "name": entry.author, "url": site.url} if entry.author else None,
        "isPartOf": {"@type": "Blog", "name": site.title, "url": site.url},
        "citation": entry.link,
        "image": [_absolute(picture.src, site) for picture in entry.photos],
        **_heard_and_seen(entry, site),
    }
    present = {key: value for key, value in data.items() if value}
    return _UNSAFE.sub(_escaped, _encode(present))


def _heard_and_seen(entry: EntryView, site: SiteView) -> dict[str, Any]:
    """The files of recordings; of a film its own values, for the entry is the film."""
    if entry.video:
        film = entry.video[0]
        poster = _absolute(film.poster.src, site) if film.poster else None
        uploaded = rfc3339(entry.date) if entry.date else None
        return {"name": entry.title, "thumbnailUrl": poster, "uploadDate": uploaded, **_file(film, site)}
    sounds = [{"@type": "AudioObject", **_file(sound, site)} for sound in entry.audio]
    return {"name": entry.title, "associatedMedia": sounds} if sounds else {}


def _file(recording: RecordingView, site: SiteView) -> dict[str, Any]:
    return {
        "contentUrl": _absolute(recording.url, site),
        "encodingFormat": recording.type,
        "contentSize": str(recording.length),
        **({"duration": period(recording.duration)} if recording.duration else {}),
    }


def _absolute(href: str, site: SiteView) -> str:
    return site.url.removesuffix(site.home) + href


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"
