"""Words made ready to be set: what can be seen of them, in pieces that hold together.

In: a writer's text. Out: the same without what has no place on a picture (`clean`); its clusters, each a letter with
its marks, or an emoji of many parts (`clusters`); and where a line may end (`breaks`). Sources: UAX #14 (line
breaking, the part that titles need), UAX #29 (clusters), JLREQ 3.1.7 and 3.1.8 (what begins and ends no line).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Shown by nothing, but they tell letters how to join, lines where to end, and text which way to run.
UNSEEN: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u2060")
# More marks on one letter are a prank, and would climb out of the picture. Hebrew with all its points has four.
_MARKS = 4
_JOINER = "\u200d"
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_NO_START = frozenset(
    "、。，．：；？！‼⁇⁈⁉,.:;?!%％‰°℃々〻ゝゞヽヾー・…‥〜～゠ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
_NO_END = frozenset("$£€¥￥＄￡")
_HYPHENS = frozenset("-\u2010\u2013/")
# Clusters up to a hyphen that are too few to stand at a line's end.
_PREFIX = 3
_SMALL_KATAKANA = range(0x31F0, 0x3200)
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_SKIN = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_VIRAMA = 9


def clean(text: str) -> str:
    """One paragraph of visible characters: composed (NFC), spaces single, controls and soft hyphens gone."""
    composed = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", "".join(map(_seen, composed))).strip()


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    # Marks that enclose a letter (Me) reach far out of it, and are seen on keys and in old Slavonic only.
    if category in ("Cs", "Co", "Cn", "Me"):
        return ""
    if category == "Cf" and character not in UNSEEN and ord(character) not in _TAGS:
        # Arabic's signs above numbers are of this category and are seen.
        return character if unicodedata.bidirectional(character) == "AN" else ""
    return character


def clusters(text: str) -> list[str]:
    """Pieces that stay together on a line and in one face; joined again they are the text, less surplus marks."""
    pieces: list[str] = []
    marks = 0
    for character in text:
        if not pieces or not _holds(pieces[-1], character):
            pieces.append(character)
            marks = 0
        elif unicodedata.category(character)[0] != "M":
            pieces[-1] += character
            marks = 0
        elif marks < _MARKS:
            pieces[-1] += character
            marks += 1
    return pieces


def _holds(piece: str, character: str) -> bool:
    last = piece[-1]
    if last == " " or character == " ":
        return False
    code = ord(character)
    if unicodedata.category(character)[0] == "M" or character in "\u200c\u200d" or code in _SKIN or code in _TAGS:
        return True
    if last == _JOINER:
        return unicodedata.category(character) == "So"
    if unicodedata.combining(last) == _VIRAMA:
        return unicodedata.category(character)[0] == "L"
    return code in _FLAGS and len(piece) == 1 and ord(last) in _FLAGS


def breaks(pieces: Sequence[str]) -> list[int]:
    """After how many clusters a line may end, everywhere that it may."""
    places = []
    word = 0
    for place, (before, after) in enumerate(pairwise(pieces)):
        word = 0 if before == " " else word + 1
        # `e-mail` and `x-ray` stay whole, as does a Hebrew prefix.
        is_prefix = before in _HYPHENS and word < _PREFIX
        if not is_prefix and _may_break(before, after):
            places.append(place + 1)
    return places


def _may_break(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
    if first == " ":
        return False
    if last in " \u200b":
        return True
    if not _may_start(first) or not _may_end(last):
        return False
    if last == "—" or first == "—":
        return first != last
    if before in _HYPHENS:
        return unicodedata.category(first)[0] == "L"
    return is_ideographic(last) or is_ideographic(first)


def _may_start(character: str) -> bool:
    """Whether a line may begin with it: kinsoku's "gyoto" rule."""
    if character in _NO_START or character in "\u00a0\u202f\u2060" or ord(character) in _SMALL_KATAKANA:
        return False
    return unicodedata.category(character) not in ("Pe", "Pf")


def _may_end(character: str) -> bool:
    """Whether a line may end with it: kinsoku's "gyomatsu" rule."""
    return (
        character not in _NO_END
        and character not in "\u00a0\u202f\u2060"
        and unicodedata.category(character) not in ("Ps", "Pi")
    )


def is_ideographic(character: str) -> bool:
    """Whether it is of a script that is written without spaces and broken anywhere; Korean has spaces."""
    if unicodedata.east_asian_width(character) not in ("W", "F"):
        return False
    return not any(low <= ord(character) <= high for low, high in _HANGUL)


def capitals(text: str, language: str) -> str:
    """In capitals as the language writes them: Turkish dots its İ, Greek drops its accents."""
    tongue = language.partition("-")[0].lower()
    if tongue in ("tr", "az"):
        return text.replace("i", "İ").upper()
    if tongue == "el":
        bare = unicodedata.normalize("NFD", text).replace("\u0301", "")
        return unicodedata.normalize("NFC", bare).upper()
    return text.upper()
