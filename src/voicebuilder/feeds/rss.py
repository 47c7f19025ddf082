"""RSS 2.0, with the full text in `content:encoded`.

In: a channel. Out: bytes. Source: RSS 2.0 Specification and the RSS Advisory Board's Best Practices Profile.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from voicebuilder.feeds.format import ITEMS_KEPT, Format
from voicebuilder.feeds.times import rfc822

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel, FeedItem


def serialize(channel: Channel) -> bytes:
    """Write the channel."""
    from voicebuilder.feeds import feedgen_door  # noqa: PLC0415 -- feedgen takes 90 ms to import

    head, tail = feedgen_door.rss_frame(channel, RSS.url(channel), RSS.media_type)
    return b"".join([head, *map(_item, channel.items), tail])


@lru_cache(maxsize=ITEMS_KEPT)
def _item(item: FeedItem) -> bytes:
    from voicebuilder.feeds import feedgen_door  # noqa: PLC0415 -- as above

    return feedgen_door.rss_item(item, _description(item))


def _description(item: FeedItem) -> str:
    """The short form, which is HTML by the specification (`<description>`); a note needs it, having no title.

    Without a summary (a picture alone) it is the full text, and the date when there is nothing else to say.
    """
    if item.summary.strip():
        return escape(item.summary, quote=False)
    return item.html or ("" if item.title else rfc822(item.published))


RSS = Format("rss", "feed.xml", "application/rss+xml", "RSS", serialize)
