"""What inline tokens say.

In: tokens. Out: plain text, its number of words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.markup.engine import Token

# Scripts that put no spaces between words: kana and Han.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def text_of(children: Sequence[Token], *, alt: bool = False) -> str:
    """The text of inline tokens on one line, with or without the alt texts of pictures; no raw HTML, no marks."""
    parts: list[str] = []
    for child in children:
        kind = child.type
        if kind in ("text", "code_inline"):
            parts.append(child.content)
        elif kind in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif kind == "image" and alt:
            parts.append(text_of(child.children or (), alt=True))
    return "".join(parts)


def count_words(text: str) -> int:
    """Words between spaces; in Chinese and Japanese, characters."""
    if text.isascii():
        return len(text.split())
    spaced, characters = _SPACELESS.subn(" ", text)
    return len(spaced.split()) + characters
