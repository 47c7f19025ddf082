"""Everything that views are made from, gathered once a build.

In: values from every room below. Out: `Facts`, one frozen value; no noun of the model points back at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voicebuilder.config.schema import Settings
    from voicebuilder.model.content import Content, Text
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.feed import FeedLink
    from voicebuilder.model.library import Library
    from voicebuilder.model.relations import Relations
    from voicebuilder.model.signup import SignupForm, SignupLink
    from voicebuilder.model.sources import Files
    from voicebuilder.text.urls import Base
    from voicebuilder.theme import Words


@dataclass(frozen=True, slots=True)
class Facts:
    """What every page may show.

    Attributes:
        settings: The config.
        base: Where the site lives.
        library: Every entry, in its place.
        entries: Source path -> entry. Whoever shows one looks it up here: lists and routes may hold it as it was when
            they were planned, and know only where it stands.
        neighbours: Source path -> (newer, older) listed entry of the same kind.
        contents: Source path -> what is known of its text.
        text: An entry's HTML.
        files: Pictures, sounds and films.
        relations: Series, related entries, mentions.
        cards: Source path -> site path of the card that is drawn of an entry without a picture.
        feeds: Every feed.
        signup: The sign-up form, a button, or None.
        words: What the theme says, in every language.
        icon: Site path of the site's icon, or "".
        generator: `voicebuilder 0.1.0`.
    """

    settings: Settings
    base: Base
    library: Library
    entries: Mapping[str, Entry]
    neighbours: Mapping[str, tuple[Entry | None, Entry | None]]
    contents: Mapping[str, Content]
    text: Callable[[Entry], Text]
    files: Files
    relations: Relations
    cards: Mapping[str, str]
    feeds: tuple[FeedLink, ...]
    signup: SignupForm | SignupLink | None
    words: Words
    icon: str
    generator: str
