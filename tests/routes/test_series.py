"""The routes of series."""

from __future__ import annotations

from datetime import UTC, datetime

from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.document import Document, FrontMatter, Moment
from voicebuilder.model.entry import Entry
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.relations import Series
from voicebuilder.model.status import Status
from voicebuilder.routes.series import series


def part(name: str, updated: datetime) -> Entry:
    path = f"posts/{name}.md"
    matter = FrontMatter(date=Moment.of(updated, has_time=True), series="The shed")
    document = Document(path, BY_FOLDER["posts"], matter, b"", 1, name)
    return Entry(document, name, f"/posts/{name}/", name, Status.PUBLISHED, updated, updated)


OLD, NEW = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
SHED = Series("The shed", "the-shed", (part("a", OLD), part("b", NEW)))
BOATS = Series("Årstas båtar", "årstas-båtar", (part("c", OLD),))


def test_a_list_and_a_page_for_each() -> None:
    routes = {route.url: route for route in series((SHED, BOATS))}
    assert list(routes) == ["/series/", "/series/the-shed/", "/series/årstas-båtar/"]
    assert {(route.renderer, route.in_sitemap) for route in routes.values()} == {("page", True)}
    assert {url: route.subject.templates for url, route in routes.items()} == {
        "/series/": ("all-series.html",),
        "/series/the-shed/": ("series.html",),
        "/series/årstas-båtar/": ("series.html",),
    }
    assert routes["/series/"].subject.title == Phrase("all_series")
    assert routes["/series/"].subject.values == {"all_series": (SHED, BOATS)}
    one = routes["/series/the-shed/"]
    assert (one.subject.title, one.asker, one.modified) == ("The shed", "the series `The shed`", NEW)
    assert one.subject.values == {"series": SHED, "entries": SHED.entries}


def test_no_series_no_page() -> None:
    assert list(series(())) == []
