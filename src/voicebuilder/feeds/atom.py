"""Atom 1.0.

In: a channel. Out: bytes. Source: RFC 4287.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from voicebuilder.feeds.format import ITEMS_KEPT, Format
from voicebuilder.text.html import one_line, plain, shorten

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel, FeedItem

TITLE_LENGTH = 60


def serialize(channel: Channel) -> bytes:
    """Write the channel."""
    from voicebuilder.feeds import feedgen_door  # noqa: PLC0415 -- feedgen takes 90 ms to import

    head, tail = feedgen_door.atom_frame(channel, ATOM.url(channel), ATOM.media_type)
    entries = (_entry(item, "" if item.language == channel.language else item.language) for item in channel.items)
    return b"".join([head, *entries, tail])


@lru_cache(maxsize=ITEMS_KEPT)
def _entry(item: FeedItem, language: str) -> bytes:
    from voicebuilder.feeds import feedgen_door  # noqa: PLC0415 -- as above

    return feedgen_door.atom_entry(item, _title(item), language)


def _title(item: FeedItem) -> str:
    """Atom knows no entry without a title (RFC 4287, 4.1.2): a note gets its first words, a bare picture its date."""
    if item.title:
        return item.title
    words = one_line(item.summary) or plain(item.html)
    return shorten(words, TITLE_LENGTH) if words else item.published.date().isoformat()


ATOM = Format("atom", "atom.xml", "application/atom+xml", "Atom", serialize)
