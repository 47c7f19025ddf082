"""The door to lxml: what other programs, and people, find in a page.

In: a rendered page. Out: `Finding`s: microformats that readers look for (https://microformats.org/wiki/h-entry, h-feed,
h-card) and are not there, and the basics: a language, one heading, a title, unique ids, pictures and links that say
something, no script, nothing from another host.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from lxml import html

from voicebuilder.model.pager import Pager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement as Element

    from voicebuilder.model.entry import Entry
    from voicebuilder.theming.stage import Rendered

_ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_CSS_ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""", re.IGNORECASE)
# Links that a browser follows by itself.
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"})
_SOURCES = ("src", "poster", "data")


class Finding(NamedTuple):
    """Something to put right on a page.

    Attributes:
        message: What is wrong.
        hint: What to write.
        there: A pattern of the text in a template that is wrong.
        missing: Text that should be in a template and is not.
    """

    message: str
    hint: str
    there: str = ""
    missing: str = ""


def findings(rendered: Rendered) -> Iterator[Finding]:
    """Everything that is missing or wrong on a page."""
    root = html.document_fromstring(rendered.html, parser=html.HTMLParser(encoding="utf-8"))
    yield from _basics(root)
    yield from _addresses(root, rendered.origin)
    page = rendered.page
    if page is None:
        return
    yield from _headings(root)
    if page.entry is not None:
        yield from _entry(root, page.entry)
    pager = page.values.get("pager")
    entries = pager.entries if isinstance(pager, Pager) else page.values.get("entries")
    if pager is not None or "term" in page.values:
        yield from _feed(root, has_entries=bool(entries))
    if page.url == "/":
        yield from _card(root)


def _entry(root: Element, entry: Entry) -> Iterator[Finding]:
    found = [node for node in _with_class(root, "h-entry") if not _owner(node)]
    if len(found) != 1:
        count = "no" if not found else str(len(found))
        yield _missing("h-entry", f"the page of an entry has {count} h-entry; one is right", 'class="h-entry"')
        return
    wanted = {
        "u-url": ("its address", True),
        "e-content": ("its text", True),
        "p-author": ("its author", True),
        "p-name": ("its title", bool(entry.title)),
        "dt-published": ("its date", entry.date is not None),
        "p-category": ("its tags", bool(entry.tags)),
        "u-syndication": ("its copies elsewhere", bool(entry.front_matter.syndication)),
    }
    has = {name: _own(found[0], name) for name in wanted}
    for name, (what, is_wanted) in wanted.items():
        if is_wanted and not has[name]:
            yield _missing(name, f"an entry's page does not mark {what}: its h-entry has no {name}", f'class="{name}"')
    if has["p-author"] and not any("h-card" in _classes(node) for node in has["p-author"]):
        yield _missing("h-card", "an entry's p-author is no h-card", 'class="p-author h-card"')
    if has["p-name"] and not entry.title:
        hint = "Show it only when the entry has a title: readers take what has a name for an article."
        yield Finding("the page of a note without a title has a p-name", hint, there=r"\bp-name\b")


def _feed(root: Element, *, has_entries: bool) -> Iterator[Finding]:
    feeds = _with_class(root, "h-feed")
    if not feeds:
        yield _missing("h-feed", "a list of entries is no h-feed", 'class="h-feed"')
        return
    entries = [node for feed in feeds for node in _with_class(feed, "h-entry")]
    if has_entries and not entries:
        yield _missing("h-entry", "the h-feed has no h-entry", 'class="h-entry"')
    if any(not _own(entry, "u-url") for entry in entries):
        yield _missing("u-url", "an h-entry in the list has no u-url", 'class="u-url"')


def _card(root: Element) -> Iterator[Finding]:
    """https://microformats.org/wiki/representative-h-card-parsing."""
    wanted = ("u-uid", "u-url", "p-name")
    if not any(all(_own(card, name) for name in wanted) for card in _with_class(root, "h-card")):
        message = "the front page has no h-card with u-uid, u-url and p-name, so nobody can tell who writes here"
        hint = 'Mark the author: <a class="h-card u-url u-uid p-name" …>, or these names inside of class="h-card".'
        yield Finding(message, hint, missing="u-uid")


