"""The addresses of design 2.4, and that they stay (P6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

FILES = {
    "posts/2025-05-01-old.md": "---\ntags: [boats]\naliases: [/2025/old.html, /was/here/]\n---\n# Old\n",
    "posts/hello/index.md": "---\ndate: 2026-01-01\nupdated: 2026-02-02\ntags: [Small Repairs]\n---\n![x](x.png)\n",
    "posts/hello/x.png": png(),
    "posts/2024/05/deep.md": "---\ndate: 2024-05-05\n---\n# Deep\n",
    "notes/2026-01-02-0930.md": "First.\n",
    "notes/a.md": "---\ndate: 2026-01-03 10:00:05\n---\nSecond.\n",
    "notes/b.md": "---\ndate: 2026-01-03 10:00:07\n---\nThird, of the same minute.\n",
    "notes/named.md": "---\ndate: 2026-01-04\nslug: My-Name\n---\nFourth.\n",
    "pages/about.md": "# About\n",
    "pages/deep/er.md": "---\npermalink: /docs/deeper\n---\n# Deeper\n",
    "static/.well-known/thing": "thing",
    "static/CNAME": "example.org",
}
FEEDS = ("feed.xml", "atom.xml", "feed.json")
WANTED = {
    "index.html", "posts/old/index.html", "posts/hello/index.html", "posts/hello/x.png", "posts/deep/index.html",
    "notes/2026-01-02-0930/index.html", "notes/2026-01-03-1000/index.html", "notes/2026-01-03-1000-07/index.html",
    "notes/My-Name/index.html", "about/index.html", "docs/deeper/index.html", "posts/index.html", "notes/index.html",
    "tags/index.html", "tags/boats/index.html", "tags/small-repairs/index.html", "archive/index.html",
    "archive/2024/index.html", "archive/2025/index.html", "archive/2026/index.html", "subscribe/index.html",
    "subscribe/thanks/index.html", "404.html", "sitemap.xml", "robots.txt", "2025/old.html", "was/here/index.html",
    ".well-known/thing", "CNAME",
    *(f"{folder}{feed}" for folder in ("", "posts/", "notes/", "tags/boats/", "tags/small-repairs/") for feed in FEEDS),
}  # fmt: skip


@pytest.fixture(scope="module")
def output(make_site: Callable[..., Site]) -> Output:
    return make_site(FILES).build()


def test_all_addresses_of_the_contract_and_no_others(output: Output) -> None:
    found = {path for path in output.files if not path.startswith("assets/")}
    assert found == WANTED


def test_assets_carry_a_hash_of_their_content(output: Output) -> None:
    assert [path for path in output.files if path.startswith("assets/")]
    assert all(re.search(r"\.[0-9a-f]{8,}\.\w+\Z", path) for path in output.files if path.startswith("assets/"))


@pytest.mark.parametrize("old", ["2025/old.html", "was/here/index.html"])
def test_p6_an_alias_leads_on(old: str, output: Output) -> None:
    page = output.parsed(old)
    assert page.xpath('//meta[@http-equiv="refresh"]/@content') == ["0; url=/posts/old/"]
    assert page.xpath('//link[@rel="canonical"]/@href') == ["https://example.org/posts/old/"]
    assert page.xpath("//a/@href") == ["/posts/old/"]


def test_previous_and_next_are_of_the_same_kind(output: Output) -> None:
    links = {
        link.get("rel"): link.get("href") for link in output.parsed("posts/old/index.html").xpath("//nav//a[@rel]")
    }
    assert links == {"prev": "/posts/deep/", "next": "/posts/hello/"}
    newest = output.parsed("posts/hello/index.html").xpath("//nav//a/@rel")
    assert newest == ["prev"]


def test_sitemap_tells_the_last_change(output: Output) -> None:
    sitemap = output.text("sitemap.xml")
    assert "<loc>https://example.org/posts/hello/</loc><lastmod>2026-02-02T00:00:00+00:00</lastmod>" in sitemap
    assert "<loc>https://example.org/tags/boats/</loc><lastmod>2025-05-01T00:00:00+00:00</lastmod>" in sitemap
    assert "<loc>https://example.org/about/</loc></url>" in sitemap
    assert "404" not in sitemap
    assert "was/here" not in sitemap


def test_permalink_patterns(make_site: Callable[..., Site]) -> None:
    config = (
        "title: T\nurl: https://example.org/\npermalinks:\n  posts: /{year}/{month}/{slug}.html\n  notes: /n/{slug}/\n"
    )
    files = make_site({**FILES, "voicebuilder.yaml": config}).build().files
    assert {"2026/01/hello.html", "2024/05/deep.html", "n/2026-01-02-0930/index.html", "2026/01/x.png"} <= set(files)


class TestPagination:
    CONFIG = "title: T\nurl: https://example.org/\npaginate: 3\n"

    def site(self, make_site: Callable[..., Site], count: int) -> Output:
        files = {
            f"posts/2026-01-{n:02}-p{n}.md": f"---\ntags: [all]\n---\n# Post {n}\n\nText {n}.\n"
            for n in range(1, count + 1)
        }
        return make_site({"voicebuilder.yaml": self.CONFIG, **files}).build()

    def entries(self, output: Output, path: str) -> list[str]:
        return output.parsed(path).xpath('//article//a[contains(@class, "u-url")]/@href')

    def test_pages_are_numbered_from_the_oldest(self, make_site: Callable[..., Site]) -> None:
        output = self.site(make_site, 10)
        assert self.entries(output, "page/1/index.html") == ["/posts/p3/", "/posts/p2/", "/posts/p1/"]
        assert self.entries(output, "page/2/index.html") == ["/posts/p6/", "/posts/p5/", "/posts/p4/"]
        assert self.entries(output, "index.html") == ["/posts/p10/", "/posts/p9/", "/posts/p8/", "/posts/p7/"]
        assert "page/3/index.html" not in output.files
        assert "posts/page/2/index.html" in output.files

    def test_no_entry_is_lost_or_twice(self, make_site: Callable[..., Site]) -> None:
        for count in (1, 2, 3, 5, 6, 7):
            output = self.site(make_site, count)
            pages = ["index.html", *(path for path in output.files if path.startswith("page/"))]
            assert sorted(link for page in pages for link in self.entries(output, page)) == sorted(
                f"/posts/p{n}/" for n in range(1, count + 1)
            )

    def test_p6_a_new_post_changes_no_numbered_page(self, make_site: Callable[..., Site]) -> None:
        before, after = self.site(make_site, 10), self.site(make_site, 11)
        numbered = [path for path in before.files if "page/" in path]
        assert len(numbered) == 4
        assert all(after.files[path] == before.files[path] for path in numbered)

    def test_p6_when_the_front_is_full_a_page_comes_and_only_its_neighbour_changes(
        self, make_site: Callable[..., Site]
    ) -> None:
        before, after = self.site(make_site, 11), self.site(make_site, 12)
        assert set(after.files) - set(before.files) == {
            "page/3/index.html", "posts/page/3/index.html", "posts/p12/index.html"
        }  # fmt: skip
        changed = {path for path in before.files if "page/" in path and after.files[path] != before.files[path]}
        assert changed == {"page/2/index.html", "posts/page/2/index.html"}, "their link to the newer page"
        assert self.entries(before, "page/2/index.html") == self.entries(after, "page/2/index.html")


def test_p7_all_clashes_are_named_at_once(make_site: Callable[..., Site], command: Callable) -> None:
    files = {
        "posts/2026-01-01-same.md": "# A\n",
        "posts/2026-01-02-same.md": "# B\n",
        "pages/a.md": "---\npermalink: /posts/\n---\n# C\n",
        "pages/b.md": "---\npermalink: /Archive/\n---\n# D\n",
        "pages/cafe\u0301.md": "# E\n",
        "pages/x.md": "---\nslug: café\n---\n# F\n",
        "posts/2026-01-03-g.md": "---\naliases: [/404.html]\n---\n# G\n",
        "static/feed.xml": "mine",
        "static/about": "a file",
        "pages/about.md": "# H\n",
    }
    ran = command("build", make_site(files).folder)
    assert ran.code == 1
    clashes = {
        "posts/2026-01-01-same.md": "/posts/same/",
        "pages/a.md:2": "/posts/",
        "pages/b.md:2": "/Archive/",
        "pages/x.md:2": "/café/",
        "posts/2026-01-03-g.md:2": "/404.html",
        "static/feed.xml": "/feed.xml",
        "static/about": "/about",
    }
    *messages, last = ran.err.splitlines()
    assert last == "7 errors; nothing was published."
    for (where, address), message in zip(sorted(clashes.items()), sorted(messages), strict=True):
        assert message.startswith(f"{where}")
        assert address in message
