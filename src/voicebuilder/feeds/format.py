"""The contract of a feed format: what each file of this room fills in.

In: nothing. Out: `Format`, a frozen value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from voicebuilder.feeds.channel import Channel

# Feeds share items (all, posts, each tag), so each format keeps the bytes of the last ones it wrote.
ITEMS_KEPT = 2048


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a channel.

    Attributes:
        name: In config and code: `rss`.
        filename: In each channel's folder: `feed.xml`.
        media_type: For `<link rel="alternate" type="…">` and the server.
        label: For people: "RSS".
        serialize: The file's bytes, UTF-8. A pure function: equal channels make equal bytes.
    """

    name: str
    filename: str
    media_type: str
    label: str
    serialize: Callable[[Channel], bytes]

    def url(self, channel: Channel) -> str:
        """The absolute URL of the channel in this format."""
        return channel.folder + self.filename
