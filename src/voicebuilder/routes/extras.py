"""Routes that every site has: sign-up, 404, static files, the theme's assets.

In: the library, files. Out: routes rendered by `page`, `bytes` and `copy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import FeedFolder, Page
from voicebuilder.model.route import Route
from voicebuilder.model.sources import STATIC_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voicebuilder.model.asset import Asset
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import Sources


def extras(library: Library) -> Iterator[Route]:
    """The sign-up page, the page after it, and the page for addresses that are not there."""
    folders = ("/", *(f"/{kind.folder}/" for kind in library.kinds))
    channels = tuple(FeedFolder(folder) for folder in folders)
    subscribe = Page("/subscribe/", ("subscribe.html",), "Subscribe", values={"channels": channels})
    yield Route(subscribe.url, "page", subscribe, "the sign-up page", in_sitemap=True)
    thanks = Page("/subscribe/thanks/", ("thanks.html",), "Thank you", is_indexed=False)
    yield Route(thanks.url, "page", thanks, "the page after signing up")
    missing = Page("/404.html", ("404.html",), "Not found", is_indexed=False)
    yield Route(missing.url, "page", missing, "the page for addresses that are not there")


def static(sources: Sources) -> Iterator[Route]:
    """Everything in `static/`, as it is."""
    for path in sources.static:
        yield Route(path.removeprefix(STATIC_FOLDER), "copy", path, path, path)


def assets(found: Iterable[Asset]) -> Iterator[Route]:
    """The theme's assets, under their hashed names."""
    for asset in found:
        yield Route(asset.url, "bytes", asset.data, asset.source)
