from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from voicebuilder.content import Folder, Memory, read
from voicebuilder.content.links import Addresses, Resolver
from voicebuilder.errors import Severity
from voicebuilder.model.library import Library, Rules
from voicebuilder.model.sources import Files, media_files, static_files
from voicebuilder.report import Report
from voicebuilder.text.urls import Base

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {
    "posts/2026-01-02-hello.md": "text",
    "posts/2024/old.md": "text",
    "posts/walk/index.md": "text",
    "posts/walk/map.png": png(),
    "posts/walk/deep/track.gpx": "",
    "posts/cat.jpg": png(),
    "posts/a#b c.jpg": png(),
    "posts/100%.jpg": png(),
    "posts/café.md": "text",
    "posts/e\u0301te\u0301.jpg": png(),
    "posts/secret-plan.md": "---\ndraft: true\n---\n",
    "posts/secret-walk/index.md": "---\ndraft: true\n---\n",
    "posts/2030-01-01-later.md": "text",
    "posts/gone.md": "---\nexpires: 2020-01-01\n---\n",
    "posts/broken.md": "---\ndraft: maybe\n---\n",
    "notes/2026-01-02-1530.md": "text",
    "pages/about.md": "text",
    "static/images/x.png": png(),
    "static/paper.pdf": "",
}


@dataclass
class Text:
    """A document whose links are being resolved."""

    resolver: Resolver

    def link(self, href: str) -> str | None:
        return self.resolver(href, 7, image=False)

    def picture(self, href: str) -> str | None:
        return self.resolver(href, 7, image=True)

    @property
    def said(self) -> list[str]:
        return [str(problem) for problem in self.resolver.problems]


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Text]:
    """`text("posts/hello.md")`: that file's resolver in the site of FILES."""

    def make(path: str, base: str = "https://example.org/", severity: Severity = Severity.ERROR) -> Text:
        for name, content in FILES.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        memory = Memory(tmp_path / "cache", "1", "UTC")
        sources = read(Folder(tmp_path, ZoneInfo("UTC")), memory, 1, Report())
        library = Library.of(sources.documents, Rules(datetime(2026, 11, 24, tzinfo=UTC)), Report())
        beside = media_files(sources, library, with_drafts=False)
        urls = {path: file.url for path, file in beside.items()} | static_files(sources)
        addresses = Addresses(library, sources, Files(beside, urls, {}, {}), Base.of(base))
        document = next(document for document in sources.documents if document.path == path)
        return Text(Resolver(document, addresses, severity))

    return make


POST = "posts/2026-01-02-hello.md"


@pytest.mark.parametrize(
    ("path", "href", "resolved"),
    [
        # Entries, by their files.
        (POST, "2024/old.md", "/posts/old/"),
        (POST, "./2024/old.md", "/posts/old/"),
        (POST, "../pages/about.md", "/about/"),
        (POST, "../pages/about.md#me", "/about/#me"),
        (POST, "../pages/about.md?x=1#me", "/about/?x=1#me"),
        ("posts/2024/old.md", "../2026-01-02-hello.md", "/posts/hello/"),
        ("notes/2026-01-02-1530.md", "../posts/walk/index.md", "/posts/walk/"),
        (POST, "walk/index.md", "/posts/walk/"),
        # A bundle, by its folder.
        (POST, "walk/", "/posts/walk/"),
        (POST, "walk", "/posts/walk/"),
        (POST, "walk/#map", "/posts/walk/#map"),
        # Files beside entries.
        (POST, "cat.jpg", "/posts/cat.jpg"),
        ("posts/walk/index.md", "map.png", "/posts/walk/map.png"),
        ("posts/walk/index.md", "deep/track.gpx", "/posts/walk/deep/track.gpx"),
        (POST, "walk/map.png", "/posts/walk/map.png"),
        # Static files.
        (POST, "../static/images/x.png", "/images/x.png"),
        ("posts/walk/index.md", "../../static/paper.pdf#page=3", "/paper.pdf#page=3"),
        # Names that need quoting.
        (POST, "a%23b%20c.jpg", "/posts/a%23b%20c.jpg"),
        (POST, "a%23b c.jpg#top", "/posts/a%23b%20c.jpg#top"),
        (POST, "100%25.jpg", "/posts/100%25.jpg"),
        (POST, "100%.jpg", "/posts/100%25.jpg"),
        # Accents composed or not, on disk or in the text.
        (POST, "café.md", "/posts/caf%C3%A9/"),
        (POST, "cafe\u0301.md", "/posts/caf%C3%A9/"),
        (POST, "caf%C3%A9.md", "/posts/caf%C3%A9/"),
        (POST, "cafe%CC%81.md", "/posts/caf%C3%A9/"),
        (POST, "été.jpg", "/posts/%C3%A9t%C3%A9.jpg"),
        # The page itself, and places elsewhere.
        (POST, "#part", "#part"),
        (POST, "?page=2", "?page=2"),
        (POST, "", ""),
        (POST, "https://example.com/a b", "https://example.com/a b"),
        (POST, "//example.com/", "//example.com/"),
        (POST, "mailto:a@example.org", "mailto:a@example.org"),
        # Pages of the site.
        (POST, "/about/", "/about/"),
        (POST, "/tags/caf%C3%A9/?a#b", "/tags/caf%C3%A9/?a#b"),
        (POST, "/a%23b/#c", "/a%23b/#c"),
        (POST, "/%2Fexample.com/", "/example.com/"),
        (POST, "/", "/"),
    ],
)
def test_links(text: Callable[..., Text], path: str, href: str, resolved: str) -> None:
    here = text(path)
    assert here.link(href) == resolved
    assert here.picture(href) == resolved
    assert here.said == []


