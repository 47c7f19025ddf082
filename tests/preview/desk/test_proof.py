"""An entry's sheet shows its page, feed item, card and words to share as others will get them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import ContentError, Problem
from voicebuilder.preview.desk.sheet import POLICY

from ...conftest import png
from .desk_site import EDITOR, DeskSite, parsed, planned, section, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BODY = "See [the note](../../notes/2026-11-22-1530.md) and ![a boat](boat.png). <script>alert(1)</script>\n"
SITE = {
    "voicebuilder.yaml": "title: Harbour notes\nurl: https://me.example/blog/\nfeeds:\n  items: 5\n",
    "posts/full/index.md": "---\ntitle: A full post\ndate: 2026-11-20\nupdated: 2026-11-22\ntags: [Ropes]\n"
    f"image: boat.png\nimage_alt: A boat\ndescription: What it says.\nauthor: Ada\n---\n{BODY}",
    "posts/full/boat.png": png(),
    "posts/bare.md": "---\ntitle: Bare\ndate: 2026-11-19\n---\n" + "Many words stand here. " * 20 + "\n",
    "posts/elsewhere.md": "---\ntitle: Elsewhere\ndate: 2026-11-18\nimage: https://pics.example/a.png\n---\nText.\n",
    "posts/lost.md": "---\ntitle: Lost\ndate: 2026-11-17\nimage: /images/none.png\nimage_alt: x\n---\nText.\n",
    "posts/long.md": f"---\ntitle: Long\ndate: 2026-11-16\ndescription: {'word ' * 60}\n---\nText.\n",
    "posts/ancient.md": "---\ntitle: Ancient\ndate: 2001-01-01\n---\nText.\n",
    "posts/undated.md": "---\ntitle: Undated\n---\nText, see [nothing](/nowhere/).\n",
    "posts/hidden.md": "---\ntitle: Hidden\ndate: 2026-11-19\nunlisted: true\n---\nText.\n",
    "posts/later.md": "---\ntitle: Later\ndate: 2026-12-24 09:00\n---\nText.\n",
    "notes/2026-11-22-1530.md": "A short word.\n\nAnd another.\n",
    "pages/about.md": "---\ntitle: About\n---\nText.\n",
}


@pytest.fixture(scope="module")
def site(make_site: Callable[..., object]) -> DeskSite:
    return DeskSite(planned(make_site(SITE).folder, NOW))


def opened(site: DeskSite, path: str) -> Element:
    answer = site.ask("/_preview/entry", path=path)
    assert (answer.status, answer.policy) == (200, POLICY)
    return parsed(answer)


def card(root: Element) -> tuple[str, ...]:
    (found,) = root.xpath("//div[@class='card']")
    return tuple(words(one) for one in found.xpath(".//p"))


def test_all_forms_of_a_post(site: DeskSite) -> None:
    assert site.state.errors == ()
    root = opened(site, "posts/full/index.md")
    assert words(root.xpath("//h1")[0]) == "A full post"
    meta = words(root.xpath("//div[@class='opening']/p")[0])
    assert meta.startswith("published post 20 November 2026 Updated 22 November 2026")
    assert meta.endswith("minute to read")
    assert root.xpath("//p[@class='doors']/a/@href") == [
        "/blog/posts/full/",
        EDITOR.format(path=site.state.site / "posts/full/index.md", line=1, column=1),
    ]
    phone, item = root.xpath("//iframe")
    assert (phone.get("src"), phone.get("width"), phone.get("loading")) == ("/blog/posts/full/", "390", "lazy")
    assert item.get("src").startswith("/_preview/item?path=posts/full/index.md&v=")
    assert phone.get("title")
    assert item.get("title")
    assert card(root) == ("Harbour notes · me.example", "A full post", "What it says.")
    (picture,) = root.xpath("//div[@class='card']//img")
    assert (picture.get("src"), picture.get("alt")) == ("/blog/posts/full/boat.png", "A boat")
    assert root.xpath("//ul[@class='advice']") == []
    assert root.xpath("//textarea/text()") == ["A full post https://me.example/blog/posts/full/"]
    assert section(root, "share").endswith("Bluesky 47 of 300 Mastodon 35 of 500")


def test_the_item_is_that_of_the_feed(site: DeskSite) -> None:
    root = opened(site, "posts/full/index.md")
    feed = section(root, "feed")
    assert "In these feeds: Harbour notes, Harbour notes: Posts, Harbour notes: Ropes." in feed
    rss = root.xpath("string(//pre)")
    route = site.state.plan.table.route("/feed.xml")
    made = site.render(route).decode()
    assert rss in made
    assert "<title>A full post</title>" in rss
    assert rss.count("<item>") == 1


def test_nothing_of_an_item_can_run(site: DeskSite) -> None:
    answer = site.ask("/_preview/item", path="posts/full/index.md")
    policy = dict(one.strip().partition(" ")[::2] for one in answer.policy.split(";"))
    assert policy["default-src"] == "'none'"
    assert "allow-scripts" not in policy["sandbox"]
    assert "script-src" not in policy
    assert policy["frame-ancestors"] == "'self'"
    text = answer.body.decode()
    assert "/_preview/live.js" not in text
    assert '<base href="/blog/posts/full/" target="_blank">' in text
    assert 'href="/blog/notes/2026-11-22-1530/"' in text
    assert "Ada" in text


def test_its_address_changes_with_what_it_says(site: DeskSite, make_site: Callable[..., object]) -> None:
    def address(changes: dict[str, str]) -> str:
        state = planned(make_site({**SITE, **changes}).folder, NOW)
        return opened(DeskSite(state), "posts/bare.md").xpath("//section[@class='feed']/iframe/@src")[0]

    before = opened(site, "posts/bare.md").xpath("//section[@class='feed']/iframe/@src")[0]
    assert address({}) == before
    assert address({"posts/bare.md": SITE["posts/bare.md"].replace("Many", "More")}) != before
    assert address({"posts/bare.md": SITE["posts/bare.md"].replace("Bare", "Bear")}) != before


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("pages/about.md", "A page stands alone and is in no feed."),
        ("posts/undated.md", "It has no date, so it is in no feed."),
        ("posts/hidden.md", "It is unlisted, so it is in no feed."),
        ("posts/ancient.md", "It is older than the newest 5 entries that a feed carries."),
    ],
)
def test_what_is_in_no_feed_says_why(site: DeskSite, path: str, said: str) -> None:
    root = opened(site, path)
    assert said in section(root, "feed")
    assert len(root.xpath("//iframe")) == 1
    assert site.ask("/_preview/item", path=path).status == 404


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("posts/bare.md", ["No picture: add an image:", "The description is the beginning of the text"]),
        ("posts/elsewhere.md", ["The picture has no words", "The description is the beginning"]),
        (
            "posts/lost.md",
            ["The picture's address leads to nothing: https://me.example/blog/images/none.png", "The desc"],
        ),
        ("posts/long.md", ["No picture", "The description has 299 characters: networks cut it here."]),
    ],
)
def test_what_a_card_lacks_is_said(site: DeskSite, path: str, advice: list[str]) -> None:
    root = opened(site, path)
    found = [words(one) for one in root.xpath("//ul[@class='advice']/li")]
    assert len(found) == len(advice)
    assert all(one.startswith(begin) for one, begin in zip(found, advice, strict=True)), found
    pictures = root.xpath("//div[@class='card']//img/@src")
    assert pictures == (["https://pics.example/a.png"] if path == "posts/elsewhere.md" else [])


def test_a_long_description_is_cut_on_the_card(site: DeskSite) -> None:
    assert len(card(opened(site, "posts/long.md"))[-1]) <= 200


def test_the_cards_words_are_those_of_the_themes_own_head(site: DeskSite) -> None:
    class Themed(DeskSite):
        def render(self, *_: object) -> bytes:
            return b'<meta property="og:title" content="Another"><p>Text.'

    root = opened(Themed(site.state), "posts/full/index.md")
    assert card(root) == ("me.example", "Another")


def test_a_page_that_cannot_be_made_says_why(site: DeskSite) -> None:
    class Broken(DeskSite):
        def render(self, *_: object) -> bytes:
            raise ContentError(Problem("the template is wrong", path="theme/entry.html", line=3))

    root = opened(Broken(site.state), "posts/full/index.md")
    assert "theme/entry.html:3: error: the template is wrong." in section(root, "card")
    assert root.xpath("//div[@class='card']") == []


def test_a_note_is_shared_by_its_text(site: DeskSite) -> None:
    root = opened(site, "notes/2026-11-22-1530.md")
    address = "https://me.example/blog/notes/2026-11-22-1530/"
    assert root.xpath("//textarea/text()") == [f"A short word.\n\nAnd another.\n\n{address}"]


def test_a_scheduled_entry_says_when_it_is_due(site: DeskSite) -> None:
    root = opened(site, "posts/later.md")
    assert "scheduled post Due Thursday 24 December 2026, 09:00 (UTC), in 30 days" in words(root)
    assert "Once it is published, in these feeds" in section(root, "feed")


def test_its_own_problems_are_listed_and_no_others(site: DeskSite) -> None:
    assert "posts/undated.md" in section(opened(site, "posts/undated.md"), "wrong")
    assert section(opened(site, "posts/bare.md"), "wrong") == ""


@pytest.mark.parametrize(
    "path", ["", "posts/none.md", "../voicebuilder.yaml", "/etc/passwd", "voicebuilder.yaml", "x" * 9000]
)
def test_what_is_no_entry_has_no_sheet(site: DeskSite, path: str) -> None:
    for address in ("/_preview/entry", "/_preview/item"):
        answer = site.ask(address, path=path)
        assert (answer.status, answer.policy) == (404, POLICY)
        root = parsed(answer)
        assert words(root.xpath("//h1")[0]) == "There is no such page"
        assert len(words(root)) < 1000
        assert root.xpath("//main//a/@href") == ["/_preview/"]


def test_what_is_withheld_says_so(make_site: Callable[..., object]) -> None:
    site = DeskSite(planned(make_site(SITE).folder, NOW, drafts=False))
    answer = site.ask("/_preview/entry", path="posts/later.md")
    assert answer.status == 404
    assert "posts/later.md is scheduled" in words(parsed(answer))


def test_an_address_that_another_file_has_is_told(site: DeskSite) -> None:
    plan = site.state.plan
    moved = replace(plan.facts.entries["posts/bare.md"], url="/static-file.txt")
    facts = replace(plan.facts, entries={**plan.facts.entries, "posts/bare.md": moved})
    root = opened(DeskSite(replace(site.state, plan=replace(plan, facts=facts))), "posts/bare.md")
    assert "Another file has taken this entry’s address" in section(root, "card").replace("'", "’")
