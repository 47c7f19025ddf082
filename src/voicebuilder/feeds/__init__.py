"""Feeds: one neutral channel, written in each format of the table.

In: `Channel`s of `FeedItem`s, which `routes` makes from the library. Out: `FORMATS`, whose `serialize` makes the bytes.
To add a format, see ADDING.md.
"""

from voicebuilder.feeds.atom import ATOM
from voicebuilder.feeds.format import Format
from voicebuilder.feeds.jsonfeed import JSON_FEED
from voicebuilder.feeds.rss import RSS

FORMATS: tuple[Format, ...] = (RSS, ATOM, JSON_FEED)
