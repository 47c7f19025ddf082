"""The promise that a URL will exist, and the table of all of them.

In: routes from `routes` and `feeds`. Out: `RouteTable`, which refuses two sources for one place and knows
what is served where; nothing renders before it stands.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voicebuilder.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from voicebuilder.report import Report


@dataclass(frozen=True, slots=True)
class Route:
    """One file of the site.

    Attributes:
        url: Path below the site's base, decoded, beginning with "/": `/posts/hello/`, `/feed.xml`.
        renderer: The name in the table of renderers (`build.RENDERERS`) that turns `subject` into bytes.
        subject: What the renderer needs.
        asker: Who asks for it, in a writer's words: `posts/hello.md`, "the tag `C`".
        path: The site's file behind it, for messages; "" when there is none.
        line: 1-based line in that file that gave the address; 0 when none did.
        modified: For the sitemap; None with `in_sitemap` means listed without a date.
        in_sitemap: Whether search engines are told.
    """

    url: str
    renderer: str
    subject: Any
    asker: str
    path: str = ""
    line: int = 0
    modified: datetime | None = None
    in_sitemap: bool = False

    @property
    def output_path(self) -> str:
        """File below the output folder: `posts/hello/index.html`."""
        path = self.url.removeprefix("/")
        return f"{path}index.html" if path == "" or path.endswith("/") else path


def _key(path: str) -> str:
    """What a file system that folds case and composes accents takes a path for (research: NFC + casefold)."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


class RouteTable:
    """All routes by output path, with no two in one place."""

    def __init__(self, routes: Iterable[Route], report: Report) -> None:
        """Take the routes.

        Every clash goes to the report as an error, and the first comer stands: the same file twice (letter case and
        accents composed aside), or a file where another route needs a folder.
        """
        self._by_url: dict[str, Route] = {}
        self._by_key: dict[str, list[Route]] = {}
        for route in routes:
            self._by_url.setdefault(route.url, route)
            self._by_key.setdefault(_key(route.output_path), []).append(route)
        report.extend(self._twice())
        report.extend(self._file_as_folder())

    def __iter__(self) -> Iterator[Route]:
        """In the order of output paths, so that every run does the same."""
        return iter(sorted(self._by_url.values(), key=lambda route: route.output_path))

    def __len__(self) -> int:
        return len(self._by_url)

    def route(self, url: str) -> Route | None:
        """What lies at exactly this decoded path below the base."""
        return self._by_url.get(url)

    def rendered_by(self, renderer: str) -> Iterator[Route]:
        """Those that one renderer makes, in the order of output paths."""
        return (route for route in self if route.renderer == renderer)

    def serves(self, url: str) -> bool:
        """Whether something answers at a decoded path below the base: `/about/`, and `/about` for a folder."""
        folder = url.removesuffix("index.html") if url.endswith("/index.html") else f"{url}/"
        return url in self._by_url or folder in self._by_url

    def _twice(self) -> Iterator[Problem]:
        for routes in self._by_key.values():
            for other in routes[1:]:
                first = routes[0]
                spelling = "" if first.url == other.url else f" (the other spells it {first.url})"
                yield Problem(
                    f"the address {other.url} is wanted by {other.asker} and by {first.asker}{spelling}",
                    _way_out(first, other),
                    path=other.path or first.path,
                    line=(other if other.path else first).line,
                )

    def _file_as_folder(self) -> Iterator[Problem]:
        told = set()
        for key, routes in self._by_key.items():
            parent = key
            while "/" in parent:
                parent = parent.rpartition("/")[0]
                if parent in self._by_key and parent not in told:
                    told.add(parent)
                    file = self._by_key[parent][0]
                    yield Problem(
                        f"{file.asker} makes the file {file.url}, but {routes[0].asker} needs a folder of that name",
                        "Give one of them another name.",
                        path=file.path or routes[0].path,
                        line=(file if file.path else routes[0]).line,
                    )


def _way_out(first: Route, other: Route) -> str:
    """What to type when two want one address."""
    renderers = {first.renderer, other.renderer}
    if "redirect" in renderers:
        return "Take the alias out, or give the other another `slug:` or `permalink:`."
    if "copy" in renderers:
        return "Give the file another name."
    return "Give one of them another `slug:` or `permalink:`."
