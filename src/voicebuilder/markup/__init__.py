"""Markdown to HTML: the door to markdown-it-py and Pygments.

In: a text, its place and language, and a function that resolves links. Out: `Markup`. This room knows nothing of
entries, kinds or sites.
"""

from __future__ import annotations

from voicebuilder.markup.contract import Fault, Heading, Markup, MarkupSettings, Picture, Resolver, Source
from voicebuilder.markup.convert import convert, plain_text

__all__ = [
    "Fault",
    "Heading",
    "Markup",
    "MarkupSettings",
    "Picture",
    "Resolver",
    "Source",
    "convert",
    "plain_text",
]
