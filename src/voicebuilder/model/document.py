"""A file as read, before it joins the site.

In: nothing. Out: `Document` and `FrontMatter`, frozen values made by `content.read`.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- read when front matter comes back from the cache
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voicebuilder.model.kind import Kind
    from voicebuilder.model.media import Attachment


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written.

    Attributes:
        written: ISO 8601 with its offset, for a moment has the day of the zone that it was written in; a date alone is
            midnight in the site's zone.
        has_time: The writer gave a time of day too.
    """

    written: str
    has_time: bool

    @classmethod
    def of(cls, at: datetime, has_time: bool) -> Moment:
        """The moment of an aware time."""
        return cls(at.isoformat(), has_time)

    @property
    def at(self) -> datetime:
        """The time, aware."""
        return datetime.fromisoformat(self.written)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the text (design 2.2), typed; a key that is not given is None, empty or False.

    Attributes:
        title: As written.
        date: When it was, or will be, published.
        updated: When it was last changed in a way readers should know.
        slug: As written.
        tags: As written, in order, without repeats; `categories` joined in.
        description: One or two sentences about the entry.
        draft: Never published.
        unlisted: A page, in no list or feed.
        image: Picture for cards: a URL or a path as in the text.
        image_alt: What it shows.
        aliases: Old site-absolute URLs that redirect here.
        id: Permanent id, for feeds.
        permalink: The URL, instead of the kind's pattern.
        template: The template file, instead of the kind's.
        language: BCP 47 tag.
        series: Name of the series it belongs to.
        author: Who wrote it, when not the site's author.
        syndication: URLs of copies elsewhere.
        in_reply_to: Pages elsewhere that it answers.
        like_of: Pages elsewhere that its writer likes.
        repost_of: Pages elsewhere that it passes on.
        bookmark_of: Pages elsewhere to come back to.
        rsvp: Whether its writer comes to what it answers: yes, no, maybe or interested.
        newsletter: As written (the newsletter command reads it).
        expires: From then on it is not published.
        extra: Every other key, as plain text, lists and dicts.
        lines: Key as written in the field list above -> 1-based line in the file.
    """

    title: str | None = None
    date: Moment | None = None
    updated: Moment | None = None
    slug: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    draft: bool = False
    unlisted: bool = False
    image: str | None = None
    image_alt: str | None = None
    aliases: tuple[str, ...] = ()
    id: str | None = None
    permalink: str | None = None
    template: str | None = None
    language: str | None = None
    series: str | None = None
    author: str | None = None
    syndication: tuple[str, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    like_of: tuple[str, ...] = ()
    repost_of: tuple[str, ...] = ()
    bookmark_of: tuple[str, ...] = ()
    rsvp: str | None = None
    newsletter: Any = None
    expires: Moment | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        """The line on which a key stands; 0 when it was not given."""
        return self.lines.get(key, 0)


@dataclass(frozen=True, slots=True)
class Document:
    """One content file; its text stays on disk until it is converted.

    Attributes:
        path: Source path relative to the site folder, "/"-separated, NFC: `posts/2026-11-22-hello.md`.
        kind: What its folder makes it.
        front_matter: Typed.
        digest: Fingerprint of the file's bytes.
        body_line: 1-based line in the file of the first line below the front matter.
        stem: The name the slug is made from: the file's, or the bundle folder's, without date and suffix.
        in_drafts: Lies in a `drafts/` folder.
        title_in_text: The title is a heading of the text, which does not show it again.
        media: The files that the entry is, where its kind is made of such: its photos, its sound.
    """

    path: str
    kind: Kind
    front_matter: FrontMatter
    digest: bytes
    body_line: int
    stem: str
    in_drafts: bool = False
    title_in_text: bool = False
    media: tuple[Attachment, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Its writer is not done with it."""
        return self.front_matter.draft or self.in_drafts

    @property
    def is_bundle(self) -> bool:
        """`hello/index.md`: the folder's other files belong to it."""
        return self.path.rpartition("/")[2].startswith("index.") and self.folder.count("/") > 0

    @property
    def folder(self) -> str:
        """The folder it lies in: `posts`, `posts/hello`."""
        return self.path.rpartition("/")[0]
