"""Routes of tags: all of them on one page, and a page for each.

In: the library. Out: routes rendered by `page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import Page
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.route import Route
from voicebuilder.routes.listings import last_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.model.library import Library


def terms(library: Library) -> Iterator[Route]:
    """Nothing when nothing is tagged."""
    if not library.terms:
        return
    page = Page("/tags/", ("tags.html",), Phrase("tags"), values={"terms": library.terms})
    yield Route(page.url, "page", page, "the list of tags", in_sitemap=True)
    for term in library.terms:
        values = {"term": term, "entries": term.entries}
        page = Page(term.url, ("tag.html",), term.name, feed=term.url, values=values)
        asker = f"the tag `{term.name}`"
        yield Route(page.url, "page", page, asker, modified=last_change(term.entries), in_sitemap=True)
