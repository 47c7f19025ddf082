"""What the cards of entries say, for other sites to show.

In: facts of the site, the theme. Out: a card for each entry that names no picture of its own, and where it will lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.memo import fingerprint
from voicebuilder.render.prints import label_of, language_of, name_of
from voicebuilder.text.html import shorten
from voicebuilder.text.languages import direction
from voicebuilder.text.slugs import slugify
from voicebuilder.theme.card import card_colours, card_style
from voicebuilder.theme.locales import date_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.media.pixels.card import Card
    from voicebuilder.render.facts import Facts
    from voicebuilder.theme import Theme

CARDS_FOLDER = "/cards/"
# Signs of a note; more would be too small to be read.
_MOST = 280


def cards(facts: Facts, look: Theme) -> Iterator[tuple[str, str, Card]]:
    """Source path, site path and card of each listed entry without a picture; none in a theme without colours."""
    from voicebuilder.media.pixels.card import Card, Colours  # noqa: PLC0415 -- only where a site wants cards

    found, style = card_colours(look), card_style(look)
    if not found:
        return
    colours, dates = Colours(*found), str(look.options.get("dates", "long"))
    for entry in facts.library.listed:
        content = facts.contents[entry.path]
        if content.image:
            continue
        language = language_of(facts, entry)
        card = Card(
            title=entry.title or shorten(content.summary, _MOST) or name_of(facts, entry),
            site=facts.settings.title,
            author=entry.front_matter.author or facts.settings.author.name,
            date=date_words(entry.date, language, dates) if entry.date else "",
            label="" if entry.title else label_of(facts, entry),
            colours=colours,
            is_note=not entry.title,
            language=language,
            is_rtl=direction(language) == "rtl",
            style=style,
        )
        name = f"{slugify(entry.slug) or entry.kind.name}-{fingerprint(card).hex()[:10]}"
        yield entry.path, f"{CARDS_FOLDER}{name}.png", card
