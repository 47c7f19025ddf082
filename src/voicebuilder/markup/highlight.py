"""The door to Pygments: code in colour, with four classes and no style of its own.

In: code and the name of its language. Out: HTML in which comments, keywords, strings and numbers are marked as
`c`, `k`, `s` and `n`; no character is added, dropped or changed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# Colour is worth seconds of a build to nobody.
MAX_LENGTH = 100_000

# First match wins; a type stands for all types below it.
_CLASS_OF = (
    (Comment.Preproc, "k"),
    (Comment.PreprocFile, "s"),
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Tag, "k"),
    (String, "s"),
    (Number, "n"),
)
_NAME = re.compile(r"[\w+#.-]+")


def language_of(info: str) -> str:
    """The language that the info string of a fence names: `rust,ignore`, `{.python}`, `js title="x"`; "" if none."""
    match = _NAME.match(info.strip().lstrip("{. "))
    return match[0] if match else ""


@lru_cache(maxsize=256)
def highlight(code: str, language: str) -> str:
    """Mark up code.

    Args:
        code: At most `MAX_LENGTH` characters are marked up.
        language: Any name that Pygments knows; else the code is only escaped.
    """
    lexer = _lexer(language.lower())
    if lexer is None or len(code) > MAX_LENGTH:
        return escape(code, quote=False)
    try:
        runs = _runs(lexer, code)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # A lexer is a guess at a language; code that it cannot read is still code.
        return escape(code, quote=False)
    return "".join(
        f'<span class="{name}">{escape(text, quote=False)}</span>' if name else escape(text, quote=False)
        for name, text in runs
    )


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer


@lru_cache(maxsize=1024)
def _class_of(kind: _TokenType) -> str:
    return next((name for parent, name in _CLASS_OF if parent in kind.split()), "")


def _runs(lexer: Lexer, code: str) -> list[tuple[str, str]]:
    """Neighbours of one class joined.

    Raises:
        ValueError: The lexer changed the code.
    """
    runs: list[tuple[str, str]] = []
    parts: list[str] = []
    current = ""
    for kind, text in lexer.get_tokens(code):
        name = _class_of(kind)
        if name != current:
            runs.append((current, "".join(parts)))
            current, parts = name, []
        parts.append(text)
    runs.append((current, "".join(parts)))
    if "".join(text for _, text in runs) != code:
        raise ValueError("the lexer changed the code")
    return [run for run in runs if run[1]]
