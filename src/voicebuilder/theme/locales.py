"""The door to Babel: dates, numbers and plurals in the manner of a language (Unicode CLDR).

In: BCP 47 tags and values. Out: text. The machine's own locale plays no part; a language that CLDR does not know is
written in the way that all of them read: `2026-06-14`, `15:30`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from datetime import date, datetime

DATE_STYLES = ("long", "medium", "short", "iso")
_Style = Literal["long", "medium", "short"]


@cache
def _locale(language: str) -> Locale | None:
    parts = language.split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


def wider(language: str) -> str:
    """The tag that stands in for a tag (CLDR, "parentLocales" and likely scripts); "" when there is none.

    `de-AT` -> `de`, `pt-AO` -> `pt-pt`, `nb` -> `no`, `zh-TW` -> `zh-hant`: whoever reads that script cannot be given
    the other one.
    """
    tag = language.lower()
    parent = _parents().get(tag, "")
    if not parent:
        full = _tag(str(_locale(tag) or ""))
        parent = (full if full.count("-") > tag.count("-") else tag).rpartition("-")[0]
    return parent if parent != tag else ""


@cache
def _parents() -> dict[str, str]:
    known = get_global("parent_exceptions").items()
    return {_tag(name): _tag(parent) for name, parent in known if parent != "root"}


def _tag(name: str) -> str:
    return name.lower().replace("_", "-")


def date_words(moment: datetime, language: str, style: str = "long") -> str:
    """A day, as it was written, in the zone it was written in: `14 June 2026`, `14 juin 2026`, `2026年6月14日`."""
    return _day(moment.date(), language, style)


@lru_cache(maxsize=4096)
def _day(day: date, language: str, style: str) -> str:
    locale = _locale(language)
    if style == "iso" or locale is None:
        return day.isoformat()
    known: dict[str, _Style] = {"long": "long", "medium": "medium", "short": "short"}
    return format_date(day, known[style], locale)


def month_words(moment: datetime, language: str) -> str:
    """A month of a year: `June 2026`, `junio de 2026`."""
    locale = _locale(language)
    return f"{moment:%Y-%m}" if locale is None else format_skeleton("yMMMM", moment, locale=locale)


def time_words(moment: datetime, language: str) -> str:
    """A time of day: `15:30`, `3:30 PM`."""
    locale = _locale(language)
    # Without its zone: the time of day is the writer's.
    return f"{moment:%H:%M}" if locale is None else format_time(moment.time(), "short", locale=locale)


def number_words(number: int, language: str) -> str:
    """A whole number with its groups: `1,234`, `1.234`."""
    locale = _locale(language)
    return f"{number:,}" if locale is None else format_decimal(number, locale=locale)


def language_name(language: str) -> str:
    """A language's name in itself: `Deutsch`, `日本語`."""
    locale = _locale(language)
    return (locale and locale.get_display_name()) or language


def plural(number: int, language: str) -> str:
    """Which plural a number takes (CLDR): `zero`, `one`, `two`, `few`, `many` or `other`."""
    locale = _locale(language)
    return "other" if locale is None else str(locale.plural_form(number))
