from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from voicebuilder.text.languages import direction, long_date, month_name

MOMENT = datetime(2026, 6, 4, 23, 30, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize("language", ["ar", "AR", "he", "fa-IR", "ur", "yi", "ckb"])
def test_written_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "ja", "are", "hebrew", "de-AR", ""])
def test_written_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_dates_in_english(language: str) -> None:
    assert long_date(MOMENT, language) == "4 June 2026"
    assert month_name(MOMENT, language) == "June 2026"


@pytest.mark.parametrize("language", ["de", "ja", "pt-BR"])
def test_dates_in_other_languages_are_in_the_form_that_all_read(language: str) -> None:
    assert long_date(MOMENT, language) == "2026-06-04"
    assert month_name(MOMENT, language) == "2026-06"


def test_every_month_has_a_name() -> None:
    names = [month_name(MOMENT.replace(month=month), "en").split()[0] for month in range(1, 13)]
    assert (names[0], names[-1], len(set(names))) == ("January", "December", 12)
