"""JSON-LD for search engines: schema.org BlogPosting.

In: the views of an entry and the site. Out: JSON that is safe inside a `<script>` element.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from voicebuilder.text.dates import rfc3339

if TYPE_CHECKING:
    from voicebuilder.render.views import EntryView, SiteView

# HTML ends a script at "</script" and may start a comment at "<!--", whatever the JSON says (HTML, 4.12.1.3).
_UNSAFE = re.compile("[<>&\u2028\u2029]")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_ld(entry: EntryView, site: SiteView) -> str:
    """A BlogPosting (https://schema.org/BlogPosting); of an entry with a title: search engines ask for a headline."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
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
    }
    present = {key: value for key, value in data.items() if value}
    return _UNSAFE.sub(_escaped, _encode(present))


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"
