"""Make every address in a piece of HTML absolute, so that it works far from its page: in a feed reader, in a mail.

In: an HTML fragment, and where it comes from. Out: the same fragment, byte for byte but for those addresses.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

# Each alternative runs to the end of the text when its end is missing, as in a browser (HTML standard, 13.2.5), so
# nothing is read twice: the time is linear whatever the text. Tags without attributes are passed over.
_REST_OF_TAG = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?)*+"""
_TOKEN = re.compile(
    rf"""<(?:
      !--.*?(?:-->|\Z)                        # a comment
    | (?:
        (?=[stixn])(?P<raw>script|style|textarea|title|iframe|xmp|noembed|noframes)(?=[\s/>]){_REST_OF_TAG}
      | [a-z][^\s/<>]*+[\s/]{_REST_OF_TAG}     # a tag with attributes
      )(?P<end>>|\Z)
      (?(raw).*?(?:</(?P=raw)\b|\Z))          # what such an element holds is text, not tags
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'>/=]++)
        (?:(?P<equals>\s*+=\s*+)(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'>][^\s>]*+)))?""",
    re.VERBOSE,
)
_ADDRESSES = frozenset({"href", "src", "srcset", "poster", "cite", "data", "action", "formaction"})
# In each of those names. Most tags with attributes have a class or an id alone, and are left without a closer look.
_HINTS = ("href", "src", "poster", "cite", "data", "action")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# One candidate of a srcset: its URL, and all up to the next one (HTML standard, 4.8.4.2).
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?P<rest>,++|[^,(]*+(?:\([^)]*+\)[^,(]*+)*+)")


def absolutize(html: str, base: str, page: str) -> str:
    """Make the addresses in a fragment absolute.

    Links, pictures (`srcset` too), media, quotations' sources and forms; what has a scheme already (`https:`,
    `mailto:`, `data:`) stays as it is written, and so does text that merely looks like a tag: comments, scripts, code.

    Args:
        html: The fragment.
        base: Where the site lives, absolute; `/x` is taken from its host's root.
        page: The absolute URL of the page that the fragment stands on; `#note` and `a.jpg` are taken from it.

    Returns:
        The fragment, nothing else in it changed.
    """
    resolver = _Resolver(base, page)
    return _TOKEN.sub(resolver.tag, html)


class _Resolver:
    """What the replacements need to know of the place."""

    def __init__(self, base: str, page: str) -> None:
        parts = urlsplit(base)
        self._scheme = f"{parts.scheme}:"
        self._origin = escape(f"{parts.scheme}://{parts.netloc}")
        self._page = page
        self._here = escape(page.partition("#")[0])

    def tag(self, match: re.Match[str]) -> str:
        """A token of the text, its addresses replaced if it is a tag."""
        token = match.group()
        # A comment has no such end, and what is cut off at the end of the text is no tag.
        if not match["end"]:
            return token
        end = match.end("end") - match.start()
        tag = token[:end]
        lowered = tag.lower()
        if any(hint in lowered for hint in _HINTS):
            return _ATTRIBUTE.sub(self._attribute, tag) + token[end:]
        return token

    def _attribute(self, match: re.Match[str]) -> str:
        name = match["name"].lower()
        if name not in _ADDRESSES:
            return match.group()
        value = match["double"] or match["single"] or match["bare"] or ""
        resolved = _CANDIDATE.sub(self._candidate, value) if name == "srcset" else self._address(value)
        if resolved == value:
            return match.group()
        # The page's address may hold what a bare value or single quotes cannot.
        quote = "'" if match["single"] and "'" not in resolved else '"'
        return f"{match['name']}{match['equals']}{quote}{resolved}{quote}"

    def _candidate(self, match: re.Match[str]) -> str:
        return self._address(match["url"]) + match["rest"]

    def _address(self, value: str) -> str:
        """One address, HTML-escaped as it stands in the text, and again when it is given back."""
        address = value.strip()
        if not address or _SCHEME.match(address):
            return value
        if address.startswith("//"):
            return self._scheme + address
        if address.startswith("/"):
            return self._origin + address
        if address.startswith("#"):
            return self._here + address
        return self._relative(value, unescape(address))

    def _relative(self, value: str, address: str) -> str:
        if _SCHEME.match(address):
            return value
        return escape(urljoin(self._page, address))
