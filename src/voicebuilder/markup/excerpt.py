"""The part of a text that lists show.

In: the marker `<!-- more -->` in the text, or its absence. Out: which tokens make the excerpt, and its summary.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from voicebuilder.markup.engine import INLINE_RULES
from voicebuilder.markup.plain import text_of
from voicebuilder.text.html import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.markup.engine import MarkdownIt, StateBlock, StateInline, Token

MORE = re.compile(r"<!--[ \t]*more[ \t]*-->", re.IGNORECASE)
SUMMARY_LENGTH = 160

_NOT_AN_EXCERPT = frozenset({"heading_open", "html_block", "hr", "more"})


def mark_more(parser: MarkdownIt) -> None:
    """Make a parser know the marker: a block of its own, or inside a line; also where raw HTML is off."""
    parser.block.ruler.before("html_block", "more", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.at("html_inline", _inline)


def _block(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("<!--", start) or state.is_code_block(line):
        return False
    if not MORE.fullmatch(state.src[start : state.eMarks[line]].rstrip()):
        return False
    if not silent:
        state.push("more", "", 0).map = [line, line + 1]
        state.line = line + 1
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "<":
        return False
    if state.src.startswith("<!--", start) and (match := MORE.match(state.src, start)):
        if not silent:
            state.push("more", "", 0)
        state.pos = match.end()
        return True
    if not INLINE_RULES["html_inline"](state, silent):
        return False
    if not silent:
        state.tokens[-1].meta["span"] = (start, state.pos)
    return True


def choose(tokens: Sequence[Token], marker: int | None) -> tuple[int, int]:
    """Where the excerpt starts and ends among the tokens.

    Args:
        tokens: Of the whole text.
        marker: Index of the block with the marker that stands outside of lists and quotes; None without one.

    Returns:
        Up to the marker's block (and with it, when the marker is inside); else the first paragraph; else the first
        block that is not a heading.
    """
    if marker is not None:
        return 0, marker if tokens[marker].type == "more" else _end(tokens, marker)
    first: int | None = None
    for index, token in enumerate(tokens):
        if token.type == "footnote_block_open":
            break
        if token.level == 0 and token.nesting >= 0 and token.type not in _NOT_AN_EXCERPT:
            if token.type == "paragraph_open":
                return index, _end(tokens, index)
            if first is None:
                first = index
    return (0, 0) if first is None else (first, _end(tokens, first))


def _end(tokens: Sequence[Token], index: int) -> int:
    """One past the outermost block in which a token stands."""
    while index < len(tokens) and not (tokens[index].level == 0 and tokens[index].nesting <= 0):
        index += 1
    return index + 1


def has_more(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Something that is seen stands outside of the excerpt."""
    outside = [*tokens[:start], *tokens[end:]]
    return any(token.type != "more" and (token.nesting == 0 or token.tag == "hr") for token in outside)


def summarise(tokens: Sequence[Token]) -> str:
    """Plain text of the paragraphs, at most 160 characters; when there is none, what the pictures show."""
    spoken = [
        inline.children or ()
        for opening, inline in pairwise(tokens)
        if inline.type == "inline" and opening.type in ("paragraph_open", "figure_open")
    ]
    text = one_line(" ".join(text_of(children) for children in spoken))
    if not text:
        text = one_line(" ".join(text_of(children, alt=True) for children in spoken))
    return shorten(text, SUMMARY_LENGTH)
