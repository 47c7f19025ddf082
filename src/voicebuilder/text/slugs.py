"""Slugs: the last part of a URL, readable in the writer's own script.

In: a title, a tag or a file's stem. Out: a slug in NFC, or "" when nothing in the text can stand in a URL.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Well under the 255 bytes that file systems allow a name, so that a suffix still fits.
MAX_SLUG_BYTES = 180

# "C", "C++" and "C#" are three words; a letter before the sign makes it part of the word.
_SIGNS = (("+", " plus "), ("#", " sharp "))
_SIGN_AFTER_LETTER = re.compile(r"(?<=\w)(?:\+\+?|#)(?=\W|$)")
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc]")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_ASCII_GAPS = re.compile(r"[^a-z0-9_]+")
_ASCII_NAME_GAPS = re.compile(r"[^a-z0-9_.]+")
_NAME_PLAIN = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")


@lru_cache(maxsize=4096)  # a site's few tags stand on its many entries
def slugify(text: str, *, keep_dots: bool = False) -> str:
    """Make a slug: letters, digits and marks of any script in lower case, joined by single hyphens.

    Args:
        text: Any text.
        keep_dots: Dots inside a word stay (`1.94.1-release`), as file names want it.
    """
    if (_NAME_PLAIN if keep_dots else _PLAIN).match(text) and len(text) <= MAX_SLUG_BYTES:
        return text
    text = unicodedata.normalize("NFKC", text).lower()
    text = _APOSTROPHES.sub("", text)
    text = _SIGN_AFTER_LETTER.sub(_spell_sign, text)
    if text.isascii():
        words = (_ASCII_NAME_GAPS if keep_dots else _ASCII_GAPS).sub(" ", text).split()
    else:
        words = "".join(char if _stays(char) or (keep_dots and char == ".") else " " for char in text).split()
    slug = "-".join(word for word in (word.strip(".") for word in words) if word)
    # Last, because a letter may meet its accent only when what stood between them has gone.
    return _cut(unicodedata.normalize("NFC", slug))


def _spell_sign(match: re.Match[str]) -> str:
    text = match.group()
    for sign, word in _SIGNS:
        text = text.replace(sign, word)
    return text


def _stays(char: str) -> bool:
    return char == "_" or unicodedata.category(char)[0] in "LNM"


def _cut(slug: str) -> str:
    """At most `MAX_SLUG_BYTES` in UTF-8, ending with a whole word where there is one."""
    data = slug.encode()
    if len(data) <= MAX_SLUG_BYTES:
        return slug
    short = data[:MAX_SLUG_BYTES].decode(errors="ignore")
    whole, _, _ = short.rpartition("-")
    return whole or short.rstrip(".")
