"""Markdown to a page: the story of this room.

In: a `Source`, the site's `MarkupSettings`, and a `Resolver` that knows where links lead. Out: `Markup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.markup import excerpt
from voicebuilder.markup.attributes import without_group
from voicebuilder.markup.contract import Markup, MarkupSettings, Picture, Resolver, Site, Source
from voicebuilder.markup.engine import escape
from voicebuilder.markup.faults import Faults, clean
from voicebuilder.markup.page import Page, report_depth
from voicebuilder.markup.parser import parser_for
from voicebuilder.markup.plain import text_of
from voicebuilder.markup.renderer import render
from voicebuilder.markup.words import words_of
from voicebuilder.text.html import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from voicebuilder.markup.engine import Env

_INLINE = MarkupSettings(raw_html=True, typographer=False)


def convert(
    source: Source,
    settings: MarkupSettings,
    resolve: Resolver,
    show: Callable[[str, int], Picture | None] | None = None,
) -> Markup:
    """Turn a text into HTML, with all that the site needs to know of it.

    No text raises: what cannot be shown as meant is a fault with its line.

    Args:
        source: The text and its place.
        settings: How the site writes Markdown.
        resolve: Called once for each link, and for each address in raw HTML, in reading order.
        show: Called once for each picture, in the same order; without it `resolve` says where they lie.
    """
    faults = Faults(source)
    env: Env = {
        "prefix": source.prefix,
        "words": words_of(source.language),
        "excerpt": False,
        "shown_references": set(),
    }
    text = clean(source.text, faults)
    try:
        return _convert(source, settings, Site(resolve, show or _showing(resolve)), (text, env, faults))
    except RecursionError as error:
        report_depth(_deepest_line(error, env), faults)
    return Markup(f"<pre>{escape(text)}</pre>\n", "", has_more=False, was_cut=False, summary="", faults=faults.sorted())


def _convert(source: Source, settings: MarkupSettings, site: Site, work: tuple[str, Env, Faults]) -> Markup:
    text, env, faults = work
    parser = parser_for(settings, source.language)
    tokens = parser.parse(text, env)
    page = Page(source, site, faults)
    page.walk(tokens, env)
    start, end = excerpt.choose(tokens, page.marker)
    shown = tokens[start:end]
    html = render(tokens, env)
    env["excerpt"] = True
    return Markup(
        html=html,
        excerpt=render(shown, env),
        has_more=excerpt.has_more(tokens, start, end),
        was_cut=page.marker is not None,
        summary=excerpt.summarise(shown),
        headings=tuple(page.headings),
        words=page.words,
        faults=faults.sorted(),
    )


def _showing(resolve: Resolver) -> Callable[[str, int], Picture | None]:
    def show(written: str, line: int) -> Picture | None:
        src = resolve(written, line, image=True)
        return None if src is None else Picture(src)

    return show


def _deepest_line(error: RecursionError, env: Env) -> int:
    """Where Python gave up: the paragraph that was read, else the block of the innermost frame that tells one."""
    if "line" in env:
        return int(env["line"])
    line = 0
    trace = error.__traceback__
    while trace is not None:
        line = trace.tb_frame.f_locals.get("startLine", line)
        trace = trace.tb_next
    return int(line)


def plain_text(markdown: str) -> str:
    """One line of Markdown as plain text: a title that was a heading, an alt text."""
    parser = parser_for(_INLINE, "en")
    tokens = parser.parseInline(without_group(markdown), {"excerpt": True})
    return one_line(text_of(tokens[0].children or (), alt=True))
