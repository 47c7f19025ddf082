"""The families of routes, as a whole site's plan has them."""

from __future__ import annotations

import importlib
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from voicebuilder import build, config, content
from voicebuilder.model.route import Route, RouteTable
from voicebuilder.report import Report
from voicebuilder.routes import sitemap as sitemaps
from voicebuilder.text.urls import Base

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.conftest import Site

    Planned = Callable[..., RouteTable]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CONFIG = "title: T\nurl: https://me.github.io/blog/\npaginate: 2\n"
FILES = {
    "posts/2026-01-01-a.md": "---\ntags: [Boats, C++]\naliases: [/old/, /old.html]\n---\n",
    "posts/2025-01-01-b.md": "---\ntags: [boats]\nupdated: 2026-03-01\n---\n![](cat.jpg)",
    "posts/2025-01-02-c.md": "",
    "posts/2025-01-03-d/index.md": "",
    "posts/2025-01-03-d/map.png": png(),
    "posts/undated.md": "",
    "posts/quiet.md": "---\nunlisted: true\ntags: [quiet]\n---\n",
    "posts/secret.md": "---\ndraft: true\ntags: [secret]\naliases: [/secret-old/]\n---\n![](secret.jpg)",
    "posts/secret-walk/index.md": "---\ndraft: true\n---\n",
    "posts/secret-walk/secret.png": png(),
    "posts/cat.jpg": png(),
    "posts/secret.jpg": png(),
    "posts/nobody-shows-it.jpg": png(),
    "notes/2026-02-01-1200.md": "note",
    "pages/about.md": "",
    "static/robots.txt": "mine",
    "static/a/b.txt": "",
}


@pytest.fixture(scope="module")
def planned(make_site: Callable[..., Site]) -> Planned:
    """The table of a site of these files."""

    def plan(files: Mapping[str, str] = FILES, *, with_drafts: bool = False) -> RouteTable:
        site = make_site({"voicebuilder.yaml": CONFIG, **files})
        report = Report()
        memory = content.Memory(site.folder / ".cache", "1", "UTC")
        table = build.plan(config.load(site.folder), build.Options(NOW, with_drafts, 1), memory, report).table
        assert report.errors == []
        return table

    return plan


@pytest.fixture(scope="module")
def table(planned: Planned) -> dict[str, Route]:
    return {route.url: route for route in planned()}


def test_every_address(table: dict[str, Route]) -> None:
    feeds = {
        f"{folder}{name}"
        for folder in ("/", "/posts/", "/notes/", "/tags/boats/", "/tags/c-plus-plus/")
        for name in ("feed.xml", "atom.xml", "feed.json")
    }
    assert {url for url in table if not url.startswith("/assets/")} - feeds == {
        "/posts/a/", "/posts/b/", "/posts/c/", "/posts/d/", "/posts/undated/", "/posts/quiet/",
        "/notes/2026-02-01-1200/", "/about/",
        "/", "/page/1/", "/page/2/", "/posts/", "/posts/page/1/", "/notes/",
        "/tags/", "/tags/boats/", "/tags/c-plus-plus/", "/archive/", "/archive/2026/", "/archive/2025/",
        "/subscribe/", "/subscribe/thanks/", "/404.html", "/sitemap.xml", "/robots.txt",
        "/old/", "/old.html", "/posts/cat.jpg", "/posts/d/map.png", "/a/b.txt",
    }  # fmt: skip
    assert feeds <= table.keys()
    assert "/assets/style." in " ".join(table)


def test_p5_nothing_of_a_draft(table: dict[str, Route]) -> None:
    for route in table.values():
        assert "secret" not in f"{route.url} {route.asker} {route.path}"
        assert route.renderer != "bytes" or b"secret" not in route.subject


def test_p5_a_site_with_drafts_has_the_same_routes_as_one_without(planned: Planned, table: dict[str, Route]) -> None:
    without = planned({path: text for path, text in FILES.items() if "secret" not in path})
    assert [route.url for route in without] == [route.url for route in RouteTable(table.values(), Report())]


def test_drafts_have_pages_when_asked_for(planned: Planned) -> None:
    urls = {route.url for route in planned(with_drafts=True)}
    assert {
        "/posts/secret/",
        "/secret-old/",
        "/tags/secret/",
        "/posts/secret.jpg",
        "/posts/secret-walk/secret.png",
    } <= urls


