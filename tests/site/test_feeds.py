"""The feeds of built sites: readers take them, pages announce them, ids last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

NAMES = ("feed.xml", "atom.xml", "feed.json")
POST = "---\ntitle: Hello\ndate: 2026-01-01 10:00\ntags: [boats]\n{}---\nA [link](/about/) and ![a dot](dot.png).\n"
FILES = {
    "posts/2026-01-01-hello.md": POST.format(""),
    "posts/dot.png": png(),
    "posts/2026-01-02-kept.md": "---\ntitle: Kept\nid: 0b5e9f57-2b43-4c36-8f0f-5a3a1a0c9d11\n---\nText.\n",
    "notes/2026-01-03-0900.md": "A note & no title.\n",
    "pages/about.md": "# About\n",
}


def items(output: Output, name: str) -> list[dict[str, Any]]:
    """id, title, link and html of every item, as a reader sees them."""
    text = output.text(name)
    if name.endswith(".json"):
        found = json.loads(text)["items"]
        return [{"id": i["id"], "title": i.get("title"), "link": i["url"], "html": i["content_html"]} for i in found]
    parsed = feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, (name, parsed.get("bozo_exception"))
    return [
        {"id": e.id, "title": e.get("title") or None, "link": e.link, "html": e.content[0]["value"]}
        for e in parsed.entries
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_feed_of_the_example_parses(name: str, example: Output) -> None:
    feeds = [path for path in example.files if path.endswith(name)]
    assert {name, f"posts/{name}", f"notes/{name}", f"tags/boats/{name}"} <= set(feeds)
    tags = {path.split("/")[1] for path in example.files if path.startswith("tags/") and path.count("/") == 2}
    assert {path.split("/")[1] for path in feeds if path.startswith("tags/")} == tags
    for feed in feeds:
        assert items(example, feed), feed


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_holds_the_whole_text_of_what_is_listed(name: str, example: Output) -> None:
    found = items(example, name)
    kinds = ("posts/", "notes/", "photos/", "audio/", "video/", "links/")
    entries = [path for path in example.pages if path.startswith(kinds) and path.count("/") == 2]
    unlisted = "posts/if-you-have-found-my-boat/index.html"
    # RSS leads from a link straight to the page that it is about.
    elsewhere = {path for path in entries if path.startswith("links/") and name == "feed.xml"}
    led = [example.at(item["link"], "https://example.org/") for item in found]
    assert sorted(filter(None, led)) == sorted(set(entries) - {unlisted} - elsewhere)
    assert led.count(None) == len(elsewhere)
    shed = next(item for item in found if "letterbox" in item["link"])
    assert "between thirty and two hundred" in shed["html"]
    assert shed["html"].count("<p>") > 5
    if name != "atom.xml":  # RFC 4287, section 4.1.2: an Atom entry has a title; a note's is its first words
        assert all(not item["title"] for item in found if "/notes/" in item["link"])
    assert all(item["title"] for item in found if "/posts/" in item["link"])


def test_the_three_formats_agree(example: Output) -> None:
    rss, atom, jsonfeed = (items(example, name) for name in NAMES)
    assert [item["id"] for item in rss] == [item["id"] for item in atom]
    keys = [[(item["id"], item["link"]) for item in found] for found in (atom, jsonfeed)]
    assert keys[0] == keys[1]
    own = [(item["id"], item["link"]) for item in rss if item["link"].startswith("https://example.org/")]
    assert own == [key for key in keys[0] if "/links/" not in key[1]]
    titles = [[item["title"] for item in found if "/posts/" in item["link"]] for found in (rss, atom, jsonfeed)]
    assert titles[0] == titles[1] == titles[2]


@pytest.mark.parametrize(
    ("page", "own"), [("index.html", ""), ("posts/index.html", "posts/"), ("tags/boats/index.html", "tags/boats/")]
)
def test_pages_announce_their_feeds(page: str, own: str, example: Output) -> None:
    links = example.parsed(page).xpath('//link[@rel="alternate"]')
    announced = [(link.get("href"), link.get("type")) for link in links]
    types = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    wanted = [(f"/{folder}{name}", type_) for folder in dict.fromkeys((own, "")) for name, type_ in zip(NAMES, types, strict=True)]  # fmt: skip # noqa: E501
    assert announced == wanted
    assert all(link.get("title") for link in links)


def ids(output: Output) -> dict[str, list[str]]:
    return {name: [item["id"] for item in items(output, name)] for name in NAMES}


@pytest.fixture(scope="module")
def before(make_site: Callable[..., Site]) -> dict[str, list[str]]:
    return ids(make_site(FILES).build())


CHANGES: dict[str, tuple[dict[str, str], str]] = {
    "slug": ({"posts/2026-01-01-hello.md": POST.format("slug: other\n")}, "https://example.org/"),
    "title": ({"posts/2026-01-01-hello.md": POST.format("").replace("Hello", "Goodbye")}, "https://example.org/"),
    "permalink": ({"posts/2026-01-01-hello.md": POST.format("permalink: /x/y/\n")}, "https://example.org/"),
    "domain": ({}, "https://elsewhere.example/"),
    "scheme": ({}, "http://example.org/"),
    "base path": ({}, "https://example.org/blog/"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_p6_ids_outlive(what: str, make_site: Callable[..., Site], before: dict[str, list[str]]) -> None:
    files, base = CHANGES[what]
    output = make_site(FILES | files).build(base=base)
    assert ids(output) == before
    assert len({*before["feed.xml"]}) == 3
    assert all(item["link"].startswith(base) for item in items(output, "feed.xml"))


def test_p6_an_id_of_its_own_outlives_the_file_name(
    make_site: Callable[..., Site], before: dict[str, list[str]]
) -> None:
    moved = dict(FILES)
    moved["posts/2026/renamed.md"] = moved.pop("posts/2026-01-02-kept.md").replace(
        "---\nTe", "date: 2026-01-02\n---\nTe"
    )
    output = make_site(moved).build()
    assert ids(output) == before
    assert "urn:uuid:0b5e9f57-2b43-4c36-8f0f-5a3a1a0c9d11" in before["feed.xml"]


def test_p6_without_one_it_comes_from_the_source_path(make_site: Callable[..., Site]) -> None:
    """Fixed values: another one in a later version would show every reader every entry again."""
    output = make_site({"posts/2026-01-01-hello.md": "# Hello\n"}).build()
    assert [item["id"] for item in items(output, "atom.xml")] == ["urn:uuid:15403634-08f6-5895-ade2-b24f493a1395"]


def test_addresses_in_feeds_are_absolute(make_site: Callable[..., Site]) -> None:
    output = make_site(FILES).build(base="https://me.github.io/blog/")
    for name in NAMES:
        html = next(item["html"] for item in items(output, name) if item["title"] == "Hello")
        assert 'href="https://me.github.io/blog/about/"' in html
        assert 'src="https://me.github.io/blog/posts/dot.png"' in html


def test_undated_and_unlisted_entries_are_in_no_feed(make_site: Callable[..., Site]) -> None:
    files = {"posts/undated.md": "# Undated\n", "posts/2026-01-01-u.md": "---\nunlisted: true\n---\n# U\n", **FILES}
    output = make_site(files).build()
    assert {item["title"] for item in items(output, "feed.json")} == {"Hello", "Kept", None}
    assert "undated" in output.page("/posts/")


def test_feeds_of_awkward_titles_parse(make_site: Callable[..., Site]) -> None:
    title = "A ]]> & <b> it's 🚲 日本"
    output = make_site({"posts/2026-01-01-a.md": f'---\ntitle: "{title}"\n---\nT\n'}).build()
    for name in NAMES:
        (item,) = items(output, name)
        assert item["title"] == title
