"""The picture that other sites show beside a link to an entry: 1200 x 630 pixels, in the theme's colours.

In: what a card says (`Card`) and typefaces (`Faces`). Out: a PNG (`draw`). The same input makes the same bytes on every
machine on which `recipe` is the same.

Letters come from our two typefaces, then from the files that the writer named, and from nowhere else: a typeface that
happens to be on a machine would decide silently what the picture looks like. So a title may have letters that no face
has. Such a title is not drawn with boxes in it: the card then says the site's name, and `Drawn.missing` tells the
caller what to warn of. Emoji and other ornaments that no face has are left out without a word.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from PIL import __version__, features

from voicebuilder.media.pixels.letters import Cut, Faces, UnfitFaceError, versions
from voicebuilder.media.pixels.setting import Room
from voicebuilder.media.pixels.sheet import Box, Pen, Sheet, mixed
from voicebuilder.media.pixels.wording import capitals

__all__ = ["HEIGHT", "WIDTH", "Card", "Colours", "Drawn", "Faces", "Missing", "UnfitFaceError", "draw", "recipe"]

# To be raised when what is below changes what is drawn.
_RECIPE: Final = "1"
WIDTH: Final = 1200
HEIGHT: Final = 630
# Some sites cut edges off, or round corners.
_LEFT: Final = 80
_RIGHT: Final = WIDTH - _LEFT
_TOP: Final = 44
_APART: Final = 40
_LABEL: Final = 420
# Beginnings of letters' names, where these are not the script's.
_SCRIPTS: Final = {"Cjk": "Han", "Kangxi": "Han", "Halfwidth": "Katakana"}
# How much a thin line stands out from the page.
_HAIR: Final = 0.35


class Colours(NamedTuple):
    """Colours as `#rrggbb`: of the page, of what lies on it, of text, of quiet text, of what stands out."""

    ground: str
    surface: str
    ink: str
    muted: str
    accent: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, and how. Plain values, so that it can be fingerprinted.

    Attributes:
        title: The entry's title, or a note's first words; empty to show the site's name large.
        site: The site's name.
        author: Or "".
        date: As shown, or "".
        label: What it is: "Note", "Photo"; or "".
        colours: For "poster", the ground is the theme's field of colour and the surface its page.
        is_note: The title is running text, and is set more quietly.
        language: BCP 47, as in `zh-Hant`: it decides between forms of one letter.
        is_rtl: The language runs from right to left.
        style: A sheet of paper, a timeline, or a headline.
    """

    title: str
    site: str
    author: str
    date: str
    label: str
    colours: Colours
    is_note: bool = False
    language: str = "en"
    is_rtl: bool = False
    style: Literal["letter", "stream", "poster"] = "letter"


@dataclass(frozen=True, slots=True)
class Missing:
    """What no face has.

    Attributes:
        letters: Each once.
        scripts: What they are of: "Hebrew", "Han".
        families: Well-known free typefaces that have them, to tell the writer of: "Noto Sans Hebrew".
    """

    letters: str
    scripts: tuple[str, ...]
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card.

    Attributes:
        png: The picture; empty when not even the site's name can be drawn.
        missing: Why it does not say all that it should, if so.
    """

    png: bytes
    missing: Missing | None = None


def draw(card: Card, faces: Faces) -> Drawn:
    """Draw a card: its title as large as it fits in five lines, never cut off by the picture's edge.

    Raises:
        UnfitFaceError: A file of `faces` was changed or taken away since.
    """
    sheet = Sheet((WIDTH, HEIGHT), card.colours.ground, faces, is_rtl=card.is_rtl, language=card.language)
    plain = Cut("serif", 400)
    if not sheet.can_say(card.title, plain):
        card = replace(card, title=card.site, site=card.author, author="", label="", is_note=False)
        if not sheet.can_say(card.title, plain):
            return Drawn(b"", _missing(sheet.missing, card.language))
    _STYLES[card.style](card, sheet)
    return Drawn(sheet.png(), _missing(sheet.missing, card.language))


def recipe() -> str:
    """All that decides which bytes come out beside what goes in: versions of this module, and of what it draws with."""
    packing = [f"{name}-{features.version(name)}" for name in ("zlib", "zlib_ng") if features.version(name)]
    return " ".join((f"card-{_RECIPE}", f"pillow-{__version__}", *packing, unicodedata.unidata_version, versions()))


def _missing(letters: dict[str, None], language: str) -> Missing | None:
    if not letters:
        return None
    names = (unicodedata.name(letter, "").partition(" ")[0].title() for letter in letters)
    scripts = tuple(dict.fromkeys(_SCRIPTS.get(name, name) for name in names if name))
    families = dict.fromkeys(f"Noto Sans {_region(script, language)}" for script in scripts)
    return Missing("".join(letters), scripts, tuple(families))


def _region(script: str, language: str) -> str:
    """What Noto Sans for a script is called: East Asia has one for each way to write Han."""
    if script in ("Hiragana", "Katakana"):
        return "JP"
    if script == "Hangul":
        return "KR"
    if script != "Han":
        return script
    tongue = language.lower()
    if tongue[:2] in ("ja", "ko"):
        return {"ja": "JP", "ko": "KR"}[tongue[:2]]
    return "TC" if tongue.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else "SC"


def _letter(card: Card, sheet: Sheet) -> None:
    """A sheet of paper: the site's name above a hairline, the words, and who wrote them when."""
    ground, _, dark, muted, accent = card.colours
    slanted = Cut("serif", 400, is_italic=True, optical=28)
    head = Box(_LEFT, _TOP, _RIGHT, 108)
    label = sheet.write(
        card.label, Pen(slanted, accent, ground, 34), head._replace(left=_RIGHT - _LABEL), is_at_end=True
    )
    site = Pen(Cut("serif", 700, optical=34), dark, ground, 38)
    sheet.write(card.site, site, head._replace(right=_RIGHT - label - _APART))
    sheet.fill(Box(_LEFT, 140, _RIGHT, 142), mixed(ground, muted, _HAIR))
    if card.is_note:
        pen, room = (
            Pen(Cut("serif", 400, optical=40), dark, ground),
            Room(_RIGHT - _LEFT - 40, 300, 5, range(72, 39, -2), 1.22),
        )
    else:
        pen, room = Pen(Cut("serif", 700), dark, ground), Room(_RIGHT - _LEFT, 300, 5, range(116, 43, -2), 1.08)
    taken = sheet.set(card.title, pen, Box(_RIGHT - room.width, 184, _RIGHT, 484), room)
    if card.is_note:
        sheet.fill(Box(_LEFT, taken.top - 6, _LEFT + 4, taken.bottom + 6), accent)
    sheet.row((card.author, card.date), Pen(slanted, muted, ground, 34), Box(_LEFT, _TOP, _RIGHT, 558))


