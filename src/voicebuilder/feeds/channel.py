"""What a feed says, whatever the format: a channel and its items.

In: plain values. Out: `Channel` and `FeedItem`, frozen, with every character legal in XML and every date with its zone,
so that no format has to check again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

# What is not in the `Char` production of XML 1.0, section 2.2. JSON would take these, but a reader would see nothing.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The time of a feed without items: any fixed one will do, as long as two builds agree.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def scrub(text: str) -> str:
    """Take out the characters that XML forbids: most control characters, NUL, lone surrogates, U+FFFE and U+FFFF.

    One of them would make a reader refuse the whole feed.
    """
    return _ILLEGAL.sub("", text) if _ILLEGAL.search(text) else text


def _scrub_fields(value: object, names: tuple[str, ...]) -> None:
    for name in names:
        object.__setattr__(value, name, scrub(getattr(value, name)))


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes.

    Attributes:
        name: May be empty; then the channel's title stands in where a format needs a name.
        email: May be empty.
        url: Their home page, absolute; may be empty.
    """

    name: str = ""
    email: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        _scrub_fields(self, ("name", "email", "url"))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an item: the sound of an episode, a film.

    Attributes:
        url: Absolute.
        type: Media type: `audio/mpeg`.
        length: Bytes; 0 when not known.
        duration: Seconds; 0 when not known.
    """

    url: str
    type: str
    length: int = 0
    duration: float = 0

    def __post_init__(self) -> None:
        _scrub_fields(self, ("url", "type"))


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry, as readers of feeds get it.

    Attributes:
        id: Permanent IRI that outlives the URL: `urn:uuid:…`. Readers know by it what they have seen.
        url: Its page, absolute.
        link: The page elsewhere that it is about, absolute; "" when it is about none.
        title: None for a note; a blank one is None too.
        html: The full text; every address in it absolute.
        summary: Plain text; may be empty.
        published: Aware; never changes.
        updated: Aware.
        tags: Names as people read them.
        author: A name; when it is empty, readers that look for one take the channel's.
        language: BCP 47 tag; empty when it is the channel's.
        image: Absolute URL of its picture, or "".
        enclosures: RSS carries only the first.
    """

    id: str
    url: str
    title: str | None
    html: str
    summary: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...] = ()
    author: str = ""
    language: str = ""
    image: str = ""
    link: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    # One moment told in two zones compares equal, but makes other bytes: so items, which are keys of caches, compare
    # the dates as written too.
    _dates: tuple[str, str] = field(init=False, repr=False, default=("", ""))

    def __post_init__(self) -> None:
        """Clean the texts.

        Raises:
            ValueError: A date has no zone, or the id or URL is missing: a fault of the caller, not of a writer.
        """
        _scrub_fields(self, ("id", "url", "html", "summary", "author", "language", "image", "link"))
        if not (self.id and self.url):
            raise ValueError(f"a feed item needs an id and a URL; this one has {self.id!r} and {self.url!r}")
        if self.published.utcoffset() is None or self.updated.utcoffset() is None:
            raise ValueError(f"the dates of a feed item need a time zone: {self.url}")
        object.__setattr__(self, "_dates", (self.published.isoformat(), self.updated.isoformat()))
        title = scrub(self.title or "")
        object.__setattr__(self, "title", title if title.strip() else None)
        object.__setattr__(self, "tags", tuple(tag for tag in map(scrub, self.tags) if tag.strip()))


@dataclass(frozen=True, slots=True)
class Channel:
    """What feeds are made of: one list of items, written in each format.

    Attributes:
        id: Permanent IRI of the list.
        title: Not empty.
        description: Plain text; the title stands in where a format needs one.
        home: The page that this is the feed of, absolute.
        folder: Absolute URL, ending in "/", in which the formats lie side by side: `https://me.example/notes/`.
        language: BCP 47 tag.
        author: Of the items that name no other.
        items: Kept newest first, in whatever order they are given; items of one moment stay in the order given.
        icon: Absolute URL of a square picture, or "".
        hubs: WebSub hubs, absolute URLs.
        generator: Name of the program.
    """

    id: str
    title: str
    description: str
    home: str
    folder: str
    language: str
    author: Person
    items: tuple[FeedItem, ...]
    icon: str = ""
    hubs: tuple[str, ...] = ()
    generator: str = "voicebuilder"

    def __post_init__(self) -> None:
        """Clean the texts and put the items in order.

        Raises:
            ValueError: Something that every format needs is missing: a fault of the caller, not of a writer.
        """
        _scrub_fields(self, ("id", "title", "description", "home", "folder", "language", "icon", "generator"))
        if not (self.id and self.title.strip() and self.home and self.folder.endswith("/")):
            raise ValueError(f'a feed needs an id, a title, a home and a folder ending in "/": {self.folder!r}')
        object.__setattr__(self, "hubs", tuple(map(scrub, self.hubs)))
        newest_first = sorted(self.items, key=lambda item: item.published, reverse=True)
        object.__setattr__(self, "items", tuple(newest_first))

    @property
    def updated(self) -> datetime:
        """When any item last changed, so that the same items make the same bytes; `NEVER` without items."""
        return max((item.updated for item in self.items), default=NEVER)

    @property
    def author_name(self) -> str:
        """A name in any case."""
        return self.author.name if self.author.name.strip() else self.title
