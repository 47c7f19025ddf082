"""The door to markdown-it-py: the one module that imports it and its plugins.

In: nothing. Out: the library's parts that this room uses, and `bare_parser`, which knows every syntax we accept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.common import normalize_url, utils
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines as set_quotes
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    InlineRule = Callable[[StateInline, bool], bool]
    BlockRule = Callable[[StateBlock, int, int, bool], bool]
    Env = MutableMapping[str, Any]

encode_url = normalize_url.normalizeLink
escape = utils.escapeHtml

# Each level of quotes costs the library two Python frames; at 600 levels Python's own limit of 1,000 is reached.
MAX_NESTING = 400

INLINE_RULES: dict[str, InlineRule] = {
    "autolink": autolink,
    "backticks": backtick,
    "html_inline": html_inline,
    "image": image,
    "link": link,
}

__all__ = [
    "INLINE_RULES",
    "MAX_NESTING",
    "MarkdownIt",
    "StateBlock",
    "StateCore",
    "StateInline",
    "Token",
    "bare_parser",
    "encode_url",
    "escape",
    "set_quotes",
]


class _ExplicitLinks(LinkifyIt):  # type: ignore[misc]
    """Links only what says that it is one: a scheme, `www.` or an email address; never `readme.md`."""

    def pretest(self, text: str) -> bool:
        # The library's own test reads every word for a domain's ending and costs a fifth of the whole conversion.
        return "://" in text or "@" in text or "www." in text or "WWW." in text or "mailto:" in text

    test = pretest

    def match(self, text: str) -> list[Any] | None:
        found = super().match(text) or []
        return [hit for hit in found if hit.schema or hit.text[:4].lower() == "www."] or None


def bare_parser(*, raw_html: bool, quotes: list[str] | None) -> MarkdownIt:
    """A parser for CommonMark, GFM tables, strikethrough, task lists, alerts and autolinks, footnotes, definitions.

    Args:
        raw_html: HTML passes; else it is text.
        quotes: Opening and closing double and single marks; None leaves punctuation alone.
    """
    options = {
        "maxNesting": MAX_NESTING,
        "html": raw_html,
        "linkify": True,
        "typographer": quotes is not None,
        "quotes": quotes or "",
        "xhtmlOut": False,
        "tasklists": True,
        "alerts": True,
    }
    parser = MarkdownIt("commonmark", options)
    parser.enable(["table", "strikethrough", "linkify"])
    if quotes is not None:
        parser.enable(["replacements", "smartquotes"])
    parser.use(deflist_plugin).use(footnote_plugin, inline=False, move_to_end=False)
    linkifier = _ExplicitLinks()
    linkifier.add("ftp:", None).add("//", None)
    parser.linkify = linkifier
    # Addresses reach the resolver as they were written, and a refused one gets a message instead of becoming text.
    for name, function in (("normalizeLink", str), ("normalizeLinkText", str), ("validateLink", _accept)):
        setattr(parser, name, function)
    return parser


def _accept(_address: str) -> bool:
    return True
