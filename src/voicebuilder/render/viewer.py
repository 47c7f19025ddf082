"""From nouns to views: the only place that knows both sides.

In: `Facts`, the theme's options, pages. Out: the values that a template sees (`render.views`). Every fact that a page
reads is noted by the name that `render.prints` gives it; reading and noting stand on the same line, here only. No
template can change what the next one reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial, singledispatchmethod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.entry import Entry, Term, Year
from voicebuilder.model.kind import Kind
from voicebuilder.model.page import FeedFolder
from voicebuilder.model.pager import Pager
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.relations import Anniversary, Series
from voicebuilder.render import prints
from voicebuilder.render.jsonld import json_ld
from voicebuilder.render.media_viewer import MediaViewer
from voicebuilder.render.media_views import PictureView
from voicebuilder.render.parts import TextPart
from voicebuilder.render.prints import label_of, language_of, name_of
from voicebuilder.render.templates import safe
from voicebuilder.render.views import (
    AuthorView,
    EntryLinkView,
    EntryView,
    FeedView,
    LinkView,
    PagerView,
    PageView,
    PartView,
    SeriesView,
    SiteView,
    TermView,
    YearView,
)
from voicebuilder.text.languages import direction
from voicebuilder.text.urls import decode_path, is_external, split_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voicebuilder.memo import Recorder
    from voicebuilder.model.content import Content
    from voicebuilder.model.feed import FeedLink
    from voicebuilder.model.page import Page
    from voicebuilder.model.relations import Part
    from voicebuilder.render.facts import Facts

_WORDS_A_MINUTE = 230
_HEADING_ID = re.compile(r'(<h[1-6]) id="[^"]*"')


class Viewer:
    """Makes views, each entry's once."""

    def __init__(self, facts: Facts, options: Mapping[str, Any], recorder: Recorder) -> None:
        """Take the facts of this build, the theme's options, and who notes what is read."""
        self._facts = facts
        self._base = facts.base
        self._note = recorder.note
        self._last: tuple[str, TextPart] | None = None
        self._media = MediaViewer(facts.files, facts.base)
        self._terms = {term.slug: self._term(term) for term in facts.library.terms}
        self._entries: dict[str, EntryView] = {}
        self._feeds: dict[str, tuple[FeedView, ...]] = {}
        for feed in facts.feeds:
            self._feeds[feed.folder] = (*self._feeds.get(feed.folder, ()), self._feed(feed))
        self.site = self._site(options)

    def values(self, page: Page) -> dict[str, Any]:
        """All that the template of a page sees, beside the functions and filters."""
        self._note(prints.SITE)
        values: dict[str, Any] = {name: self._view(value) for name, value in page.values.items()}
        if page.entry is not None:
            self._note(prints.neighbours(page.entry))
            newer, older = self._facts.neighbours.get(page.entry.path, (None, None))
            values["entry"] = self.entry(page.entry)
            values["newer"] = self._neighbour(newer)
            values["older"] = self._neighbour(older)
            values |= self._related(page.entry)
        return {"site": self.site, "page": self._page(page), **values}

    @singledispatchmethod
    def _view(self, value: object) -> Any:
        return value

    @_view.register
    def _(self, value: Entry) -> EntryView:
        return self.entry(value)

    @_view.register
    def _(self, value: Term) -> TermView:
        self._note(prints.term(value))
        return self._terms[value.slug]

    @_view.register
    def _(self, value: Series) -> SeriesView:
        self._note(prints.series(value))
        return SeriesView(value.name, self._base.href(value.url), len(value.entries), value.newest)

    @_view.register
    def _(self, value: Anniversary) -> EntryLinkView:
        return self._link(value.entry, value.years)

    @_view.register
    def _(self, value: Year) -> YearView:
        return YearView(value.year, self._base.href(value.url), len(value.entries))

    @_view.register
    def _(self, value: Kind) -> LinkView:
        return LinkView(self._said(Phrase(value.folder, instead=value.label)), self._base.href(f"/{value.folder}/"))

    @_view.register
    def _(self, value: Phrase) -> str:
        return self._said(value)

    @_view.register
    def _(self, value: FeedFolder) -> tuple[FeedView, ...]:
        return self._feeds.get(value.path, ())

    @_view.register
    def _(self, value: Pager) -> PagerView:
        older, newer = (self._base.href(url) if url else "" for url in (value.older, value.newer))
        return PagerView(tuple(map(self.entry, value.entries)), value.number, value.is_front, older, newer)

    @_view.register
    def _(self, value: tuple) -> tuple[Any, ...]:  # type: ignore[type-arg]  # dispatch needs the bare class
        return tuple(map(self._view, value))

    def _said(self, phrase: Phrase | str) -> str:
        return self._facts.words.phrase(phrase, self._facts.settings.language)

    def _term(self, term: Term) -> TermView:
        return TermView(term.name, self._base.href(term.url), partial(self._count, term))

    def _count(self, term: Term) -> int:
        self._note(prints.count(term))
        return len(term.entries)

    def _feed(self, feed: FeedLink) -> FeedView:
        return FeedView(feed.title, feed.format, self._base.href(feed.path), feed.media_type)

    def entry(self, entry: Entry) -> EntryView:
        """The view of an entry."""
        self._note(prints.card(entry))
        view = self._entries.get(entry.path)
        if view is None:
            view = self._entries[entry.path] = self._make_entry(self._facts.entries[entry.path])
        return view

    def _make_entry(self, entry: Entry) -> EntryView:
        content, matter = self._facts.contents[entry.path], entry.front_matter
        language = language_of(self._facts, entry)
        # A note is shown whole in lists, unless its writer cut it; there its headings' ids could stand twice.
        whole = entry.title is None and not content.was_cut
        return EntryView(
            kind=entry.kind.name,
            title=entry.title,
            label=label_of(self._facts, entry),
            name=name_of(self._facts, entry),
            url=self._base.href(entry.url),
            permalink=self._base.absolute(entry.url),
            id=entry.feed_id,
            date=entry.date,
            has_time=matter.date is not None and matter.date.has_time,
            updated=entry.updated if entry.updated != entry.date else None,
            tags=tuple(self._terms[slug] for slug in entry.tags if slug in self._terms),
            has_more=content.has_more and not whole,
            summary=matter.description or content.summary,
            author=matter.author or self._facts.settings.author.name,
            language=language,
            direction=direction(language),
            image=self._href(content.image),
            image_alt=matter.image_alt or "",
            picture=self._picture(content, matter.image_alt or ""),
            photos=self._media.photos(entry),
            audio=self._media.recordings(entry, "audio", language),
            video=self._media.recordings(entry, "video", language),
            link=entry.link,
            in_reply_to=matter.in_reply_to,
            like_of=matter.like_of,
            repost_of=matter.repost_of,
            bookmark_of=tuple(dict.fromkeys((*matter.bookmark_of, *((entry.link,) if entry.link else ())))),
            rsvp=matter.rsvp or "",
            series=matter.series or "",
            syndication=matter.syndication,
            status=entry.status.value,
            extra=_frozen(matter.extra),
            _text=partial(self._text, entry, whole),
        )

    def _picture(self, content: Content, alt: str) -> PictureView | None:
        ours = self._media.picture(content.image_source, alt)
        return ours or (PictureView(self._href(content.image), alt=alt) if content.image else None)

    def _text(self, entry: Entry, whole: bool) -> TextPart:
        self._note(prints.text(entry))
        if self._last is None or self._last[0] != entry.path:
            content, text = self._facts.contents[entry.path], self._facts.text(entry)
            excerpt = _HEADING_ID.sub(r"\1", text.html) if whole else text.excerpt
            minutes = max(1, round(content.words / _WORDS_A_MINUTE))
            view = TextPart(safe(text.html), safe(excerpt), content.headings, content.words, minutes)
            self._last = (entry.path, view)
        return self._last[1]

    def _href(self, url: str) -> str:
        """A site path or an address elsewhere, as an href."""
        return url if not url or is_external(url) else self._base.href(url)

    def _written(self, url: str) -> str:
        """An address as the config has it, perhaps encoded, perhaps with a query or fragment, as an href."""
        plain, suffix = split_suffix(url)
        return url if not url or is_external(url) else self._base.href(decode_path(plain)) + suffix

    def _absolute(self, url: str) -> str:
        return url if not url or is_external(url) else self._base.absolute(url)

    def _neighbour(self, entry: Entry | None) -> LinkView | None:
        if entry is None:
            return None
        self._note(prints.name(entry))
        entry = self._facts.entries[entry.path]
        return LinkView(name_of(self._facts, entry), self._base.href(entry.url))

    def _link(self, entry: Entry, years: int = 0) -> EntryLinkView:
        self._note(prints.name(entry))
        entry = self._facts.entries[entry.path]
        language = language_of(self._facts, entry)
        url = self._base.href(entry.url)
        return EntryLinkView(name_of(self._facts, entry), url, entry.date, language, direction(language), years)

    def _related(self, entry: Entry) -> dict[str, Any]:
        """What the page of an entry shows of others."""
        self._note(prints.part(entry))
        self._note(prints.related(entry))
        relations, entries = self._facts.relations, self._facts.entries
        part = relations.parts.get(entry.path)
        return {
            "part": part and self._part(part),
            "related": tuple(map(self._link, relations.related.get(entry.path, ()))),
            "mentions": tuple(self._link(entries[path]) for path in relations.mentions.get(entry.path, ())),
        }

    def _part(self, part: Part) -> PartView:
        previous, following = (self._link(one) if one else None for one in (part.previous, part.next))
        return PartView(self._view(part.series), part.number, previous, following)

    def _site(self, options: Mapping[str, Any]) -> SiteView:
        settings, library = self._facts.settings, self._facts.library
        author = settings.author
        portrait = self._facts.files.picture(author.photo)
        return SiteView(
            title=settings.title,
            description=settings.description,
            url=self._base.absolute("/"),
            home=self._base.href("/"),
            language=settings.language,
            direction=direction(settings.language),
            author=AuthorView(
                name=author.name,
                email=author.email,
                url=self._written(author.url) or self._base.href("/"),
                photo=self._written(author.photo),
                bio=author.bio,
                profiles=settings.profiles,
                picture=self._media.shown(portrait) if portrait else None,
            ),
            feeds=self._feeds.get("/", ()),
            sections=tuple(self._view(kind) for kind in sorted(library.kinds, key=_place)),
            signup=self._facts.signup,
            subscribe=self._base.href("/subscribe/"),
            archive=self._base.href("/archive/"),
            search=self._base.href("/search/") if settings.search else "",
            tags=self._base.href("/tags/") if library.terms else "",
            icon=self._base.href(self._facts.icon) if self._facts.icon else "",
            options=_frozen(options),
            generator=self._facts.generator,
        )

    def _page(self, page: Page) -> PageView:
        entry = self.entry(page.entry) if page.entry else None
        own = self._feeds.get(page.feed, ())
        language = entry.language if entry else self._facts.settings.language
        is_home = page.url == "/"
        description = page.description or (entry.summary if entry else "") or self._facts.settings.description
        return PageView(
            title=entry.name if entry else self._said(page.title),
            url=self._base.href(page.url),
            canonical=self._base.absolute(page.url),
            description=description,
            image=self._absolute(self._card(page.entry)) if page.entry else "",
            image_alt=entry.image_alt if entry else "",
            language=language,
            direction=direction(language),
            is_home=is_home,
            is_article=page.entry is not None and page.entry.kind.dated,
            is_indexed=page.is_indexed,
            feeds=(*own, *(feed for feed in self.site.feeds if feed not in own)),
            navigation=tuple(self._navigation(page.url)),
            json_ld=safe(json_ld(entry, self.site, page.entry.kind.schema))
            if entry and entry.title and page.entry and page.entry.kind.dated
            else "",
        )

    def _card(self, entry: Entry) -> str:
        """Where the picture for other sites lies: the entry's own, else the one that is drawn."""
        return self._facts.contents[entry.path].image or self._facts.cards.get(entry.path, "")

    def _navigation(self, url: str) -> Iterable[LinkView]:
        for item in self._facts.settings.navigation:
            path = decode_path(item.url)
            is_section = path != "/" and path.endswith("/") and url.startswith(path)
            yield LinkView(item.label, self._written(item.url), is_current=path == url or is_section)


def _place(kind: Kind) -> int:
    """Its place among kinds, as their table has it."""
    return list(BY_FOLDER).index(kind.folder)


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
