"""Routes that every site has: sign-up, 404, sitemap, robots, static files, the theme's assets.

In: the library, the config, files. Out: routes rendered by `page`, `bytes` and `copy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from voicebuilder.model.page import FeedFolder, Page
from voicebuilder.model.route import Route
from voicebuilder.model.sources import STATIC_FOLDER
from voicebuilder.text.dates import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import Sources
    from voicebuilder.text.urls import Base
    from voicebuilder.theme import Asset


def extras(library: Library) -> Iterator[Route]:
    """The sign-up page, the page after it, and the page for addresses that are not there."""
    folders = ("/", *(f"/{kind.folder}/" for kind in dict.fromkeys(entry.kind for entry in library.listed())))
    channels = tuple(FeedFolder(folder) for folder in folders)
    subscribe = Page("/subscribe/", ("subscribe.html",), "Subscribe", values={"channels": channels})
    yield Route(subscribe.url, "page", subscribe, "the sign-up page", in_sitemap=True)
    thanks = Page("/subscribe/thanks/", ("thanks.html",), "Thank you", is_indexed=False)
    yield Route(thanks.url, "page", thanks, "the page after signing up")
    missing = Page("/404.html", ("404.html",), "Not found", is_indexed=False)
    yield Route(missing.url, "page", missing, "the page for addresses that are not there")


def sitemap(routes: Iterable[Route], base: Base) -> Iterator[Route]:
    """`/sitemap.xml` (https://www.sitemaps.org/protocol.html) over all other routes, and `/robots.txt` that names it.

    A writer's own `static/sitemap.xml` or `static/robots.txt` stands instead.
    """
    routes = tuple(routes)
    taken = {route.url for route in routes}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for route in sorted(routes, key=lambda route: route.url):
        if route.in_sitemap:
            modified = f"<lastmod>{rfc3339(route.modified)}</lastmod>" if route.modified else ""
            lines.append(f"<url><loc>{escape(base.absolute(route.url))}</loc>{modified}</url>")
    lines.append("</urlset>\n")
    made = [Route("/sitemap.xml", "bytes", "\n".join(lines).encode(), "the sitemap")]
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base.absolute('/sitemap.xml')}\n"
    made.append(Route("/robots.txt", "bytes", robots.encode(), "the robots file"))
    yield from (route for route in made if route.url not in taken)


def static(sources: Sources) -> Iterator[Route]:
    """Everything in `static/`, as it is."""
    for path in sources.static:
        yield Route(path.removeprefix(STATIC_FOLDER), "copy", path, path, path)


def assets(found: Iterable[Asset]) -> Iterator[Route]:
    """The theme's assets, under their hashed names."""
    for asset in found:
        yield Route(asset.url, "bytes", asset.data, asset.source)
