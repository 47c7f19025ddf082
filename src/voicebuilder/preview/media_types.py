"""What a file is, by its name, for the `Content-Type` header: as static hosts say it, whatever this machine thinks.

In: a site path. Out: a media type, with the charset where it is text.
"""

from __future__ import annotations

from mimetypes import MimeTypes

from voicebuilder.feeds import FORMATS

# Beyond what the library knows of itself; the machine's own tables are not read.
_FURTHER = {
    ".avif": "image/avif",
    ".heic": "image/heic",
    ".jxl": "image/jxl",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".opus": "audio/ogg",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".yaml": "text/plain",
}
_FEEDS = {format_.filename: format_.media_type for format_ in FORMATS}
_known = MimeTypes()
for _suffix, _type in _FURTHER.items():
    _known.add_type(_type, _suffix)


def media_type(path: str) -> str:
    """The type of the file at a site path; `application/octet-stream` when nobody knows."""
    name = path.rpartition("/")[2] or "index.html"
    guessed, packed = _known.guess_type(name)
    found = _FEEDS.get(name) or (f"application/{packed}" if packed else guessed) or "application/octet-stream"
    is_text = found.startswith("text/") or found.endswith(("+xml", "/xml", "json"))
    return f"{found}; charset=utf-8" if is_text else found
