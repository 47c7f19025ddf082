"""What can be found of an entry, in the form that the indexer reads: a page of HTML.

In: an entry's words. Out: HTML that is read once and never published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

# Scripts that put no spaces between words: kana, Han. `themes/base/assets/search.js` cuts what a reader types alike.
LETTERS = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSING = "\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f"
_LETTER = re.compile(f"[{LETTERS}]")
_TAGS = r"(?:<[^<>]*>)*"
_SEAM = re.compile(rf"(?<=[{LETTERS}{_CLOSING}])(?={_TAGS}\w)|(?<=\w)(?={_TAGS}[{LETTERS}])")
# A space for the indexer that no writer types, so that search.js can take it out of titles again.
_CUT = "\u200a"
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What can be found of one entry.

    Attributes:
        url: Site path, decoded, without the base: `/posts/hello/`.
        html: The text, with whatever else is to be found: a transcript, for one.
        title: "" for a note.
        date: As `2026-11-22`; "" without one.
        language: BCP 47 tag of the text.
        tags: Names.
    """

    url: str
    html: str
    title: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


def page(record: Record) -> str:
    """The record as HTML: title, tags and text are words to be found.

    Date and language only come along with a result. They are the id of an anchor, the one thing that pagefind hands on
    without searching in it; its filters would do too, but it writes them in another order each time.
    """
    found = [("title", record.title), ("tags", ", ".join(record.tags))]
    metas = [
        f'<meta data-pagefind-meta="{name}[content]" content="{_cut(escape(text))}">' for name, text in found if text
    ]
    told = escape(f"{record.date}/{record.language}")
    head = f'<!doctype html><html><head><meta charset="utf-8">{"".join(metas)}</head>'
    return f'{head}<body><i id="{told}"></i>{_cut(_spoken(record.html))}'


def _spoken(html: str) -> str:
    """Pictures by their alt text; else the first one's file name would be words to be found."""
    if "<img" not in html:
        return html
    return _PICTURE.sub(lambda picture: f" {_alt(picture.group())} ", html)


def _alt(picture: str) -> str:
    found = _ALT.search(picture)
    return (found[1] or found[2] or "") if found else ""


def _cut(text: str) -> str:
    """A space between the letters of scripts that have none, for the indexer knows words by their spaces."""
    if text.isascii() or not _LETTER.search(text):
        return text
    return _SEAM.sub(_CUT, text)
