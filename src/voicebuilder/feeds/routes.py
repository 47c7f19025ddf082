"""Which feeds the site has: of everything, of each kind, of each tag; each in every format.

In: the library and its contents. Out: channels, their routes, and the links that announce them.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from voicebuilder.feeds import FORMATS, beside
from voicebuilder.feeds.channel import Channel, FeedItem, Person
from voicebuilder.model.feed import FeedLink
from voicebuilder.model.route import Route
from voicebuilder.text.absolute import absolutize
from voicebuilder.text.urls import is_external

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from voicebuilder.config.schema import Settings
    from voicebuilder.model.content import Content, Text
    from voicebuilder.model.entry import Entry, Term
    from voicebuilder.model.kind import Kind
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import Files
    from voicebuilder.text.urls import Base


@dataclass(frozen=True, slots=True)
class Origin:
    """Where feeds come from.

    Attributes:
        settings: The config.
        base: Where the site lives.
        generator: Name of the program.
        files: Pictures, sounds and films.
        permalink: What a link to an entry's own page says, by the entry's language.
    """

    settings: Settings
    base: Base
    generator: str
    files: Files
    permalink: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SiteChannel:
    """A channel of this site; what it says is written when it is needed.

    Attributes:
        folder: Site path: `/`, `/posts/`, `/tags/boats/`.
        title: `Harbour notes: Posts`.
        entries: Newest first, all with a date, no more than a feed carries.
    """

    folder: str
    title: str
    entries: tuple[Entry, ...]


def channels(settings: Settings, library: Library, title: Callable[[Kind | Term], str]) -> tuple[SiteChannel, ...]:
    """Every channel, that of everything first. Entries without a date are in none: readers sort by it.

    Args:
        settings: The site's title, and how many entries a feed carries.
        library: Entries.
        title: What the feed of a kind or of a tag is called, in the site's language.
    """

    def channel(folder: str, name: str, entries: Sequence[Entry]) -> SiteChannel:
        dated = (entry for entry in entries if entry.date is not None)
        return SiteChannel(folder, name, tuple(islice(dated, settings.feeds.items)))

    return (
        channel("/", settings.title, library.listed),
        *(channel(f"/{kind.folder}/", title(kind), library.of_kind(kind.folder)) for kind in library.kinds),
        *(channel(term.url, title(term), term.entries) for term in library.terms),
    )


def routes(found: Sequence[SiteChannel]) -> Iterator[Route]:
    """A file for each channel in each format."""
    for channel in found:
        for format_ in FORMATS:
            yield Route(channel.folder + format_.filename, format_.name, channel, f"the feed of {channel.folder}")


def links(found: Sequence[SiteChannel]) -> tuple[FeedLink, ...]:
    """How pages announce them."""
    return tuple(
        FeedLink(channel.folder, channel.title, format_.label, channel.folder + format_.filename, format_.media_type)
        for channel in found
        for format_ in FORMATS
    )


class ChannelWriter:
    """Fills channels with what their entries say, each entry once however many feeds it is in."""

    def __init__(
        self,
        origin: Origin,
        entries: Mapping[str, Entry],
        terms: Iterable[Term],
        contents: Mapping[str, Content],
        text: Callable[[Entry], Text],
    ) -> None:
        """Take what items are made of: entries and contents by source path."""
        self._origin, self._entries, self._contents, self._text = origin, entries, contents, text
        self._names = {term.slug: term.name for term in terms}
        self._items: dict[str, FeedItem] = {}

    def __call__(self, site_channel: SiteChannel) -> Channel:
        """The channel, whole."""
        settings, base = self._origin.settings, self._origin.base
        author = settings.author
        page = base.absolute(site_channel.folder)
        return Channel(
            id=page,
            title=site_channel.title,
            description=settings.description,
            home=page,
            folder=page,
            language=settings.language,
            author=Person(author.name, author.email, author.url if is_external(author.url) else base.absolute("/")),
            items=tuple(map(self._item, site_channel.entries)),
            generator=self._origin.generator,
        )

    def _item(self, entry: Entry) -> FeedItem:
        item = self._items.get(entry.path)
        if item is None:
            item = self._items[entry.path] = self._make(self._entries[entry.path])
        return item

    def _make(self, entry: Entry) -> FeedItem:
        content, matter, base = self._contents[entry.path], entry.front_matter, self._origin.base
        url = base.absolute(entry.url)
        published, updated = entry.date, entry.updated
        if published is None or updated is None:
            raise ValueError(f"{entry.path} has no date and belongs in no feed")
        return FeedItem(
            id=entry.feed_id,
            url=url,
            title=entry.title,
            html=self._html(entry, url),
            summary=matter.description or content.summary,
            published=published,
            updated=updated,
            tags=tuple(self._names[slug] for slug in entry.tags if slug in self._names),
            author=matter.author or self._origin.settings.author.name,
            language=matter.language or "",
            image=self._absolute(content.image),
            link=entry.link,
            enclosures=tuple(beside.enclosures(entry, self._origin.files, base)),
        )

    def _html(self, entry: Entry, url: str) -> str:
        """The text, after the files that the entry is; of a link with a way to its own page."""
        base = self._origin.base
        text = absolutize(self._text(entry).html, base.absolute("/"), url)
        files = beside.html(entry, self._origin.files, base)
        if not entry.link:
            return files + text
        language = entry.front_matter.language or self._origin.settings.language
        return f'{files}{text}<p><a href="{escape(url)}">{escape(self._origin.permalink(language))}</a></p>\n'

    def _absolute(self, url: str) -> str:
        return url if not url or is_external(url) else self._origin.base.absolute(url)