def test_an_empty_site_has_its_frame(planned: Planned) -> None:
    urls = {route.url for route in planned({}) if not route.url.startswith("/assets/")}
    assert urls == {
        "/", "/archive/", "/subscribe/", "/subscribe/thanks/", "/404.html", "/sitemap.xml", "/robots.txt",
        "/feed.xml", "/atom.xml", "/feed.json",
    }  # fmt: skip


def test_aliases_lead_to_their_entry(table: dict[str, Route]) -> None:
    assert (table["/old/"].renderer, table["/old/"].subject) == ("redirect", "/posts/a/")
    assert (table["/old.html"].path, table["/old.html"].line) == ("posts/2026-01-01-a.md", 3)


def test_files_are_copied_from_where_they_lie(table: dict[str, Route]) -> None:
    assert (table["/posts/d/map.png"].renderer, table["/posts/d/map.png"].subject) == (
        "copy",
        "posts/2025-01-03-d/map.png",
    )
    assert table["/posts/cat.jpg"].subject == "posts/cat.jpg"
    assert table["/a/b.txt"].subject == "static/a/b.txt"


def test_a_writers_own_robots_file_stands(table: dict[str, Route]) -> None:
    assert (table["/robots.txt"].renderer, table["/robots.txt"].subject) == ("copy", "static/robots.txt")


def test_templates_are_looked_for_from_the_special_to_the_general(table: dict[str, Route]) -> None:
    templates = {
        url: table[url].subject.templates for url in ("/", "/posts/", "/posts/a/", "/about/", "/notes/2026-02-01-1200/")
    }
    assert templates == {
        "/": ("home.html", "listing.html"),
        "/posts/": ("posts.html", "listing.html"),
        "/posts/a/": ("post.html", "entry.html"),
        "/about/": ("page.html", "entry.html"),
        "/notes/2026-02-01-1200/": ("note.html", "entry.html"),
    }


def test_what_search_engines_are_told(table: dict[str, Route]) -> None:
    locations = dict(_locations(table["/sitemap.xml"].subject))
    base = "https://me.github.io/blog"
    assert {url.removeprefix(base) for url in locations} == {
        "/", "/page/1/", "/page/2/", "/posts/", "/posts/page/1/", "/notes/", "/subscribe/",
        "/posts/a/", "/posts/b/", "/posts/c/", "/posts/d/", "/posts/undated/", "/notes/2026-02-01-1200/", "/about/",
        "/tags/", "/tags/boats/", "/tags/c-plus-plus/", "/archive/", "/archive/2026/", "/archive/2025/",
    }  # fmt: skip
    assert locations[f"{base}/posts/b/"] == "2026-03-01T00:00:00+00:00"
    assert locations[f"{base}/posts/undated/"] is None
    # A list has changed when the newest of its entries has.
    assert locations[f"{base}/archive/2025/"] == "2026-03-01T00:00:00+00:00"
    assert locations[f"{base}/tags/boats/"] == "2026-03-01T00:00:00+00:00"
    indexed = {route.url for route in table.values() if route.renderer == "page" and route.subject.is_indexed}
    assert {route.url for route in table.values() if route.in_sitemap} <= indexed


def _locations(xml: bytes) -> list[tuple[str, str | None]]:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(xml)  # noqa: S314 -- our own
    return [(entry.findtext(f"{space}loc", ""), entry.findtext(f"{space}lastmod")) for entry in root]


def test_addresses_in_the_sitemap_are_encoded() -> None:
    routes = [Route(url, "page", None, "x", in_sitemap=True) for url in ("/é & ü/", "/a'b/", "/日本/")]
    made = {route.url: route.subject for route in sitemaps(routes, Base.of("https://me.example/"))}
    assert [url for url, _ in _locations(made["/sitemap.xml"])] == [
        "https://me.example/a'b/", "https://me.example/%C3%A9%20&%20%C3%BC/", "https://me.example/%E6%97%A5%E6%9C%AC/",
    ]  # fmt: skip
    assert b"Sitemap: https://me.example/sitemap.xml" in made["/robots.txt"]


def test_a_sitemap_of_more_than_the_protocol_allows_is_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    # By its full name: `routes.sitemap` is the function.
    monkeypatch.setattr(importlib.import_module("voicebuilder.routes.sitemap"), "MOST_URLS", 2)
    routes = [Route(f"/{number}/", "page", None, "x", in_sitemap=True) for number in range(5)]
    made = {route.url: route.subject for route in sitemaps(routes, Base.of("https://me.example/"))}
    parts = [url.removeprefix("https://me.example") for url, _ in _locations(made["/sitemap.xml"])]
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    assert [url for part in parts for url, _ in _locations(made[part])] == [
        f"https://me.example/{n}/" for n in range(5)
    ]
