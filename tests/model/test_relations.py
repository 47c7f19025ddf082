from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.document import Document, FrontMatter, Moment
from voicebuilder.model.entry import Entry
from voicebuilder.model.relations import Part, Series, backlinks, on_this_day, parts, related, series, words_of
from voicebuilder.model.status import Status
from voicebuilder.report import Report
from voicebuilder.text.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from voicebuilder.model.library import Library

    Make = Callable[..., Document]
    Shelve = Callable[..., Library]

START = datetime(2020, 1, 1, tzinfo=UTC)


def entry(path: str, at: datetime | None = None, **front: object) -> Entry:
    """An entry without a file."""
    moment = Moment.of(at, has_time=True) if at else None
    matter = FrontMatter(**front, date=moment, lines=dict.fromkeys(front, 3))  # type: ignore[arg-type]
    stem = path.rpartition("/")[2].removesuffix(".md")
    document = Document(path, BY_FOLDER[path.partition("/")[0]], matter, b"", 1, stem)
    tags = tuple(dict.fromkeys(filter(None, map(slugify, matter.tags))))
    return Entry(document, stem, f"/{stem}/", stem, Status.PUBLISHED, at, at, tags)


def said(report: Report) -> list[str]:
    return [str(problem) for problem in (*report.errors, *report.warnings)]


def paths(entries: Iterable[Entry]) -> list[str]:
    return [one.path for one in entries]