def _missing(name: str, message: str, write: str) -> Finding:
    return Finding(message, f"Write {write}.", missing=name)


def _headings(root: Element) -> Iterator[Finding]:
    count = len(root.xpath("//h1"))
    if count != 1:
        hint = "Screen readers begin there: write one <h1>."
        yield Finding(f"the page has {count or 'no'} <h1>", hint, there="<h1", missing="" if count else "<h1")


def _basics(root: Element) -> Iterator[Finding]:
    if not root.get("lang"):
        yield Finding("the page does not say its language", 'Write <html lang="{{ site.language }}">.', there="<html")
    if not "".join(root.xpath("//head/title//text()")).strip():
        yield Finding("the page has no title", "Write a <title>.", there="<head")
    for name, count in Counter(root.xpath("//@id")).items():
        if count > 1:
            there = rf"""\bid=["']?{re.escape(name)}\b"""
            yield Finding(f'the id "{name}" stands {count} times on a page', "Give each its own.", there=there)
    if root.xpath("//img[not(@alt)]"):
        hint = 'Write alt="…", or alt="" when it only decorates.'
        yield Finding("a picture says nothing to those who do not see it", hint, there=r"<img(?![^>]*\balt=)")
    for link in root.xpath("//a[@href and not(@aria-hidden='true')]"):
        said = "".join(link.itertext()) + "".join(link.xpath(".//@alt | .//@aria-label | ./@aria-label | ./@title"))
        if not said.strip():
            hint = "Write words into it, or aria-label."
            yield Finding(f"a link to {link.get('href')} says nothing", hint, there=r"<a\b[^>]*>\s*</a>")
    # Searching is the one thing that needs a script.
    allowed = "@type='application/ld+json' or (@src and //form[@role='search'])"
    if root.xpath(f"//script[not({allowed})] | //@*[starts-with(name(), 'on')]"):
        hint = "Take it out: the pages are to work, and to pass a Content-Security-Policy, without."
        yield Finding("the page has a script", hint, there=r"<script(?![^>]*ld\+json)|\son[a-z]+=")


def _addresses(root: Element, origin: str) -> Iterator[Finding]:
    for address in dict.fromkeys(_fetched(root)):
        if _ELSEWHERE.match(address) and not address.strip().startswith(f"{origin}/"):
            hint = "Put the file into the theme's assets/: who reads here is nobody else's business."
            yield Finding(f"the page fetches {address} from another host", hint, there=re.escape(address.strip()))


def _fetched(root: Element) -> Iterator[str]:
    """Addresses that a browser asks for when it shows the page."""
    for name in _SOURCES:
        yield from root.xpath(
            f"//*[self::img or self::source or self::video or self::audio or self::iframe or "
            f"self::embed or self::object or self::script or self::track]/@{name}"
        )
    for candidates in root.xpath("//@srcset"):
        yield from (one.split()[0] for one in candidates.split(",") if one.strip())
    for link in root.xpath("//link[@href]"):
        if _FETCHED & set(link.get("rel", "").lower().split()):
            yield link.get("href")
    for css in root.xpath("//style/text() | //@style"):
        yield from _CSS_ADDRESS.findall(css)


def _classes(node: Element) -> list[str]:
    return str(node.get("class") or "").split()


def _with_class(root: Element, name: str) -> list[Element]:
    return [node for node in root.xpath(".//*[@class]") if name in _classes(node)]


def _owner(node: Element) -> Element | None:
    """The nearest element around it that is a microformat of its own."""
    return next((one for one in node.iterancestors() if any(c.startswith("h-") for c in _classes(one))), None)


def _own(root: Element, name: str) -> list[Element]:
    """Elements with a property of this microformat, not of one inside of it; it may itself have it."""
    inside = [node for node in _with_class(root, name) if _owner(node) is root]
    return [*([root] if name in _classes(root) and name[:2] != "h-" else []), *inside]
