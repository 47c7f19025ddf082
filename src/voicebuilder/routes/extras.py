"""Routes that every site has: sign-up, 404, static files, the theme's assets.

In: the library, files. Out: routes rendered by `page`, `bytes`, `copy`, `index` and `card`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import FeedFolder, Page
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.route import Route
from voicebuilder.model.sources import STATIC_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from voicebuilder.model.asset import Asset
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import Sources

# The only script of a site, on its search page.
SEARCH_SCRIPT = "search.js"
SAMPLE = 3
# The first that is there is the site's icon; a drawing is sharp at every size.
ICONS = ("/favicon.svg", "/favicon.png", "/favicon.ico")
# Entries that tell how often there is something new.
RECENT = 10
# Days between two entries, at most, and what is said of it.
PACES = (
    (1.5, "pace_daily"),
    (5, "pace_often"),
    (10, "pace_weekly"),
    (20, "pace_fortnightly"),
    (45, "pace_monthly"),
    (float("inf"), "pace_seldom"),
)


def extras(library: Library) -> Iterator[Route]:
    """The sign-up page, the page after it, and the page for addresses that are not there."""
    folders = ("/", *(f"/{kind.folder}/" for kind in library.kinds))
    channels = tuple(FeedFolder(folder) for folder in folders)
    values = {"channels": channels, "latest": latest(library), "pace": pace(library)}
    subscribe = Page("/subscribe/", ("subscribe.html",), Phrase("subscribe"), values=values)
    yield Route(subscribe.url, "page", subscribe, "the sign-up page", in_sitemap=True)
    thanks = Page("/subscribe/thanks/", ("thanks.html",), Phrase("thanks_title"), is_indexed=False)
    yield Route(thanks.url, "page", thanks, "the page after signing up")
    missing = Page("/404.html", ("404.html",), Phrase("lost_title"), is_indexed=False)
    yield Route(missing.url, "page", missing, "the page for addresses that are not there")


def search() -> Iterator[Route]:
    """The search page."""
    page = Page("/search/", ("search.html",), Phrase("search"), is_indexed=False)
    yield Route(page.url, "page", page, "the search page")


def index(files: Mapping[str, object]) -> Iterator[Route]:
    """The files that a search fetches, by site path."""
    for url, file in files.items():
        yield Route(url, "index", file, "the search index")


def cards(found: Iterable[tuple[str, str, object]]) -> Iterator[Route]:
    """The pictures that other sites show of entries: source path, site path and what each says."""
    for path, url, card in found:
        yield Route(url, "card", card, f"the social card of {path}", path)


def latest(library: Library) -> tuple[Entry, ...]:
    """The newest entries, as a sample: those with a title, or notes where there are none."""
    dated = [entry for entry in library.listed if entry.date is not None]
    titled = [entry for entry in dated if entry.title]
    return tuple((titled or dated)[:SAMPLE])


def pace(library: Library) -> Phrase | str:
    """How often there is something new, by the last entries with a title; "" when there are too few to tell."""
    dates = [entry.date for entry in library.listed if entry.date is not None and entry.title][:RECENT]
    if len(dates) < 3:
        return ""
    days = (dates[0] - dates[-1]).total_seconds() / 86_400 / (len(dates) - 1)
    return Phrase(next(key for most, key in PACES if days <= most))


def icon(serves: Callable[[str], bool]) -> str:
    """Site path of the site's icon, if it has one under a name that browsers look for; else "".

    Args:
        serves: Whether the site answers at a path.
    """
    return next((path for path in ICONS if serves(path)), "")


def static(sources: Sources) -> Iterator[Route]:
    """Everything in `static/`, as it is."""
    for path in sources.static:
        yield Route(path.removeprefix(STATIC_FOLDER), "copy", path, path, path)


def assets(found: Iterable[Asset]) -> Iterator[Route]:
    """The theme's assets, under their hashed names."""
    for asset in found:
        yield Route(asset.url, "bytes", asset.data, asset.source)
