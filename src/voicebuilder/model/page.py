"""A page to be rendered by a template: the subject of most routes.

In: nothing. Out: `Page`, frozen, made by `routes`, turned into what a template sees by `render.views`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.model.entry import Entry
    from voicebuilder.model.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page.

    Attributes:
        url: Site path.
        templates: File names to look for, first found wins: (`note.html`, `entry.html`).
        title: What the page is called; "" on home, where the site's own title stands.
        description: For search engines and cards; "" falls back to the site's.
        entry: The entry that the page is about.
        feed: Site folder whose feeds belong to this page above all: `/posts/`; "" when none.
        is_indexed: False asks search engines to leave it out.
        values: Further values of the template by name: entries, pagers, terms, years.
    """

    url: str
    templates: tuple[str, ...]
    title: str | Phrase = ""
    description: str = ""
    entry: Entry | None = None
    feed: str = ""
    is_indexed: bool = True
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedFolder:
    """In a page's values: stands for the feeds that lie in a site folder.

    Attributes:
        path: `/`, `/posts/`.
    """

    path: str
