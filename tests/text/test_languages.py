from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from voicebuilder.text.languages import direction, long_date

MOMENT = datetime(2026, 6, 4, 23, 30, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize("language", ["ar", "AR", "he", "fa-IR", "ur", "yi", "ckb"])
def test_written_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "ja", "are", "hebrew", "de-AR", ""])
def test_written_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"


@pytest.mark.parametrize("language", ["az-Arab", "pa-arab-PK", "ha-Arab-NG", "uz-Arab"])
def test_the_script_counts_before_the_language(language: str) -> None:
    assert direction(language) == "rtl"
    assert direction("ar-Latn") == direction("he-Latn-IL") == "ltr"


def test_a_date_in_the_tool_s_own_words() -> None:
    assert long_date(MOMENT) == "4 June 2026"
    names = [long_date(MOMENT.replace(month=month)).split()[1] for month in range(1, 13)]
    assert (names[0], names[-1], len(set(names))) == ("January", "December", 12)
