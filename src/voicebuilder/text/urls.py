"""URLs: where the site lives, and which paths may exist below it.

In: the configured address and decoded site paths (`/posts/hello/`). Out: hrefs and absolute URLs, percent-encoded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

# RFC 3986, section 3.3: what may stand in a path segment as it is.
_SEGMENT_SAFE = "/:@!$&'()*+,;=~-._"
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# A name in any script (an internationalized one may stay as it is written) or an IPv6 address; then a port.
_LABEL = r"(?:[a-z0-9_-]|[^\x00-\x7f\s])+"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::[0-9]+)?\Z", re.IGNORECASE)
# What some file system refuses in a name, or no text can hold; refused everywhere, so that a site can move.
_BAD_CHARACTER = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"|?*\\#]')
_RESERVED_NAME = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)
_FILE_SUFFIX = re.compile(r"\.(?:html?|xml|json|txt)\Z", re.IGNORECASE)
MAX_NAME_BYTES = 255


@lru_cache(maxsize=65536)
def quote_path(path: str) -> str:
    """Percent-encode a decoded path."""
    return quote(path, safe=_SEGMENT_SAFE)


@dataclass(frozen=True, slots=True)
class Base:
    """Where the site lives.

    Attributes:
        origin: `https://me.github.io`.
        prefix: `/blog`, or "" at the root; decoded, without a slash at the end.
    """

    origin: str
    prefix: str = ""

    @classmethod
    def of(cls, url: str) -> Base:
        """Read a configured address.

        Raises:
            ValueError: It is not an http(s) address with a host, or has a query, fragment, user or odd path.
        """
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must begin with https:// and name a host")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("it must have no query, fragment or user name")
        # Asked for its port, `parts` refuses one that is out of range.
        if not _HOST.match(parts.netloc) or parts.port == 0:
            raise ValueError(f"`{parts.netloc}` is no host")
        path = unicodedata.normalize("NFC", unquote(parts.path)).rstrip("/")
        if path and (fault := path_fault(path + "/")):
            raise ValueError(fault)
        return cls(f"{parts.scheme}://{parts.netloc.lower()}", path)

    def href(self, path: str) -> str:
        """The href of a site path: `/a b/` -> `/blog/a%20b/`."""
        return quote_path(self.prefix + path)

    def absolute(self, path: str) -> str:
        """The absolute URL of a site path."""
        return self.origin + quote_path(self.prefix + path)

    def host(self) -> str:
        """The host name, for ids and messages."""
        return urlsplit(self.origin).hostname or ""


def is_external(url: str) -> bool:
    """Has a scheme or a host: `https:…`, `mailto:…`, `//host/…`."""
    return url.startswith("//") or _SCHEME.match(url) is not None


def is_web_address(url: str) -> bool:
    """An absolute http or https URL."""
    return url.lower().startswith(("http://", "https://"))


def path_fault(path: str) -> str:
    """Why a decoded site path may not exist, or "".

    A path must stay below the site's base on every system: no `..`, no backslash, no name that some system reserves.
    """
    if not path.startswith("/"):
        return "it must begin with /"
    segments = path[1:].split("/")
    if segments[-1] == "":
        segments.pop()
    return next((fault for segment in segments if (fault := _segment_fault(segment))), "")


def _segment_fault(segment: str) -> str:
    if segment in ("", ".", ".."):
        return "it must not have empty, `.` or `..` parts"
    if match := _BAD_CHARACTER.search(segment):
        char = match.group()
        return f"it must not have the character {char if char.isprintable() else f'U+{ord(char):04X}'}"
    if segment[-1] in ". " or segment[0] == " ":
        return "no part of it may begin with a space, or end with a dot or a space"
    if _RESERVED_NAME.match(segment):
        return f"`{segment}` is a name that some systems reserve"
    if len(segment.encode()) > MAX_NAME_BYTES:
        return f"a part of it is longer than {MAX_NAME_BYTES} bytes"
    return ""


def as_folder(path: str) -> str:
    """A page's URL ends with "/" unless it names a file such as `old.html`."""
    return path if path.endswith("/") or _FILE_SUFFIX.search(path) else path + "/"


def decode_path(path: str) -> str:
    """Undo percent-encoding and compose accents: the one spelling by which paths are compared."""
    return unicodedata.normalize("NFC", unquote(path)) if "%" in path or not path.isascii() else path


def split_suffix(url: str) -> tuple[str, str]:
    """Take `?query#fragment` off: `/a/?x#y` -> (`/a/`, `?x#y`)."""
    for index, char in enumerate(url):
        if char in "?#":
            return url[:index], url[index:]
    return url, ""