def _stream(card: Card, sheet: Sheet) -> None:
    """A timeline: the day beside a rail, the words on a panel, the site's name below."""
    ground, surface, dark, muted, accent = card.colours
    line = mixed(ground, muted, _HAIR)
    rail, panel = _LEFT + 44, Box(_LEFT - 4, 126, _RIGHT + 4, 512)
    sheet.fill(Box(rail, 0, rail + 4, HEIGHT), line)
    bold, quiet = Pen(Cut("sans", 700), dark, ground, 36), Pen(Cut("sans", 400), muted, ground, 34)
    head = Box(rail + 34, _TOP, _RIGHT - 8, 94)
    label = sheet.write(card.label, quiet, head._replace(left=_RIGHT - _LABEL), is_at_end=True)
    sheet.write(card.date or card.author, bold, head._replace(right=head.right - label - _APART))
    sheet.rounded(panel, 32, line, ground)
    sheet.rounded(Box(panel.left + 3, panel.top + 3, panel.right - 3, panel.bottom - 3), 29, surface, line)
    box = Box(rail, panel.top + 44, panel.right - 48, panel.bottom - 44)
    width, height = box.right - box.left, box.bottom - box.top
    if card.is_note:
        pen, room = Pen(Cut("sans", 400), dark, surface), Room(width, height, 5, range(70, 39, -2), 1.22)
    else:
        pen, room = Pen(Cut("sans", 700), accent, surface), Room(width, height, 5, range(112, 43, -2), 1.08)
    sheet.set(card.title, pen, box, room)
    foot = Box(rail + 34, _TOP, _RIGHT - 8, 570)
    site = sheet.write(card.site, bold, foot._replace(right=foot.left + 640))
    if card.date:
        sheet.write(card.author, quiet, foot._replace(left=foot.left + site + (22 if site else 0)))


def _poster(card: Card, sheet: Sheet) -> None:
    """A headline on a field of colour, between rules as heavy as the letters."""
    field, page, dark, _, _ = card.colours
    head = Box(_LEFT, _TOP, _RIGHT, 84)
    label = sheet.write(
        card.label, Pen(Cut("sans", 700), dark, field, 36), head._replace(left=_RIGHT - _LABEL), is_at_end=True
    )
    site = Pen(Cut("sans", 900), dark, field, 42)
    sheet.write(capitals(card.site, card.language), site, head._replace(right=_RIGHT - label - _APART))
    sheet.fill(Box(0, 114, WIDTH, 121), dark)
    sheet.fill(Box(0, 506, WIDTH, HEIGHT), page)
    sheet.fill(Box(0, 499, WIDTH, 506), dark)
    box = Box(_LEFT, 150, _RIGHT, 470)
    width, height = box.right - box.left, box.bottom - box.top
    if card.is_note:
        pen, room = Pen(Cut("sans", 600), dark, field), Room(width, height, 5, range(84, 39, -2), 1.14)
    else:
        pen, room = Pen(Cut("sans", 900), dark, field), Room(width, height, 5, range(200, 47, -2), 0.96)
    sheet.set(card.title, pen, box, room)
    sheet.row((card.author, card.date), Pen(Cut("sans", 600), dark, page, 34), Box(_LEFT, _TOP, _RIGHT, 576))


_STYLES: Final = {"letter": _letter, "stream": _stream, "poster": _poster}
