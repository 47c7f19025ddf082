"""HTML as text: what a reader would hear of it.

In: HTML that we made. Out: plain text, counted and cut.
"""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def plain(html: str) -> str:
    """The text of an HTML fragment, white space folded."""
    return _SPACE.sub(" ", unescape(_TAG.sub(" " if "</p>" in html else "", html))).strip()


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut at a word's end, with an ellipsis when cut."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    if not text[length - 1].isspace():
        whole = head.rpartition(" ")[0]
        # A text without spaces (Japanese, one long word) is cut where it is.
        head = whole if len(whole) > length // 2 else head
    return head.rstrip(" ,;:.\u3001\u3002") + "…"


def one_line(text: str) -> str:
    """White space folded to single spaces."""
    return _SPACE.sub(" ", text).strip()
