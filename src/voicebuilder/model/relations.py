"""How entries belong together: series, related entries, who mentions whom, what was on this day.

In: entries, what a program can tell of their texts. Out: `Series`, `Part`, `Anniversary` and entries, the same for the
same entries in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import isleap
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem
from voicebuilder.model.spellings import Spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from voicebuilder.model.entry import Entry
    from voicebuilder.report import Report

# A shared tag says more than a shared word: its writer chose it to bring entries together.
_TAG_COUNTS = 3
# Of what an entry is about, only the rarest are looked at, and of those who share one of them, only the nearest in
# time: so the work grows with the entries, not with their square.
_MOST_TAGS, _MOST_WORDS, _NEAREST = 12, 6, 32
# A word that more than one entry in so many has tells nothing of what an entry is about.
_COMMON = 20
# Scores are whole numbers, for the sum of fractions depends on their order. Above the score stands how many signs
# there are that two belong together, a tag for two: a single word in common is chance.
_FINE, _SIGN, _SIGNS = 1000, 1 << 20, 2
# Chinese has no spaces, Japanese few: there two signs, or a run of katakana, make a word; Korean words are of two
# syllables on. In other scripts short words are those of grammar. What stands between words is told by what it is, for
# marks are a part of words in many scripts.
_WORDS = re.compile(
    r"[\u3400-\u9fff]+|[\u30a0-\u30ff]{3,}|[\uac00-\ud7a3]{2,}|"
    r"[^\s!-@\[-`{-\u00bf\u0589\u060c\u061b\u061f\u0964\u0965\u2000-\u2bff\u2e00-\u9fff\uff00-\uff20\ufe0f]{5,}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """Entries to be read one after the other.

    Attributes:
        name: As its first part spells it.
        slug: In its URL.
        entries: Listed entries in reading order: the oldest first, what has no date last, by path.
    """

    name: str
    slug: str
    entries: tuple[Entry, ...]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/series/{self.slug}/"

    @property
    def newest(self) -> datetime | None:
        """When it was last continued; None when no part has a date."""
        return max((entry.date for entry in self.entries if entry.date is not None), default=None)


@dataclass(frozen=True, slots=True)
class Part:
    """An entry's place in its series.

    Attributes:
        series: Which.
        number: 1 for the first.
        previous: What to read before it.
        next: What to read after it.
    """

    series: Series
    number: int
    previous: Entry | None
    next: Entry | None


@dataclass(frozen=True, slots=True)
class Anniversary:
    """An entry whose day comes again.

    Attributes:
        entry: Of an earlier year.
        years: How many years ago.
    """

    entry: Entry
    years: int


@dataclass(frozen=True, slots=True)
class Relations:
    """How the entries of a library belong together, by source path.

    Attributes:
        series: Every series.
        parts: An entry's place in its series.
        related: Entries on the same things.
        mentions: Source paths of the entries that link to it.
        anniversaries: What was published on this day in earlier years.
    """

    series: tuple[Series, ...] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    related: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    anniversaries: tuple[Anniversary, ...] = ()


def series(listed: Iterable[Entry], report: Report) -> tuple[Series, ...]:
    """Every series, the one that was last continued first; problems go to the report.

    Args:
        listed: Listed entries.
        report: Told of a name that can have no address, and of one that is spelled in two ways.
    """
    spellings = Spellings("series", "series", "both are one series")
    members: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(listed, key=_reading_order):
        written = entry.front_matter.series
        if not written:
            continue
        slug = spellings.slug(written, entry)
        if slug:
            members[slug].append(entry)
        else:
            report.problem(_without_slug(entry, written))
    report.extend(spellings.problems)
    found = (Series(spellings.name(slug), slug, tuple(parts)) for slug, parts in members.items())
    return tuple(sorted(found, key=_last_continued))


def parts(found: Iterable[Series]) -> dict[str, Part]:
    """Source path -> its place in its series."""
    places = {}
    for one in found:
        line = (None, *one.entries, None)
        for number, entry in enumerate(one.entries, 1):
            places[entry.path] = Part(one, number, line[number - 1], line[number + 1])
    return places


def words_of(*texts: str) -> frozenset[str]:
    """The words of plain texts that may tell what these are about: not the short ones, which are those of grammar."""
    found: set[str] = set()
    for word in _WORDS.findall(" ".join(texts).casefold()):
        if "\u3400" <= word[0] <= "\u9fff":
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.add(word)
    return frozenset(found)


def related(
    listed: Iterable[Entry],
    words: Callable[[Entry], Iterable[str]],
    count: int,
    language: str,
    places: Mapping[str, Part],
) -> dict[str, tuple[Entry, ...]]:
    """Source path -> entries on the same things: by the tags and words that they share, the rarer the more they count.

    One tag in common or two words make entries related. Of equals the newer comes first. Those next to an entry in its
    series are left out, for it leads to them already. Entries without any are not in the answer.

    Args:
        listed: Listed entries.
        words: An entry's words, each once (`words_of` its title, summary and headings).
        count: How many at most for each.
        language: The site's, BCP 47: of entries that name none. Only entries of one language are related, its regions
            and scripts aside.
        places: An entry's place in its series, by source path (`parts`).
    """
    by_language: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(listed, key=_newest_first):
        tag = entry.front_matter.language or language
        by_language[tag.lower().partition("-")[0]].append(entry)
    found = {}
    for entries in by_language.values():
        signs = _Signs(entries, words)
        at = {entry.path: place for place, entry in enumerate(entries)}
        for place, entry in enumerate(entries):
            part = places.get(entry.path)
            beside = (part.previous, part.next) if part else ()
            apart = {place, *(at[one.path] for one in beside if one is not None and one.path in at)}
            if nearest := signs.nearest(place, apart, count):
                found[entry.path] = tuple(entries[other] for other in nearest)
    return found


def backlinks(listed: Iterable[Entry], mentions: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Source path -> source paths of the listed entries that mention it, the newest first.

    Args:
        listed: Listed entries: nobody else is told of as one who mentions.
        mentions: Source path -> source paths of the entries that its text links to.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in sorted(listed, key=_newest_first):
        for target in dict.fromkeys(mentions.get(entry.path, ())):
            if target != entry.path:
                found[target].append(entry.path)
    return {target: tuple(paths) for target, paths in found.items()}


def on_this_day(listed: Iterable[Entry], today: date) -> tuple[Anniversary, ...]:
    """Entries of earlier years that were published on this day of the year, as written; the newest first.

    In a year without a 29 February, its entries are those of the 28th too.

    Args:
        listed: Listed entries.
        today: The day, where the site is.
    """
    days = {(today.month, today.day)}
    if days == {(2, 28)} and not isleap(today.year):
        days.add((2, 29))
    return tuple(
        Anniversary(entry, today.year - entry.date.year)
        for entry in sorted(listed, key=_newest_first)
        if entry.date is not None and entry.date.year < today.year and (entry.date.month, entry.date.day) in days
    )


class _Signs:
    """What tells that entries of one language belong together: for each tag and word, who has it."""

    def __init__(self, entries: Sequence[Entry], words: Callable[[Entry], Iterable[str]]) -> None:
        """Take entries, the newest first."""
        own = [(entry.tags, frozenset(words(entry))) for entry in entries]
        tags = _telling(Counter(tag for its, _ in own for tag in its), len(own), len(own))
        texts = _telling(Counter(word for _, its in own for word in its), len(own), max(2, len(own) // _COMMON))
        # By weight; a tag is not the word of the same letters.
        self._weights = {("#", tag): 2 * _SIGN + _TAG_COUNTS * weight for tag, weight in tags.items()}
        self._weights |= {("", word): _SIGN + weight for word, weight in texts.items()}
        self._of: list[list[tuple[str, str]]] = [
            [("#", tag) for tag in _heaviest(its, tags, _MOST_TAGS)]
            + [("", word) for word in _heaviest(text, texts, _MOST_WORDS)]
            for its, text in own
        ]
        self._who: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, signs in enumerate(self._of):
            for sign in signs:
                self._who[sign].append(place)

    def nearest(self, place: int, apart: AbstractSet[int], count: int) -> list[int]:
        """Those that share most with the one in this place, but for those apart."""
        scores: defaultdict[int, int] = defaultdict(int)
        for sign in self._of[place]:
            weight, who = self._weights[sign], self._who[sign]
            if len(who) > _NEAREST + 1:
                start = min(max(bisect_left(who, place) - _NEAREST // 2, 0), len(who) - _NEAREST - 1)
                who = who[start : start + _NEAREST + 1]
            for other in who:
                scores[other] += weight
        # One number holds both what is compared first, the score, and then, the place.
        many = len(self._of)
        enough = _SIGNS * _SIGN
        ranks = [
            other - score % _SIGN * many for other, score in scores.items() if score >= enough and other not in apart
        ]
        return [rank % many for rank in sorted(ranks)[:count]]


def _telling(carriers: Mapping[str, int], all_: int, most: int) -> dict[str, int]:
    """What at least two have, and not more than so many -> how much it tells: the rarer, the more."""
    return {one: round(_FINE * log(1 + all_ / many)) for one, many in carriers.items() if 2 <= many <= most}


def _heaviest(own: Iterable[str], weights: Mapping[str, int], most: int) -> list[str]:
    return sorted((one for one in own if one in weights), key=lambda one: (-weights[one], one))[:most]


def _newest_first(entry: Entry) -> tuple[int, float, str]:
    return (1, 0.0, entry.path) if entry.date is None else (0, -entry.date.timestamp(), entry.path)


def _reading_order(entry: Entry) -> tuple[int, float, str]:
    return (1, 0.0, entry.path) if entry.date is None else (0, entry.date.timestamp(), entry.path)


def _last_continued(one: Series) -> tuple[int, float, str, str]:
    newest = one.newest
    return (1 if newest is None else 0, -newest.timestamp() if newest else 0.0, one.name.casefold(), one.slug)


def _without_slug(entry: Entry, written: str) -> Problem:
    return Problem(
        f"nothing in the name of the series `{written}` can stand in a URL",
        "Use letters or digits of any script in it.",
        path=entry.path,
        line=entry.front_matter.line("series"),
    )
