"""JSON Feed 1.1.

In: a channel. Out: bytes. Source: https://www.jsonfeed.org/version/1.1/ (names in quotes are its keys).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from voicebuilder.feeds.format import ITEMS_KEPT, Format
from voicebuilder.text.dates import rfc3339

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel, Enclosure, FeedItem

VERSION = "https://jsonfeed.org/version/1.1"


def serialize(channel: Channel) -> bytes:
    """Write the channel: keys in a fixed order, one item on a line, every script readable as it is."""
    head = json.dumps(_head(channel), ensure_ascii=False, indent=1).removesuffix("\n}")
    items = b",\n".join(_item(item, channel.author.name, channel.language) for item in channel.items)
    return head.encode() + b',\n "items": [\n' + items + b"\n]}\n"


def _head(channel: Channel) -> dict[str, Any]:
    author = {"name": channel.author_name, "url": channel.author.url}
    return {
        "version": VERSION,
        **_given(
            {
                "title": channel.title,
                "home_page_url": channel.home,
                "feed_url": JSON_FEED.url(channel),
                "description": channel.description,
                "icon": channel.icon,
                "language": channel.language,
                "authors": [_given(author)],
                "hubs": [{"type": "WebSub", "url": hub} for hub in channel.hubs],
            }
        ),
    }


@lru_cache(maxsize=ITEMS_KEPT)
def _item(item: FeedItem, author: str, language: str) -> bytes:
    """An item, its "authors" and "language" only where they differ from the channel's, as the specification allows."""
    values = {
        "id": item.id,
        "url": item.url,
        **({"title": item.title} if item.title else {}),
        # Required, even when it is empty.
        "content_html": item.html,
        **_given(
            {
                "external_url": item.link,
                "summary": item.summary,
                "image": item.image,
                "date_published": rfc3339(item.published),
                "date_modified": rfc3339(item.updated),
                "authors": [{"name": item.author}] if item.author not in ("", author) else [],
                "tags": list(item.tags),
                "language": "" if item.language == language else item.language,
                "attachments": [_attachment(enclosure) for enclosure in item.enclosures],
            }
        ),
    }
    return json.dumps(values, ensure_ascii=False).encode()


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    size = {"size_in_bytes": enclosure.length} if enclosure.length else {}
    length = {"duration_in_seconds": round(enclosure.duration)} if enclosure.duration else {}
    return {"url": enclosure.url, "mime_type": enclosure.type, **size, **length}


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Without the empty ones: the format has no null, and an absent key says the same."""
    return {key: value for key, value in values.items() if value}


JSON_FEED = Format("json", "feed.json", "application/feed+json", "JSON Feed", serialize)
