"""The part of an entry's view that is fetched when it is read.

In: nothing. Out: `TextPart`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from voicebuilder.model.content import Heading
    from voicebuilder.render.templates import Html


class TextPart(NamedTuple):
    """What an `EntryView` tells of its text; see there."""

    body: Html
    excerpt: Html
    headings: tuple[Heading, ...]
    words: int
    minutes: int
