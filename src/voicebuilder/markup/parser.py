"""The parser of this project: the library's syntax, and our rules on top.

In: the settings that change what is parsed. Out: a parser, built once for each combination.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from voicebuilder.markup.attributes import allow_attributes
from voicebuilder.markup.autolinks import link_addresses
from voicebuilder.markup.dispatch import dispatch
from voicebuilder.markup.engine import MarkdownIt, bare_parser
from voicebuilder.markup.excerpt import mark_more
from voicebuilder.markup.figures import make_figures
from voicebuilder.markup.footnotes import gather_footnotes
from voicebuilder.markup.positions import keep_positions
from voicebuilder.markup.typography import quotes, quotes_key, set_punctuation

if TYPE_CHECKING:
    from voicebuilder.markup.contract import MarkupSettings


def parser_for(settings: MarkupSettings, language: str) -> MarkdownIt:
    """The parser for a site's settings and a text's language (BCP 47 tag)."""
    return _build(settings.raw_html, quotes_key(language) if settings.typographer else "")


@lru_cache(maxsize=64)
def _build(raw_html: bool, key: str) -> MarkdownIt:
    parser = full_parser(raw_html, key)
    dispatch(parser)
    return parser


def full_parser(raw_html: bool, key: str) -> MarkdownIt:
    """The library's parser with every rule of ours, which tries each of them everywhere."""
    parser = bare_parser(raw_html=raw_html, quotes=quotes(key) if key else None)
    keep_positions(parser)
    link_addresses(parser)
    mark_more(parser)
    # Each of these goes right after "inline", so the last one comes first: attributes, figures, footnotes.
    gather_footnotes(parser)
    make_figures(parser)
    allow_attributes(parser)
    if key:
        set_punctuation(parser)
    return parser