@pytest.mark.parametrize(
    ("href", "resolved"),
    [
        ("2024/old.md#x", "/my%20blog/posts/old/#x"),
        ("cat.jpg", "/my%20blog/posts/cat.jpg"),
        ("../static/paper.pdf", "/my%20blog/paper.pdf"),
        ("/about/?a", "/my%20blog/about/?a"),
        ("/", "/my%20blog/"),
        ("#x", "#x"),
        ("https://example.com/", "https://example.com/"),
    ],
)
def test_below_a_base_path(text: Callable[..., Text], href: str, resolved: str) -> None:
    assert text(POST, "https://me.github.io/my%20blog/").link(href) == resolved


def test_a_place_on_the_site_before_it_is_an_address(text: Callable[..., Text]) -> None:
    here = text(POST, "https://me.github.io/blog/")
    assert here.resolver.card_picture("été.jpg", 3) == ("/posts/été.jpg", "")
    assert here.resolver.card_picture("https://example.com/x.jpg", 3) == ("https://example.com/x.jpg", "")


def test_what_was_used_is_noted(text: Callable[..., Text]) -> None:
    here = text(POST)
    for href in ("cat.jpg", "walk/map.png", "cat.jpg#x", "2024/old.md", "../static/paper.pdf", "missing.jpg"):
        here.link(href)
    assert list(here.resolver.media) == ["posts/cat.jpg", "posts/walk/map.png"]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/", "/"),
        ("/?x", "/"),
        ("/%2Fa/", "/a/"),
        ("/about/", "/about/"),
        ("/about", "/about"),
        ("/caf%C3%A9/#x", "/café/"),
        ("/a/../b/?q", "/b/"),
        ("/..", "/"),
    ],
)
def test_site_links_are_noted_as_decoded_paths(text: Callable[..., Text], href: str, url: str) -> None:
    here = text(POST)
    here.link(href)
    assert [(link.url, link.line) for link in here.resolver.site_links] == [(url, 7)]


@pytest.mark.parametrize(
    ("href", "hint"),
    [
        ("2024/odl.md", "Did you mean `2024/old.md`?"),
        ("old.md", "Did you mean `2024/old.md`?"),
        ("../posts/about.md", "Did you mean `../pages/about.md`?"),
        ("about", "For a page of the site write `/about/`."),
        ("about/", "For a page of the site write `/about/`."),
        (
            "nothing-like-it.md",
            "Correct the path (it is relative to this file), or write `broken_links: warn` in voicebuilder.yaml.",
        ),
        ("../../../../etc/passwd", "Correct the path"),
        ("../static/images/y.png", "Correct the path"),
    ],
)
def test_p7_a_file_that_is_not_there(text: Callable[..., Text], href: str, hint: str) -> None:
    here = text(POST)
    here.link(href)
    assert here.said == [here.said[0]]
    assert here.said[0].startswith(f"{POST}:7: error: this link names a file that is not there: {href}. {hint}")


