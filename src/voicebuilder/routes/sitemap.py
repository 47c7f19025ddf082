"""Routes for search engines: the sitemap (https://www.sitemaps.org/protocol.html) and the robots file that names it.

In: all other routes. Out: routes rendered by `bytes`. A writer's own `static/sitemap.xml` or `static/robots.txt` stands
instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from voicebuilder.model.route import Route
from voicebuilder.text.dates import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voicebuilder.text.urls import Base

# The protocol's limit; beyond it `/sitemap.xml` is an index of `/sitemap-1.xml` and so on.
MOST_URLS = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(routes: Iterable[Route], base: Base) -> Iterator[Route]:
    """The sitemap and the robots file."""
    routes = tuple(routes)
    taken = {route.url for route in routes}
    listed = sorted((route for route in routes if route.in_sitemap), key=lambda route: route.url)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base.absolute('/sitemap.xml')}\n"
    files = {**_files(listed, base), "/robots.txt": robots}
    for url, text in files.items():
        if url not in taken:
            yield Route(url, "bytes", text.encode(), "the sitemap" if "sitemap" in url else "the robots file")


def _files(routes: Sequence[Route], base: Base) -> dict[str, str]:
    """File by URL."""
    parts = [routes[start : start + MOST_URLS] for start in range(0, len(routes), MOST_URLS)]
    if len(parts) <= 1:
        return {"/sitemap.xml": _url_set(routes, base)}
    files = {f"/sitemap-{number}.xml": _url_set(part, base) for number, part in enumerate(parts, 1)}
    entries = (f"<sitemap><loc>{escape(base.absolute(url))}</loc></sitemap>" for url in files)
    return {"/sitemap.xml": _document("sitemapindex", entries), **files}


def _url_set(routes: Sequence[Route], base: Base) -> str:
    return _document("urlset", (_url(route, base) for route in routes))


def _url(route: Route, base: Base) -> str:
    modified = f"<lastmod>{rfc3339(route.modified)}</lastmod>" if route.modified else ""
    return f"<url><loc>{escape(base.absolute(route.url))}</loc>{modified}</url>"


def _document(root: str, lines: Iterable[str]) -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    return "\n".join([head, *lines, f"</{root}>", ""])
