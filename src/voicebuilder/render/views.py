"""What a template sees: read-only, documented, finite (docs/reference/views.md).

In: nouns of the model. Out: frozen views. Texts are plain and get escaped by the template engine; HTML that is ours or
the writer's own is `Markup`. Every `url` is an href that works under the site's base path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from voicebuilder.model.content import Heading
    from voicebuilder.model.signup import SignupForm, SignupLink
    from voicebuilder.render.media_views import PictureView, RecordingView
    from voicebuilder.render.parts import TextPart
    from voicebuilder.render.templates import Html


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link in the navigation, or a neighbour.

    Attributes:
        label: What it says.
        url: Where it goes.
        is_current: It leads to the page being rendered, or to the section that holds it.
    """

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class EntryLinkView:
    """A link to an entry.

    Attributes:
        label: Its title, or a note's first words.
        url: Its page.
        date: Aware, or None.
        language: Of its text.
        direction: "ltr" or "rtl".
        years: How many years ago, of what was on this day; else 0.
    """

    label: str
    url: str
    date: datetime | None
    language: str
    direction: str
    years: int = 0


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Entries to be read one after the other.

    Attributes:
        name: As its first part spells it.
        url: Its page.
        count: Its parts.
        newest: When it was last continued, aware; or None.
    """

    name: str
    url: str
    count: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class PartView:
    """An entry's place in its series.

    Attributes:
        series: Which.
        number: 1 for the first.
        previous: The part before it, or None.
        next: The part after it, or None.
    """

    series: SeriesView
    number: int
    previous: EntryLinkView | None
    next: EntryLinkView | None


@dataclass(frozen=True, slots=True)
class FeedView:
    """One feed file.

    Attributes:
        title: `Harbour notes: Posts`.
        format: `RSS`, `Atom`, `JSON Feed`.
        url: Its href.
        type: Its media type.
    """

    title: str
    format: str
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class TermView:
    """A tag.

    Attributes:
        name: As spelled.
        url: Its page.
        count: Entries that carry it.
    """

    name: str
    url: str
    _count: Callable[[], int] = field(repr=False)

    @property
    def count(self) -> int:
        """Noted when it is read: it changes more often than the rest."""
        return self._count()


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the archive.

    Attributes:
        year: Four digits.
        url: Its page.
        count: Entries in it.
    """

    year: int
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class AuthorView:
    """The site's author.

    Attributes:
        name: As readers know them.
        email: "" when not to be shown.
        url: Their page: home, unless the config says otherwise.
        photo: href of a picture, or "".
        bio: Plain text, or "".
        profiles: URLs elsewhere (rel=me).
        picture: The photo in sizes and formats; None when it is none of the site's files.
    """

    name: str
    email: str
    url: str
    photo: str
    bio: str
    profiles: tuple[str, ...]
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site as a whole; the same on every page.

    Attributes:
        title: Its name.
        description: One sentence, or "".
        url: Absolute URL of home.
        home: href of home.
        language: BCP 47 tag.
        direction: "ltr" or "rtl".
        author: Who writes here.
        feeds: Feeds of everything.
        sections: The index of each kind that has entries.
        signup: The sign-up form or button; None when the config names no provider.
        subscribe: href of `/subscribe/`.
        archive: href of `/archive/`.
        search: href of `/search/`, or "" without one.
        tags: href of `/tags/`, or "" when nothing is tagged.
        icon: href of the site's icon, `static/favicon.svg`, `.png` or `.ico`; or "".
        options: The theme's options, the config's values over the theme's defaults.
        generator: `voicebuilder 0.1.0`.
    """

    title: str
    description: str
    url: str
    home: str
    language: str
    direction: str
    author: AuthorView
    feeds: tuple[FeedView, ...]
    sections: tuple[LinkView, ...]
    signup: SignupForm | SignupLink | None
    subscribe: str
    archive: str
    search: str
    tags: str
    icon: str
    options: Mapping[str, Any]
    generator: str


@dataclass(frozen=True, slots=True)
class PageView:
    """The page being rendered.

    Attributes:
        title: For `<title>`: a note's first words, "" on home.
        url: Its href.
        canonical: Its absolute URL.
        description: Plain text for search engines and cards.
        image: Absolute URL of its picture for cards, or "".
        image_alt: What that shows.
        language: Of its main text.
        direction: "ltr" or "rtl".
        is_home: The front of the site.
        is_article: It is about one entry.
        is_indexed: False asks search engines to leave it out.
        feeds: Feeds to announce, its own first.
        navigation: The site's navigation, with the current link marked.
        json_ld: Of an entry with a title: JSON-LD for a `<script type="application/ld+json">`, or "".
    """

    title: str
    url: str
    canonical: str
    description: str
    image: str
    image_alt: str
    language: str
    direction: str
    is_home: bool
    is_article: bool
    is_indexed: bool
    feeds: tuple[FeedView, ...]
    navigation: tuple[LinkView, ...]
    json_ld: Html | str


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry, on its own page and in lists.

    Attributes:
        kind: `post`, `note`, `page`, `photo`, `audio`, `video`, `link`.
        label: What it is, in its own language: `Note`.
        title: None for a note.
        name: The title, or a note's first words: what a link to it says.
        url: Its page.
        permalink: Its absolute URL.
        id: Its permanent id.
        date: Aware, or None.
        has_time: The writer gave a time of day.
        updated: When changed after publication, else None.
        tags: Its tags.
        body: Its whole HTML.
        excerpt: Its beginning as HTML, for lists; the whole of a note that its writer did not cut.
        has_more: There is more than the excerpt.
        summary: Plain text: the description, or the beginning.
        headings: For a table of contents.
        words: Number of words.
        minutes: To read it, at least 1.
        author: Name.
        language: Of its text.
        direction: "ltr" or "rtl".
        image: href of its picture, or "".
        image_alt: What that shows.
        picture: Its picture in sizes and formats; None when it has none.
        photos: The pictures that it is, of a photo.
        audio: The sounds that it is.
        video: The films that it is.
        link: The page elsewhere that it is about, of a link; or "".
        in_reply_to: URLs that it answers.
        like_of: URLs that its writer likes.
        repost_of: URLs that it passes on.
        bookmark_of: URLs to come back to; of a link its `link` too.
        rsvp: `yes`, `no`, `maybe`, `interested`, or "".
        series: Name of its series, or "".
        syndication: URLs of copies elsewhere.
        status: `published`, `unlisted`, and in a build with drafts `draft` or `scheduled`.
        extra: Front matter keys that voicebuilder does not know, as plain text, lists and dicts.
    """

    kind: str
    label: str
    title: str | None
    name: str
    url: str
    permalink: str
    id: str
    date: datetime | None
    has_time: bool
    updated: datetime | None
    tags: tuple[TermView, ...]
    has_more: bool
    summary: str
    author: str
    language: str
    direction: str
    image: str
    image_alt: str
    picture: PictureView | None
    photos: tuple[PictureView, ...]
    audio: tuple[RecordingView, ...]
    video: tuple[RecordingView, ...]
    link: str
    in_reply_to: tuple[str, ...]
    like_of: tuple[str, ...]
    repost_of: tuple[str, ...]
    bookmark_of: tuple[str, ...]
    rsvp: str
    series: str
    syndication: tuple[str, ...]
    status: str
    extra: Mapping[str, Any]
    _text: Callable[[], TextPart] = field(repr=False)

    # Noted when they are read: a page that shows only the rest need not be made anew when the text changes.

    @property
    def body(self) -> Html:
        """Its whole HTML."""
        return self._text().body

    @property
    def excerpt(self) -> Html:
        """Its beginning, for lists."""
        return self._text().excerpt

    @property
    def headings(self) -> tuple[Heading, ...]:
        """For a table of contents."""
        return self._text().headings

    @property
    def words(self) -> int:
        """Number of words."""
        return self._text().words

    @property
    def minutes(self) -> int:
        """To read it."""
        return self._text().minutes


@dataclass(frozen=True, slots=True)
class PagerView:
    """One page of a listing.

    Attributes:
        entries: Newest first.
        number: 1 for the oldest.
        is_front: The newest page.
        older: href, or "".
        newer: href, or "".
    """

    entries: tuple[EntryView, ...]
    number: int
    is_front: bool
    older: str
    newer: str