def test_p7_a_picture_that_is_not_there(text: Callable[..., Text]) -> None:
    here = text(POST)
    assert here.picture("cta.jpg") == "cta.jpg"
    assert here.said == [
        f"{POST}:7: error: this picture names a file that is not there: cta.jpg. Did you mean `cat.jpg`?"
    ]


def test_a_broken_link_can_be_a_warning(text: Callable[..., Text]) -> None:
    here = text(POST, severity=Severity.WARNING)
    assert here.link("no way.md#x") == "no%20way.md#x"
    assert [problem.severity for problem in here.resolver.problems] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("href", "status"),
    [
        ("secret-plan.md", "a draft"),
        ("secret-plan.md#part", "a draft"),
        ("secret-walk/index.md", "a draft"),
        ("secret-walk/", "a draft"),
        ("secret-walk", "a draft"),
        ("2030-01-01-later.md", "a scheduled"),
        ("gone.md", "an expired"),
    ],
)
@pytest.mark.parametrize("severity", Severity)
def test_p5_a_link_to_what_has_no_page_leaves_no_address(
    text: Callable[..., Text], href: str, status: str, severity: Severity
) -> None:
    here = text(POST, severity=severity)
    assert here.link(href) is None
    assert here.picture(href) is None
    assert here.resolver.problems[0].severity is severity
    assert f"is {status} entry and has no page" in here.said[0]


def test_a_link_to_a_file_with_an_error_of_its_own_is_no_second_error(text: Callable[..., Text]) -> None:
    here = text(POST)
    here.link("broken.md")
    assert here.said == []


@pytest.mark.parametrize(
    "href", ["{{ site.url }}/about/", "{% post_url 2024-01-01-x %}", "/{{ page.slug }}/", "%7B%7B x %7D%7D"]
)
def test_a_command_of_another_generator(text: Callable[..., Text], href: str) -> None:
    here = text(POST)
    here.link(href)
    (said,) = here.said
    assert said.startswith(f"{POST}:7: warning: this link has a command of another site generator in it: ")
    assert here.resolver.site_links == []


def test_a_picture_keeps_its_place(make_site):
    pixel = png(40, 20)
    site = make_site(
        {
            "posts/a.md": "![One](a.png)\n\n![Two](/b.png){width=20}\n\n![Three](a.png){height=5}\n",
            "posts/a.png": pixel,
            "static/b.png": pixel,
        }
    )
    page = site.build().page("/posts/a/")
    assert '<img src="/posts/a.png" alt="One" width="40" height="20"' in page
    assert '<img src="/b.png" alt="Two" width="20" height="10"' in page
    assert '<img src="/posts/a.png" alt="Three" width="10" height="5"' in page


def test_a_picture_of_a_bundle_keeps_its_place_by_its_address_too(make_site):
    pixel = png(40, 20)
    files = {"posts/b/index.md": "# B\n", "posts/b/lamp.png": pixel, "posts/a.md": "![One](/posts/b/lamp.png)\n"}
    assert 'src="/posts/b/lamp.png" alt="One" width="40" height="20"' in make_site(files).build().page("/posts/a/")


def test_p4_a_picture_that_grows_is_seen(make_site):
    site = make_site({"posts/a.md": "![One](a.png)\n", "posts/a.png": png(40, 20)})
    assert 'width="40"' in site.build().page("/posts/a/")
    site.write({"posts/a.png": png(50, 20)})
    assert 'width="50"' in site.build().page("/posts/a/")


@pytest.mark.parametrize("width", ["²", "0", "9" * 5000, "50%", "x"])
def test_a_width_that_is_no_number_of_pixels_stays_as_it_is(make_site, width):
    pixel = png(40, 20)
    site = make_site({"posts/a.md": f'![One](a.png){{width="{width}"}}\n', "posts/a.png": pixel})
    page = site.build().page("/posts/a/")
    assert f'width="{width}" data-tint="#000000" decoding' in page
