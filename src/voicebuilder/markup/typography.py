"""Punctuation as a typesetter sets it.

In: a language tag. Out: its quotation marks, and the rules that set them, dashes and ellipses. Code, addresses and raw
HTML are never touched.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from voicebuilder.markup.engine import set_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.markup.engine import MarkdownIt, StateCore, Token

_NARROW_SPACE = "\u202f"
_FRENCH = [f"«{_NARROW_SPACE}", f"{_NARROW_SPACE}»", "“", "”"]
# Outer opening and closing mark, inner opening and closing mark (CLDR, "delimiters").
_QUOTES: dict[str, list[str] | None] = {
    "en": list("“”‘’"),
    "bg": list("„“‚‘"),
    "ca": list("«»“”"),
    "cs": list("„“‚‘"),
    "da": list("””’’"),
    "de": list("„“‚‘"),
    "de-ch": list("«»‹›"),
    "el": list("«»“”"),
    "es": list("«»“”"),
    "fi": list("””’’"),
    "fr": _FRENCH,
    "hu": list("„”»«"),
    "it": list("«»“”"),
    "ja": None,
    "ko": list("“”‘’"),
    "nb": list("«»‘’"),
    "nl": list("“”‘’"),
    "nn": list("«»‘’"),
    "no": list("«»‘’"),
    "pl": list("„”«»"),
    "pt": list("“”‘’"),
    "pt-pt": list("«»“”"),
    "ro": list("„”«»"),
    "ru": list("«»„“"),
    "sk": list("„“‚‘"),
    "sl": list("„“‚‘"),
    "sv": list("””’’"),
    "uk": list("«»„“"),
    "zh": None,
}

# No paragraph of prose is longer; the library copies the text for each mark.
_LONGEST = 20_000
_RARE = re.compile(r"--|\.\.\.")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_EM_DASH = re.compile(r"(?<!-)---(?!-)")
# Between spaces or between characters; `--flag` is neither.
_EN_DASH = re.compile(r"(?<!\S)--(?!\S)|(?<=[^\s-])--(?=[^\s-])")


def quotes_key(language: str) -> str:
    """The entry of the table of quotation marks that serves a language; "en" when none does."""
    tag = language.lower().replace("_", "-")
    if tag in _QUOTES:
        return tag
    base = tag.partition("-")[0]
    return base if base in _QUOTES else "en"


def quotes(key: str) -> list[str] | None:
    """Double opening and closing, single opening and closing mark; None when the language has no such habit."""
    return _QUOTES[key]


def set_punctuation(parser: MarkdownIt) -> None:
    """Make a parser set quotes, `--`, `---` and `...`, and nothing else: `(c)` in a list is no copyright sign."""
    rules = parser.core.ruler
    rules.at("replacements", _dashes)
    rules.at("smartquotes", _quotation_marks)
    rules.before("replacements", "hide_addresses", _hide_addresses)
    rules.after("smartquotes", "show_addresses", _show_addresses)


def _dashes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and _RARE.search(token.content):
            for child in token.children:
                if child.type == "text" and _RARE.search(child.content):
                    text = _EM_DASH.sub("—", child.content)
                    child.content = _ELLIPSIS.sub("…", _EN_DASH.sub("–", text))


def _quotation_marks(state: StateCore) -> None:
    for token in state.tokens:
        text = token.content
        if token.type == "inline" and token.children and len(text) <= _LONGEST and ("'" in text or '"' in text):
            set_quotes(token.children, state)


def _hide_addresses(state: StateCore) -> None:
    """Rename the text of bare addresses, so that the rules for text pass it by."""
    for children in _with_addresses(state):
        for opening, text in pairwise(children):
            if opening.info == "auto" and opening.nesting == 1:
                text.type = "address"


def _show_addresses(state: StateCore) -> None:
    for children in _with_addresses(state):
        for child in children:
            if child.type == "address":
                child.type = "text"


def _with_addresses(state: StateCore) -> Iterator[list[Token]]:
    for token in state.tokens:
        if token.type == "inline" and token.children and any(child.info == "auto" for child in token.children):
            yield token.children
