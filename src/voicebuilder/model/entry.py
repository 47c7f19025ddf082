"""An entry: a document that has its place in the site.

In: nothing. Out: `Entry`, `Term` and `Year`, frozen values made by `Library.of`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.text.urls import is_external

if TYPE_CHECKING:
    from datetime import datetime

    from voicebuilder.model.document import Document, FrontMatter
    from voicebuilder.model.kind import Kind
    from voicebuilder.model.status import Status

# Entries without an `id:` get one from their source path, which outlives title, slug, domain and scheme.
_ID_NAMESPACE = uuid.UUID("5f0c7a1e-8f0f-5d53-9d5a-6a3c1f2b7e90")


@dataclass(frozen=True, slots=True)
class Entry:
    """Any authored item: a post, a note, a page.

    Attributes:
        document: The file.
        slug: Last part of its URL.
        url: Site path, decoded: `/posts/hello/`.
        title: None for a note.
        status: Whether and where it shows.
        date: When it was published, aware; None when the writer gave no date.
        updated: When it was last changed: never before it was published; None when neither is known.
        tags: Slugs of its terms, in the writer's order.
        aliases: Old site paths that redirect here.
    """

    document: Document
    slug: str
    url: str
    title: str | None
    status: Status
    date: datetime | None
    updated: datetime | None
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Source path, the entry's key within a build."""
        return self.document.path

    @property
    def kind(self) -> Kind:
        """What sort of entry."""
        return self.document.kind

    @property
    def front_matter(self) -> FrontMatter:
        """What the writer put above the text."""
        return self.document.front_matter

    @property
    def feed_id(self) -> str:
        """Permanent IRI for feeds: of the id that the writer gave, else of the path; `urn:uuid:…`."""
        written = self.front_matter.id
        if written is None:
            return uuid.uuid5(_ID_NAMESPACE, self._place).urn
        if is_external(written):
            return written
        try:
            return uuid.UUID(written).urn
        except ValueError:
            return uuid.uuid5(_ID_NAMESPACE, f"id:{written}").urn

    @property
    def _place(self) -> str:
        """Its path; of what may be a file alone without suffix, so that it stays when a text joins the file."""
        return self.path.rpartition(".")[0] if self.kind.made_of else self.path

    @property
    def link(self) -> str:
        """The page elsewhere that it is about, of a kind that has such; else ""."""
        return str(self.front_matter.extra.get("link") or "") if "link" in self.kind.keys else ""

    @property
    def is_listed(self) -> bool:
        """Appears in lists, feeds and the sitemap's company: of a kind that has them, and not unlisted."""
        return self.kind.dated and not self.front_matter.unlisted


@dataclass(frozen=True, slots=True)
class Term:
    """A tag, and what carries it.

    Attributes:
        name: As its first user spelled it.
        slug: In its URL.
        entries: Listed entries, newest first.
    """

    name: str
    slug: str
    entries: tuple[Entry, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/tags/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the archive.

    Attributes:
        year: As written in its entries' dates.
        entries: Listed entries, newest first.
    """

    year: int
    entries: tuple[Entry, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/archive/{self.year}/"
