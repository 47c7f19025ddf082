"""JSON Feed: the rules of version 1.1."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from voicebuilder.feeds.channel import Person
from voicebuilder.feeds.jsonfeed import JSON_FEED

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel


def feed_of(channel: Channel) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(JSON_FEED.serialize(channel))
    return found


def faults(feed: dict[str, Any]) -> list[str]:
    """What the specification forbids."""
    items = feed["items"]
    ids = [item["id"] for item in items]
    checks = {
        "version": feed["version"] == "https://jsonfeed.org/version/1.1",
        "title": isinstance(feed["title"], str),
        "authors": all(author.keys() & {"name", "url", "avatar"} for author in feed["authors"]),
        "ids are strings, once each": all(isinstance(id_, str) for id_ in ids) and len(set(ids)) == len(ids),
        "content": all(isinstance(item["content_html"], str) for item in items),
        "dates": all(
            datetime.fromisoformat(item[name]).utcoffset() is not None
            for item in items
            for name in ("date_published", "date_modified")
        ),
        "no nulls, no empty values": all(
            value not in (None, "", [], {}) for item in items for key, value in item.items() if key != "content_html"
        ),
        "attachments": all(
            {"url", "mime_type"} <= attachment.keys() for item in items for attachment in item.get("attachments", ())
        ),
    }
    return [name for name, passed in checks.items() if not passed]


def test_the_rules_of_the_specification_hold(make) -> None:
    assert faults(feed_of(make.channel())) == []
    assert faults(feed_of(make.empty(description="", icon="", hubs=(), language="", author=Person()))) == []


def test_the_feed_as_a_whole(make) -> None:
    feed = feed_of(make.channel())
    assert list(feed) == [
        "version", "title", "home_page_url", "feed_url", "description", "icon", "language", "authors", "hubs", "items"
    ]  # fmt: skip
    assert feed["authors"] == [{"name": "Ana Müller", "url": "https://me.example/about/"}]
    assert feed["feed_url"] == "https://me.example/feed.json"


def test_a_post(make) -> None:
    (item,) = feed_of(make.channel(make.post))["items"]
    assert item == {
        "id": make.post.id,
        "url": make.post.url,
        "title": make.post.title,
        "content_html": make.post.html,
        "summary": make.post.summary,
        "image": "https://me.example/posts/hello/cat.jpg",
        "date_published": "2026-11-20T09:30:00+01:00",
        "date_modified": "2026-11-23T08:00:00+00:00",
        "tags": ["R&D", "日本"],
    }


def test_a_note_has_no_title_and_names_its_language(make) -> None:
    (item,) = feed_of(make.channel(make.note))["items"]
    assert "title" not in item
    assert item["language"] == "he"
    assert "language" not in feed_of(make.channel(make.note, language="he"))["items"][0]


def test_an_item_names_its_author_only_where_it_is_another(make) -> None:
    guest, own = feed_of(make.channel(make.episode, make.post))["items"][::-1]
    assert guest["authors"] == [{"name": "Guest"}]
    assert "authors" not in own


def test_attachments(make) -> None:
    (item,) = feed_of(make.channel(make.episode))["items"]
    assert item["attachments"] == [
        {"url": "https://me.example/one.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1234},
        {"url": "https://me.example/one.ogg", "mime_type": "audio/ogg"},
    ]
    assert item["content_html"] == ""
