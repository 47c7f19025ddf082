"""What IndieWeb readers find in the example, by the parser that they use (mf2py)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import mf2py
import pytest

if TYPE_CHECKING:
    from conftest import Output

HOME = "https://example.org/"
# mf2py takes the colon out of an offset, as the microformats specification wants it.
OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d\Z")


def microformats(output: Output, url: str) -> dict[str, Any]:
    return mf2py.Parser(doc=output.page(url), url=HOME.rstrip("/") + url, html_parser="lxml").to_dict()


def top(parsed: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in parsed["items"] if kind in item["type"]]


@pytest.fixture(scope="module")
def home(example: Output) -> dict[str, Any]:
    return microformats(example, "/")


def test_home_has_one_representative_h_card(home: dict[str, Any]) -> None:
    """https://microformats.org/wiki/representative-h-card-parsing: url == uid == the page's own address."""
    cards = [card["properties"] for card in top(home, "h-card")]
    own = [card for card in cards if card.get("uid") == [HOME] and HOME in card.get("url", [])]
    assert len(own) == 1
    assert own[0]["name"] == ["Wenna Tregear"]
    assert own[0]["note"]
    photo = own[0]["photo"][0]
    assert (photo["value"] if isinstance(photo, dict) else photo) == f"{HOME}images/portrait.png"
    assert "https://example.social/@wenna" in own[0]["url"]


def test_home_says_which_profiles_are_me(home: dict[str, Any]) -> None:
    assert {"https://example.social/@wenna", "https://prints.example.com/wenna"} <= set(home["rels"]["me"])


def test_home_is_a_feed_of_entries(home: dict[str, Any], example: Output) -> None:
    (feed,) = top(home, "h-feed")
    assert feed["properties"]["name"] == ["Slack Water"]
    entries = feed["children"]
    assert len(entries) >= 20
    for entry in entries:
        assert entry["type"] == ["h-entry"]
        properties = entry["properties"]
        assert properties["url"] == properties["uid"]
        assert example.at(properties["url"][0], HOME) in example.files
        assert OFFSET.match(properties["published"][0])
        assert properties["author"][0]["properties"]["name"] == ["Wenna Tregear"]
    assert all("name" in entry["properties"] for entry in entries if "/posts/" in entry["properties"]["url"][0])
    notes = [entry["properties"] for entry in entries if "/notes/" in entry["properties"]["url"][0]]
    assert notes
    assert all("name" not in note and note["content"] for note in notes)


@pytest.mark.parametrize("url", ["/posts/", "/notes/", "/tags/boats/"])
def test_lists_are_feeds_too(url: str, example: Output) -> None:
    (feed,) = top(microformats(example, url), "h-feed")
    assert feed["properties"]["name"]
    assert feed["children"]


def test_a_post(example: Output) -> None:
    (entry,) = top(microformats(example, "/posts/a-shed-with-a-letterbox/"), "h-entry")
    properties = entry["properties"]
    assert properties["name"] == ["A shed with a letterbox"]
    assert properties["url"] == properties["uid"] == [f"{HOME}posts/a-shed-with-a-letterbox/"]
    assert properties["published"] == ["2026-02-07T00:00:00+0000"]
    assert properties["updated"] == ["2026-08-30T00:00:00+0100"]
    assert properties["category"] == ["code", "small repairs"]
    assert properties["summary"]
    assert "between thirty and two hundred" in properties["content"][0]["value"]
    author = properties["author"][0]
    assert author["type"] == ["h-card"]
    assert (author["properties"]["name"], author["properties"]["url"]) == (["Wenna Tregear"], [HOME])


def test_a_note_has_no_name(example: Output) -> None:
    (entry,) = top(microformats(example, "/notes/2026-07-11-2018/"), "h-entry")
    properties = entry["properties"]
    assert "name" not in properties
    assert properties["content"][0]["value"].strip()
    assert properties["url"] == properties["uid"] == [f"{HOME}notes/2026-07-11-2018/"]
    assert OFFSET.match(properties["published"][0])
    assert properties["author"][0]["properties"]["url"] == [HOME]


def test_a_page_is_an_entry_without_a_date(example: Output) -> None:
    (entry,) = top(microformats(example, "/about/"), "h-entry")
    assert entry["properties"]["url"] == [f"{HOME}about/"]
    assert "published" not in entry["properties"]


def test_every_entry_page_is_one_entry_with_content(example: Output) -> None:
    pages = [page for page in example.pages if page.startswith(("posts/", "notes/")) and page.count("/") == 2]
    assert len(pages) > 25
    for page in pages:
        url = f"/{page.removesuffix('index.html')}"
        (entry,) = top(microformats(example, url), "h-entry")
        assert entry["properties"]["content"][0]["html"], page
        assert entry["properties"]["url"] == [HOME.rstrip("/") + url], page
