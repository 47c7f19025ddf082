"""Addresses in raw HTML, rewritten where they stand; every other byte stays.

In: HTML as the writer wrote it. Out: the same with the addresses that a callback replaced.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    # (address, offset in the HTML, is shown in the page) -> new address, or None to leave it.
    Replace = Callable[[str, int, bool], str | None]

_WORTH_READING = re.compile(r"\b(?:href|src|srcset|poster)\s*=", re.IGNORECASE)
_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9-]*+)((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE = re.compile(r"""(\s)([^\s"'<>/=]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
# The same without what it says: `alt` alone is `alt=""` (HTML, section 13.1.2.3).
_ATTRIBUTE_NAME = re.compile(r"""(\s|\A)([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_CANDIDATE = re.compile(r"([^\s,](?:\S*[^\s,])?)([^,]*)")
# Elements whose content is not markup (HTML, section 13.1.2: raw text and escapable raw text).
_RAW_TEXT = frozenset({"script", "style", "textarea", "title"})

# Element -> attribute -> whether it is shown or played in the page.
_ADDRESSES: dict[str, dict[str, bool]] = {
    "a": {"href": False},
    "area": {"href": False},
    "audio": {"src": True},
    "iframe": {"src": False},
    "img": {"src": True, "srcset": True},
    "source": {"src": True, "srcset": True},
    "track": {"src": True},
    "video": {"src": True, "poster": True},
}


def rewrite(html: str, replace: Replace, bare: Callable[[int], None] = lambda _: None) -> str:
    """Give each address of links, pictures, sound and video to `replace`, in order, outside of comments and scripts.

    Args:
        html: As the writer wrote it.
        replace: Gives the new address.
        bare: Told where a picture stands that has no `alt`.
    """
    if not _WORTH_READING.search(html):
        return html
    out: list[str] = []
    done = position = 0
    while (position := html.find("<", position)) >= 0:
        if html.startswith("<!--", position):
            if (end := html.find("-->", position)) < 0:
                break
            position = end
        elif match := _TAG.match(html, position):
            out += (html[done:position], _rewrite_tag(match, replace))
            name = match[1].lower()
            if name == "img" and all(one[2].lower() != "alt" for one in _ATTRIBUTE_NAME.finditer(match[2])):
                bare(position)
            done = position = match.end()
            if name in _RAW_TEXT:
                position = _end_of_raw_text(html, position, name)
        else:
            position += 1
    return "".join(out) + html[done:]


def _end_of_raw_text(html: str, position: int, name: str) -> int:
    match = re.compile(f"</{name}", re.IGNORECASE).search(html, position)
    return match.start() if match else len(html)


def _rewrite_tag(tag: re.Match[str], replace: Replace) -> str:
    names = _ADDRESSES.get(tag[1].lower())
    if not names:
        return tag[0]

    def attribute(match: re.Match[str]) -> str:
        shown = names.get(match[2].lower())
        if shown is None:
            return match[0]
        written = unescape(match[4] or match[5] or match[6] or "")
        offset = tag.start(2) + match.start()
        new: str | None = written
        if match[2].lower() == "srcset":
            new = _rewrite_set(written, offset, replace)
        elif written:
            new = replace(written, offset, shown)
        return match[0] if new is None or new == written else f'{match[1]}{match[2]}{match[3]}"{escape(new)}"'

    return f"<{tag[1]}{_ATTRIBUTE.sub(attribute, tag[2])}>"


def _rewrite_set(written: str, offset: int, replace: Replace) -> str:
    """A `srcset`: addresses with widths, between commas (HTML, section 4.8.4.2.1)."""
    return _CANDIDATE.sub(lambda match: f"{replace(match[1], offset, True) or match[1]}{match[2]}", written)  # noqa: FBT003
