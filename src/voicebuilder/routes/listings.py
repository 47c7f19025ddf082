"""Routes of lists: the stream, the index of each kind, the archive.

In: the library. Out: routes rendered by `page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import Page
from voicebuilder.model.pager import paginate
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.route import Route

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library
    from voicebuilder.model.relations import Anniversary


def stream(
    library: Library, size: int, anniversaries: tuple[Anniversary, ...] = (), *, with_notes: bool = True
) -> Iterator[Route]:
    """Home, with everything that is listed, or only what has a title; and its older pages."""
    shown = library.listed if with_notes else tuple(entry for entry in library.listed if entry.title)
    for pager in paginate(shown, size, "/"):
        values = {"pager": pager, "on_this_day": anniversaries if pager.is_front else ()}
        title = "" if pager.is_front else Phrase("page_number", (("number", pager.number),))
        page = Page(pager.url, ("home.html", "listing.html"), title, values=values)
        yield _listing(page, pager.entries, "the home page")


def kinds(library: Library, size: int) -> Iterator[Route]:
    """An index of each kind that has entries, and its older pages."""
    for kind in library.kinds:
        folder = f"/{kind.folder}/"
        for pager in paginate(library.of_kind(kind.folder), size, folder):
            label = Phrase(kind.folder, instead=kind.label)
            title = label if pager.is_front else Phrase("titled_page", (("title", label), ("number", pager.number)))
            templates = (f"{kind.folder}.html", "listing.html")
            page = Page(pager.url, templates, title, feed=folder, values={"pager": pager, "section": kind})
            yield _listing(page, pager.entries, f"the index of {kind.folder}")


def archive(library: Library) -> Iterator[Route]:
    """The years, and a page for each."""
    years = library.years()
    yield _listing(Page("/archive/", ("archive.html",), Phrase("archive"), values={"years": years}), (), "the archive")
    for year in years:
        values = {"year": year, "entries": year.entries}
        page = Page(year.url, ("year.html",), str(year.year), values=values)
        yield _listing(page, year.entries, f"the archive of {year.year}")


def _listing(page: Page, entries: tuple[Entry, ...], asker: str) -> Route:
    return Route(page.url, "page", page, asker, modified=last_change(entries), in_sitemap=True)


def last_change(entries: tuple[Entry, ...]) -> datetime | None:
    """When the newest change among entries was; None when none of them has a date."""
    return max((entry.updated for entry in entries if entry.updated is not None), default=None)
