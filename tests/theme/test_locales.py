"""Dates, times, numbers and plurals as Unicode CLDR has them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from voicebuilder.markup.words import _ROWS
from voicebuilder.text.languages import direction
from voicebuilder.theme.locales import DATE_STYLES, date_words, month_words, number_words, plural, time_words, wider

DAY = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "long", "medium", "short"),
    [
        ("en", "March 9, 2026", "Mar 9, 2026", "3/9/26"),
        ("en-GB", "9 March 2026", "9 Mar 2026", "09/03/2026"),
        ("de", "9. März 2026", "09.03.2026", "09.03.26"),
        ("fr", "9 mars 2026", "9 mars 2026", "09/03/2026"),
        ("es", "9 de marzo de 2026", "9 mar 2026", "9/3/26"),
        ("pt-BR", "9 de março de 2026", "9 de mar. de 2026", "09/03/2026"),
        ("ja", "2026年3月9日", "2026/03/09", "2026/03/09"),
        ("ar", "9 مارس 2026", "09\u200f/03\u200f/2026", "9\u200f/3\u200f/2026"),
        ("sv", "9 mars 2026", "9 mars 2026", "2026-03-09"),
        ("zh-TW", "2026年3月9日", "2026年3月9日", "2026/3/9"),
    ],
)
def test_dates(language: str, long: str, medium: str, short: str) -> None:
    assert date_words(DAY, language) == long
    assert [date_words(DAY, language, style) for style in DATE_STYLES] == [long, medium, short, "2026-03-09"]


def test_a_day_is_the_one_that_was_written() -> None:
    """Whatever the zone: 23:30 in Auckland is another day in Greenwich."""
    late = datetime(2026, 3, 9, 23, 30, tzinfo=timezone(timedelta(hours=13)))
    early = datetime(2026, 3, 9, 0, 10, tzinfo=timezone(timedelta(hours=-11)))
    assert date_words(late, "en-GB") == date_words(early, "en-GB") == "9 March 2026"
    assert (time_words(late, "de"), time_words(early, "de")) == ("23:30", "00:10")


@pytest.mark.parametrize("language", ["xx", "tlh", "x-own", "", "../../x", "C"])
def test_a_language_that_is_not_known_is_written_so_that_all_can_read_it(language: str) -> None:
    assert [date_words(DAY, language, style) for style in DATE_STYLES] == ["2026-03-09"] * 4
    assert month_words(DAY, language) == "2026-03"
    assert time_words(DAY, language) == "15:30"
    assert number_words(1234567, language) == "1,234,567"
    assert plural(1, language) == "other"


def test_what_is_not_known_of_a_tag_is_left_aside() -> None:
    assert date_words(DAY, "de-XX") == date_words(DAY, "de-AT-x-own") == "9. März 2026"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "3:30\u202fPM"), ("en-GB", "15:30"), ("de", "15:30"), ("fi", "15.30"), ("ko", "오후 3:30")],
)
def test_times(language: str, said: str) -> None:
    assert time_words(DAY, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "March 2026"),
        ("de", "März 2026"),
        ("es", "marzo de 2026"),
        # The month alone has another form than in a date: `9. března`, `9 marca`, `9 марта`.
        ("cs", "březen 2026"),
        ("pl", "marzec 2026"),
        ("uk", "березень 2026\u202fр."),
        ("ja", "2026年3月"),
        ("ar", "مارس 2026"),
    ],
)
def test_months(language: str, said: str) -> None:
    assert month_words(DAY, language) == said


def test_wider() -> None:
    asked = ["de-AT", "pt-BR", "pt-AO", "nb", "nn-NO", "zh-TW", "zh-Hans", "iw", "xx-yy", "de", "zh", "", "../x"]
    given = ["de", "pt", "pt-pt", "no", "nn", "zh-hant", "zh", "he", "xx", "", "", "", ""]
    assert [wider(tag) for tag in asked] == given


def test_wider_comes_to_an_end() -> None:
    tags = [name.replace("_", "-") for name in (*locale_identifiers(), *get_global("language_aliases"))]
    assert len(tags) > 500
    for tag in tags:
        chain = [tag.lower()]
        while chain[-1]:
            chain.append(wider(chain[-1]))
            assert len(chain) < 8, chain
        assert all(before != after for before, after in pairwise(chain)), chain


@pytest.mark.slow
def test_the_machines_locale_plays_no_part() -> None:
    code = (
        "from datetime import datetime as d; from voicebuilder.theme.locales import *;"
        "import locale; locale.setlocale(locale.LC_ALL, '') if {set!r} else None; m = d(2026, 3, 9, 15, 30);"
        "print(ascii([f(m, l) for l in ('en', 'de', 'xx') for f in (date_words, month_words, time_words)]),"
        "number_words(1234, 'en'), number_words(1234, 'xx'), plural(1, 'xx'))"
    )
    seen = set()
    for name in ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "no_such_locale"):
        settings = {"LC_ALL": name, "LANG": name, "LANGUAGE": name, "LC_TIME": name, "PYTHONUTF8": "1"}
        for zone in ("UTC", "Pacific/Auckland"):
            known = {"PATH": os.environ["PATH"], **settings, "TZ": zone}
            program = [sys.executable, "-c", code.format(set=name == "C.UTF-8")]
            seen.add(subprocess.run(program, env=known, capture_output=True, text=True, check=True).stdout)
    assert len(seen) == 1, seen
    assert "March 9, 2026" in seen.pop()


@pytest.mark.parametrize("name", sorted(set(locale_identifiers()) - {"root"}))
def test_the_direction_is_that_of_cldr(name: str) -> None:
    """Mongolian, in its old script, runs from top to bottom: a page has it from left to right."""
    assert direction(name.replace("_", "-")) == Locale.parse(name).text_direction.replace("ttb", "ltr")


@pytest.mark.parametrize(("tag", "row"), sorted(_ROWS.items()))
def test_markdown_s_words_are_found_by_the_same_way(tag: str, row: str) -> None:
    assert wider(tag) == row
