"""What the preview answers: the site's pages, dressed; and nothing that a build would not make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder.preview.studio import Studio, Taste

from .serving.conftest import CANARY, running
from .test_planner import POST, SITE, Preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

    from voicebuilder.preview.serving.answer import Answer

    Make = Callable[..., Site]

CONFIG = SITE["voicebuilder.yaml"]
FORM = f"{CONFIG}signup:\n  provider: buttondown\n  username: wenna\n"
SCRIPT = b'src="/_preview/live.js"'


class Desk:
    """A studio, and a writer who saves."""

    def __init__(self, site: Site, taste: Taste | None = None) -> None:
        self.preview = Preview(site)
        self.studio = Studio(self.preview.planner, taste or Taste())

    def save(self, path: str, text: str) -> None:
        self.preview.site.write({path: text})
        self.studio.renew([str(self.preview.site.folder / path)])

    def get(self, path: str) -> Answer:
        return self.studio.answer(path, {})

    def html(self, path: str) -> str:
        body = self.get(path).body
        assert isinstance(body, bytes)
        return body.decode()


@pytest.fixture
def desk(make_site: Make) -> Desk:
    return Desk(make_site(SITE))


def test_every_file_of_a_build_is_served_and_pages_are_dressed(desk: Desk) -> None:
    built = desk.preview.site.build(drafts=True)
    for path, data in built.files.items():
        url = "/blog/" + path.removesuffix("index.html")
        answer = desk.get(url)
        body = answer.body.read_bytes() if isinstance(answer.body, Path) else answer.body
        if path.endswith(".html") and path not in built.redirects:
            head, tail = data.rsplit(b"</body>", 1)
            assert body.startswith(head), path
            assert body.endswith(b"</body>" + tail), path
            assert body.count(SCRIPT) == 1
        else:
            assert body == data, path
        assert answer.status == 200
        assert SCRIPT not in data, f"{path} was built with the script of the preview"


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 301, "/blog/"),
        ("/blog", 301, "/blog/"),
        ("/blog/posts", 301, "/blog/posts/"),
        ("/blog/posts/harbour/index.html", 200, ""),
        ("/blog/nowhere/", 404, ""),
        ("/elsewhere/", 404, ""),
        ("/blogger/", 404, ""),
        ("//blog/", 404, ""),
        ("/blog//evil.example/", 404, ""),
        ("/_preview/nothing", 404, ""),
        ("/blog/posts/harbour.md", 404, ""),
    ],
)
def test_addresses(desk: Desk, path: str, status: int, location: str) -> None:
    answer = desk.get(path)
    assert (answer.status, answer.location) == (status, location)


def test_types_are_those_of_a_static_host(desk: Desk) -> None:
    types = {
        "/blog/": "text/html; charset=utf-8",
        "/blog/feed.xml": "application/rss+xml; charset=utf-8",
        "/blog/feed.json": "application/feed+json; charset=utf-8",
        "/blog/robots.txt": "text/plain; charset=utf-8",
        "/blog/posts/quay.png": "image/png",
        "/_preview/live.js": "text/javascript; charset=utf-8",
    }
    assert {path: desk.get(path).media_type for path in types} == types


def test_drafts_and_scheduled_entries_bear_a_badge(make_site: Make) -> None:
    later = "---\ntitle: Later\ndate: 2026-12-24 09:00\n---\nText.\n"
    desk = Desk(make_site(SITE | {"posts/later.md": later}))
    assert "Scheduled for 24 December 2026, 09:00</a>" in desk.html("/blog/posts/later/")
    assert ">Draft</a>" in desk.html("/blog/posts/draft/")
    assert "voicebuilder-preview" not in desk.html("/blog/posts/harbour/")


def test_the_sign_up_form_leads_to_the_stub_and_only_here(make_site: Make) -> None:
    desk = Desk(make_site(SITE | {"voicebuilder.yaml": FORM}))
    page = desk.html("/blog/subscribe/")
    assert 'action="/_preview/signup" method="get"' in page
    assert 'action="https://buttondown' not in page
    assert 'action="https://buttondown' in desk.preview.site.build().page("/subscribe/")


def test_errors_lie_over_every_page_and_go(desk: Desk) -> None:
    counter = desk.studio.counter
    desk.save("posts/harbour.md", POST.replace("2026-11-20 09:30", "soon"))
    for path in ("/blog/", "/blog/posts/harbour/", "/blog/nowhere/", "/elsewhere/", "/_preview/nothing"):
        assert "posts/harbour.md:3:7" in desk.html(path), path
    assert "Ships come" in desk.html("/blog/posts/harbour/")
    desk.save("posts/harbour.md", POST)
    assert "posts/harbour.md:3:7" not in desk.html("/blog/")
    assert desk.studio.counter == counter + 2


def test_a_template_with_an_error_keeps_the_last_good_page(desk: Desk) -> None:
    good = desk.html("/blog/posts/harbour/")
    desk.save("theme/post.html", "{{ entry.titel }}")
    page = desk.html("/blog/posts/harbour/")
    assert "theme/post.html:1" in page
    assert "did you mean <code>title</code>" in page
    assert page.startswith(good[: good.index("</footer>")])
    never = desk.get("/blog/posts/third/")
    assert never.status == 404
    assert b"theme/post.html:1" in never.body  # type: ignore[operator]
    desk.save("theme/post.html", "now {{ entry.title }}")
    assert desk.html("/blog/posts/harbour/").startswith("now The harbour")


def test_a_site_without_any_good_page_says_why_and_recovers(make_site: Make) -> None:
    desk = Desk(make_site({"voicebuilder.yaml": "titel: x\n", "posts/a.md": "# A\n"}))
    answer = desk.get("/")
    assert answer.status == 404
    assert b"voicebuilder.yaml:1:1" in answer.body  # type: ignore[operator]
    assert answer.policy
    desk.save("voicebuilder.yaml", "title: x\nurl: https://example.org/\n")
    assert desk.get("/posts/a/").status == 200


def test_an_entry_that_moves_is_found_by_whoever_looks_at_it(desk: Desk) -> None:
    desk.save("posts/harbour.md", POST.replace("title:", "slug: port\ntitle:"))
    assert desk.get("/blog/posts/harbour/").location == "/blog/posts/port/"
    desk.save("posts/harbour.md", POST)
    assert desk.get("/blog/posts/harbour/").status == 200
    assert desk.get("/blog/posts/port/").location == "/blog/posts/harbour/"


def test_many_errors_are_counted_and_the_first_are_shown(desk: Desk) -> None:
    desk.preview.site.write({f"posts/bad-{number:02}.md": "---\ndate: soon\n---\n" for number in range(30)})
    desk.studio.renew([str(desk.preview.site.folder / f"posts/bad-{number:02}.md") for number in range(30)])
    page = desk.html("/blog/")
    assert "posts/bad-00.md:2:7" in page
    assert "there are 10 more" in page


def test_whoever_waits_is_woken_by_changes_only(desk: Desk) -> None:
    woken: list[int] = []
    leave = desk.studio.subscribe(lambda: woken.append(desk.studio.counter))
    desk.save("posts/harbour.md", POST)
    assert not woken
    desk.save("posts/harbour.md", POST + "More.\n")
    desk.save("static/robots.txt", "Allow: /\n")
    leave()
    desk.save("posts/harbour.md", POST)
    assert woken == [1, 2]


def test_p9_hostile_addresses_get_nothing_that_a_build_does_not_make(
    make_site: Make, hostile_targets: tuple[str, ...]
) -> None:
    site = make_site(SITE)
    secret = CANARY.decode()
    site.write({".env": secret, "secret.txt": secret, "_drafts/a.md": secret, "theme/theme.txt": secret})
    (site.folder.parent / "outside.txt").write_text(secret)
    desk = Desk(site)
    with running(desk.studio) as server:
        for target in (*hostile_targets, "/blog/../secret.txt", "/secret.txt", "/blog/theme/theme.txt", "/.env"):
            reply = server.ask(target)
            assert reply.status < 500, target
            assert CANARY not in reply.body, target
