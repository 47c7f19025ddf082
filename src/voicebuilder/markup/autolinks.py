"""Addresses in running text: `https://…`, `mailto:…`, `www.…` and email addresses; never `readme.md`.

In: paragraphs. Out: links whose text is the address as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.markup.engine import MarkdownIt, StateInline

# Browsers and servers give up far below; without a limit each "http://" would be read to the end of the paragraph.
_LONGEST = 8192
_PART_OF_A_SCHEME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-")


def link_addresses(parser: MarkdownIt) -> None:
    """Make a parser take http(s) addresses as a whole, before emphasis or entities are seen in them.

    The library's rule of this name searches all text before each "://", which takes minutes on a text full of them.
    """
    parser.inline.ruler.at("linkify", _web_address)


def _web_address(state: StateInline, silent: bool) -> bool:
    colon = state.pos
    if state.src[colon] != ":" or not state.src.startswith("://", colon) or state.linkLevel > 0:
        return False
    start = _scheme_start(state.src, colon)
    if start < 0 or state.md.linkify is None or not state.pending.endswith(state.src[start:colon]):
        return False
    found = state.md.linkify.match_at_start(state.src[start : start + _LONGEST])
    if not found:
        return False
    # A star at the end belongs to emphasis around the address.
    address: str = found.url.rstrip("*")
    if not silent:
        state.pending = state.pending[: start - colon]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": address}
        opening.meta["span"] = (start, start + len(address))
        state.push("text", "", 0).content = address
        closing = state.push("link_close", "a", -1)
        opening.markup = closing.markup = "linkify"
        opening.info = closing.info = "auto"
    state.pos = start + len(address)
    return True


def _scheme_start(text: str, colon: int) -> int:
    """Where `http` or `https` before a colon begins; -1 when it is another scheme or part of a longer word."""
    for length in (4, 5):
        start = colon - length
        if start >= 0 and text[start:colon].lower() in ("http", "https"):
            return -1 if start and text[start - 1] in _PART_OF_A_SCHEME else start
    return -1
