"""What IndieWeb readers find in each theme, by the parser that they use (mf2py)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import mf2py
import pytest

from .texts import HOME, NASTY_POST, NOTE, PAGES, POST

if TYPE_CHECKING:
    from .conftest import Themed

BASE = "https://example.org"
OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d\Z")


def top(site: Themed, url: str, kind: str) -> list[dict[str, Any]]:
    parsed = mf2py.Parser(doc=site.output.page(url), url=BASE + url, html_parser="lxml").to_dict()
    return [item for item in parsed["items"] if kind in item["type"]]


def test_home_has_one_representative_h_card(site: Themed) -> None:
    """https://microformats.org/wiki/representative-h-card-parsing."""
    cards = [card["properties"] for card in top(site, HOME, "h-card")]
    (own,) = [card for card in cards if card.get("uid") == [f"{BASE}/"] and f"{BASE}/" in card["url"]]
    assert own["name"] == ["Wenna Tregear"]
    assert own["note"]
    photo = own["photo"][0]
    assert (photo["value"] if isinstance(photo, dict) else photo) == f"{BASE}/images/portrait.png"
    assert "https://example.social/@wenna" in own["url"]


@pytest.mark.parametrize("kind", ["home", "an older home page", "posts", "notes", "a tag"])
def test_lists_are_feeds_of_entries(site: Themed, kind: str) -> None:
    (feed,) = top(site, PAGES[kind], "h-feed")
    assert feed["properties"]["name"]
    assert len(feed["children"]) >= 5
    for entry in feed["children"]:
        assert entry["type"] == ["h-entry"]
        properties = entry["properties"]
        assert properties["url"] == properties["uid"]
        assert OFFSET.match(properties["published"][0])
        # In a ledger an entry is known by its first words, whatever it is.
        if "author" in properties:
            assert ("name" in properties) == ("/notes/" not in properties["url"][0])
            assert "name" in properties or properties["content"]


@pytest.mark.parametrize("url", [POST, NASTY_POST, NOTE, PAGES["a note with a picture"], PAGES["a post in Arabic"]])
def test_a_dated_entry(site: Themed, url: str) -> None:
    (entry,) = top(site, url, "h-entry")
    properties = entry["properties"]
    assert ("name" in properties) == url.startswith("/posts/")
    assert properties["url"] == properties["uid"] == [BASE + url]
    assert OFFSET.match(properties["published"][0])
    assert properties["content"][0]["html"].strip()
    (author,) = properties["author"]
    assert author["type"] == ["h-card"]
    assert (author["properties"]["name"], author["properties"]["url"]) == (["Wenna Tregear"], [f"{BASE}/"])


def test_a_guest_is_the_author_of_their_entry(site: Themed) -> None:
    (entry,) = top(site, PAGES["a guest's post with a long title"], "h-entry")
    (author,) = entry["properties"]["author"]
    name = author if isinstance(author, str) else author["properties"]["name"][0]
    assert name == "Amina Okafor"


def test_a_page_is_an_entry_without_a_date(site: Themed) -> None:
    (entry,) = top(site, "/about/", "h-entry")
    assert entry["properties"]["url"] == [f"{BASE}/about/"]
    assert entry["properties"]["name"]
    assert "published" not in entry["properties"]