@st.composite
def sites(draw: st.DrawFn) -> list[Entry]:
    """Entries, some of one moment, some without a date, in few series and languages, with few tags."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        day = draw(st.one_of(st.none(), st.integers(0, 5)))
        front = {
            "series": draw(st.sampled_from([None, None, "Boats", "boats", "The shed"])),
            "tags": tuple(draw(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True))),
            "language": draw(st.sampled_from([None, "en", "en-GB", "de"])),
        }
        at = None if day is None else START + timedelta(days=day)
        found.append(entry(f"posts/{number:02}.md", at, **front))
    return found


def shuffled(entries: list[Entry], seed: int) -> list[Entry]:
    return random.Random(seed).sample(entries, len(entries))  # noqa: S311 -- no secret


def texts(one: Entry) -> list[str]:
    """Words of an entry: made of its path, so that some share some."""
    number = int(one.path[6:8])
    return [f"word{number % 2}", f"term{number % 3}", f"text{number // 5}"]


def kin(entries: Iterable[Entry], count: int = 3) -> dict[str, list[str]]:
    listed = list(entries)
    places = parts(series(listed, Report()))
    return {path: paths(found) for path, found in related(listed, texts, count, "en", places).items()}


# Series.


def test_a_series_is_read_from_the_oldest_part_on(document: Make, library: Shelve, report: Report) -> None:
    found = library(
        document("posts/b.md", date="2026-01-02", series="The shed"),
        document("posts/c.md", date="2026-01-03", series="The shed"),
        document("posts/z.md", series="The shed"),
        document("posts/a.md", series="The shed"),
        document("posts/d.md", date="2026-01-01", series="The shed"),
        document("posts/e.md", date="2026-01-04"),
    )
    (one,) = series(found.listed, report)
    assert (one.name, one.url) == ("The shed", "/series/the-shed/")
    assert [entry.slug for entry in one.entries] == ["d", "b", "c", "a", "z"]
    assert one.newest == datetime(2026, 1, 3, tzinfo=UTC)
    assert said(report) == []


def test_the_series_that_was_last_continued_comes_first() -> None:
    listed = [
        entry("posts/1.md", START, series="Old"),
        entry("posts/2.md", START + timedelta(1), series="New"),
        entry("posts/3.md", None, series="Undated"),
        entry("posts/4.md", START + timedelta(2), series="Old"),
    ]
    assert [one.name for one in series(listed, Report())] == ["Old", "New", "Undated"]


def test_p6_the_first_part_decides_how_a_series_is_spelled(report: Report) -> None:
    listed = [
        entry("posts/new.md", START + timedelta(3), series="the SHED"),
        entry("posts/old.md", START, series="The shed"),
        entry("posts/middle.md", START + timedelta(1), series="the shed"),
    ]
    (one,) = series(listed, report)
    assert one.name == "The shed"
    # Once a series, not once a file.
    assert said(report) == [
        (
            "posts/middle.md:3: warning: the series `the shed` is spelled `The shed` in posts/old.md; "
            "both are one series. Write `The shed` here too, or keep both."
        )
    ]


def test_p7_a_series_that_can_have_no_address(report: Report) -> None:
    listed = [entry("posts/a.md", START, series="🎉"), entry("posts/b.md", START, series="ok")]
    assert [one.name for one in series(listed, report)] == ["ok"]
    assert said(report) == [
        (
            "posts/a.md:3: error: nothing in the name of the series `🎉` can stand in a URL. "
            "Use letters or digits of any script in it."
        )
    ]


def test_p5_what_is_in_no_list_is_no_part(document: Make, library: Shelve, report: Report) -> None:
    found = library(
        document("posts/a.md", date="2026-01-01", series="S"),
        document("posts/b.md", date="2026-01-02", series="S", unlisted=True),
        document("posts/c.md", date="2026-01-03", series="S", draft=True),
        document("pages/d.md", series="S"),
    )
    (one,) = series(found.listed, report)
    assert [entry.slug for entry in one.entries] == ["a"]
    place = parts((one,))["posts/a.md"]
    assert place == Part(one, 1, None, None)


@given(sites(), st.integers())
def test_a_next_parts_previous_is_the_part_itself(listed: list[Entry], seed: int) -> None:
    found = series(listed, Report())
    places = parts(found)
    assert parts(series(shuffled(listed, seed), Report())) == places
    assert places.keys() == {one.path for one in listed if one.front_matter.series}
    for path, part in places.items():
        assert part.series.entries[part.number - 1].path == path
        assert (part.previous is None) == (part.number == 1)
        assert (part.next is None) == (part.number == len(part.series.entries))
        if part.next is not None:
            back = places[part.next.path].previous
            assert back is not None
            assert back.path == path


# Related entries.


def test_a_rare_tag_tells_more_than_a_common_one() -> None:
    listed = [entry(f"posts/{n:02}.md", START + timedelta(n), tags=("common",)) for n in range(10)]
    listed[0] = entry("posts/00.md", START, tags=("common", "rare"))
    listed[5] = entry("posts/05.md", START + timedelta(5), tags=("rare", "common"))
    found = {path: paths(its) for path, its in related(listed, lambda _: (), 2, "en", {}).items()}
    # Then the newer.
    assert found["posts/00.md"] == ["posts/05.md", "posts/09.md"]


def test_one_word_in_common_is_chance_and_two_are_not() -> None:
    words: Mapping[str, tuple[str, ...]] = {
        "posts/00.md": ("harbour", "lantern"),
        "posts/01.md": ("harbour", "kitchen"),
        "posts/02.md": ("harbour", "lantern", "kitchen"),
    }
    # Among many others, for what everybody says tells nothing.
    listed = [entry(f"posts/{n:02}.md", START + timedelta(n)) for n in range(80)]
    found = related(listed, lambda one: words.get(one.path, ("everybody", "says")), 5, "en", {})
    assert {path: paths(its) for path, its in found.items()} == {
        "posts/00.md": ["posts/02.md"],
        "posts/01.md": ["posts/02.md"],
        "posts/02.md": ["posts/01.md", "posts/00.md"],
    }


def test_a_tag_in_common_tells_more_than_two_words_as_rare() -> None:
    words = {"posts/00.md": ("harbour", "lantern"), "posts/02.md": ("harbour", "lantern")}
    listed = [entry(f"posts/{n:02}.md", START + timedelta(n), tags=("boats",) if n < 2 else ()) for n in range(9)]
    found = related(listed, lambda one: words.get(one.path, ()), 5, "en", {})
    assert paths(found["posts/00.md"]) == ["posts/01.md", "posts/02.md"]


def test_of_many_words_the_rarest_are_looked_at() -> None:
    common = [f"word{number}" for number in range(60)]
    words = {
        "posts/00.md": ["harbour", "lantern", *common],
        "posts/01.md": ["harbour", "lantern"],
        **{f"posts/{n:02}.md": common[3 * n - 6 : 3 * n - 3] for n in range(2, 22)},
        **{f"posts/{n:02}.md": common[3 * n - 66 : 3 * n - 63] for n in range(22, 42)},
    }
    listed = [entry(f"posts/{n:02}.md", START + timedelta(n)) for n in range(80)]
    found = related(listed, lambda one: words.get(one.path, ()), 1, "en", {})
    assert paths(found["posts/00.md"]) == ["posts/01.md"]


def test_a_word_is_no_tag_of_the_same_letters() -> None:
    listed = [entry("posts/00.md", START, tags=("boats",)), entry("posts/01.md", START)]
    assert related(listed, lambda one: () if one.tags else ("boats",), 5, "en", {}) == {}


def test_entries_in_another_language_are_not_related() -> None:
    listed = [
        entry("posts/00.md", START, tags=("boats",)),
        entry("posts/01.md", START, tags=("boats",), language="en-GB"),
        entry("posts/02.md", START, tags=("boats",), language="de"),
    ]
    assert {path: paths(its) for path, its in related(listed, lambda _: (), 5, "en", {}).items()} == {
        "posts/00.md": ["posts/01.md"],
        "posts/01.md": ["posts/00.md"],
    }


def test_parts_beside_an_entry_are_not_related_to_it_but_the_others_are() -> None:
    listed = [entry(f"posts/{n:02}.md", START + timedelta(n), tags=("boats",), series="S") for n in range(4)]
    assert kin(listed)["posts/00.md"] == ["posts/03.md", "posts/02.md"]
    assert kin(listed)["posts/02.md"] == ["posts/00.md"]


@given(sites(), st.integers(), st.integers(0, 4))
def test_related_entries_are_the_same_in_any_order(listed: list[Entry], seed: int, count: int) -> None:
    found = kin(listed, count)
    assert kin(shuffled(listed, seed), count) == found
    tongues = {one.path: (one.front_matter.language or "en")[:2] for one in listed}
    for path, its in found.items():
        assert 0 < len(its) == len(set(its)) <= count
        assert path not in its
        assert {tongues[other] for other in its} == {tongues[path]}


@pytest.mark.slow
def test_p3_related_entries_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "from tests.model.test_relations import many; from voicebuilder.model.relations import related\n"
        "listed, words = many(300)\n"
        "found = related(listed, lambda one: words[one.path], 5, 'en', {})\n"
        "print([(path, [one.path for one in its]) for path, its in found.items()])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert b"posts/299.md" in said.pop()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The harbour of Olhão, 1903", {"harbour", "olhão"}),
        ("«Straße»: Ebbe/Fluten—Gezeiten.", {"strasse", "fluten", "gezeiten"}),
        ("潮の満ち引き、東京湾", {"東京", "京湾"}),
        ("カタカナの本", {"カタカナ"}),
        ("바다 이야기, 그", {"바다", "이야기"}),
        ("нравится море приливы", {"нравится", "приливы"}),
        # Vowel signs are marks, not letters; they part no word.
        ("समुद्र किनारे", {"समुद्र", "किनारे"}),
        ("", set()),
    ],
)
def test_words(text: str, words: set[str]) -> None:
    assert words_of(text) == words


def test_words_of_several_texts_do_not_run_together() -> None:
    assert words_of("harbour", "lantern") == {"harbour", "lantern"}


def many(count: int) -> tuple[list[Entry], dict[str, list[str]]]:
    """A site of a long life: three of sixty tags each, and words of which few are common."""
    dice = random.Random(count)  # noqa: S311 -- no secret
    weights = [1 / rank for rank in range(1, 20_001)]
    listed, words = [], {}
    for number in range(count):
        tags = tuple(f"tag{tag}" for tag in dice.sample(range(60), 3))
        listed.append(entry(f"posts/{number}.md", START + timedelta(hours=5 * number), tags=tags))
        words[listed[-1].path] = [f"word{word}" for word in dice.choices(range(20_000), weights, k=20)]
    return listed, words


@pytest.mark.slow
def test_ten_times_the_entries_take_about_ten_times_as_long() -> None:
    def seconds(count: int) -> float:
        listed, words = many(count)
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            found = related(listed, lambda one: words[one.path], 4, "en", {})
            best = min(best, time.process_time() - start)
        assert len(found) > count * 0.9
        return best

    assert seconds(10_000) / seconds(1_000) < 25


# Mentions.


def test_who_mentions_whom_newest_first() -> None:
    listed = [entry(f"posts/{name}.md", START + timedelta(days)) for days, name in enumerate("abc")]
    mentions = {
        "posts/a.md": ["posts/c.md", "posts/a.md", "posts/c.md"],
        "posts/b.md": ["posts/c.md", "pages/about.md"],
        "posts/unlisted.md": ["posts/c.md"],
    }
    assert backlinks(listed, mentions) == {
        "posts/c.md": ("posts/b.md", "posts/a.md"),
        "pages/about.md": ("posts/b.md",),
    }


@given(sites(), st.integers(), st.data())
def test_mentions_are_the_same_in_any_order(listed: list[Entry], seed: int, data: st.DataObject) -> None:
    names = [f"posts/{number:02}.md" for number in range(16)]
    mentions = data.draw(st.dictionaries(st.sampled_from(names), st.lists(st.sampled_from(names), max_size=5)))
    found = backlinks(listed, mentions)
    assert backlinks(shuffled(listed, seed), dict(reversed(mentions.items()))) == found
    shown = {one.path for one in listed}
    pairs = {(target, by) for target, its in found.items() for by in its}
    assert pairs == {(to, by) for by, its in mentions.items() for to in its if by in shown and by != to}
    assert sum(map(len, found.values())) == len(pairs)


# On this day.


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2026-03-24", ["posts/2025.md", "posts/2020.md"]),
        ("2025-03-24", ["posts/2020.md"]),
        ("2020-03-24", []),
        ("2026-03-23", []),
        # The day as written, not as it was elsewhere.
        ("2026-05-02", ["posts/tokyo.md"]),
        ("2026-05-01", []),
        ("2025-02-28", ["posts/leap.md", "posts/28.md"]),
        ("2028-02-28", ["posts/28.md"]),
        ("2028-02-29", ["posts/leap.md"]),
        ("2100-02-28", ["posts/leap.md", "posts/28.md"]),
        ("2025-03-01", []),
    ],
)
def test_on_this_day(today: str, found: list[str]) -> None:
    written = {
        "2020": "2020-03-24T10:00:00+00:00",
        "2025": "2025-03-24T10:00:00+00:00",
        "tokyo": "2021-05-02T01:00:00+09:00",
        "leap": "2024-02-29T10:00:00+00:00",
        "28": "2022-02-28T10:00:00+00:00",
    }
    listed = [entry(f"posts/{name}.md", datetime.fromisoformat(at)) for name, at in written.items()]
    listed.append(entry("posts/undated.md"))
    then = on_this_day(listed, date.fromisoformat(today))
    assert [one.entry.path for one in then] == found
    assert [one.years for one in then] == [int(today[:4]) - one.entry.date.year for one in then if one.entry.date]


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 150))
def test_every_day_comes_again_once_a_year(day: date, years: int) -> None:
    listed = [entry("posts/a.md", datetime(day.year, day.month, day.day, 12, tzinfo=UTC))]
    first = date(day.year + years, 1, 1)
    days = (first + timedelta(number) for number in range((date(first.year + 1, 1, 1) - first).days))
    assert sum(on_this_day(listed, today) != () for today in days) == 1


def test_a_series_without_a_date_has_no_newest() -> None:
    assert Series("S", "s", (entry("posts/a.md"),)).newest is None
