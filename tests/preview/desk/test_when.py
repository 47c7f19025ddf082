"""Times in words are those of the site's zone, and midnights are counted there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from voicebuilder.preview.desk.when import ahead, counted, moment_in, took

MADRID, NEW_YORK = ZoneInfo("Europe/Madrid"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_moment_is_told_as_the_clock_of_the_zone_shows_it() -> None:
    moment = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)
    assert moment_in(MADRID, moment) == "Friday 25 December 2026, 00:30"
    assert moment_in(NEW_YORK, moment) == "Thursday 24 December 2026, 18:30"


@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (timedelta(seconds=-1), "due now"),
        (timedelta(0), "due now"),
        (timedelta(seconds=59), "in less than a minute"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=59, seconds=59), "in 59 minutes"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(hours=23, minutes=59), "in 23 hours"),
        (timedelta(hours=24), "in 1 day"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(days=59), "in 59 days"),
        (timedelta(days=61), "in 2 months"),
        (timedelta(days=729), "in 24 months"),
        (timedelta(days=1096), "in 3 years"),
    ],
)
def test_how_long_it_is_until_then(delta: timedelta, said: str) -> None:
    assert ahead(NOW + delta, NOW, UTC) == said


def test_days_are_counted_by_the_midnights_of_the_zone() -> None:
    now, then = datetime(2026, 11, 24, 22, 0, tzinfo=UTC), datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert ahead(then, now, UTC) == "in 1 day"
    assert ahead(then, now, MADRID) == "in 2 days"  # 23:00 on the 24th, 00:30 on the 26th


def test_the_hour_that_summer_time_takes_is_not_waited_for() -> None:
    now, then = (datetime(2026, 3, 29, hour, 30, tzinfo=MADRID) for hour in (1, 3))
    assert ahead(then, now, MADRID) == "in 1 hour"


def test_numbers_and_durations_in_words() -> None:
    assert [counted(number, "draft") for number in (0, 1, 1200)] == ["0 drafts", "1 draft", "1,200 drafts"]
    assert [took(seconds) for seconds in (0.0384, 0.9, 1.25)] == ["38 ms", "900 ms", "1.2 s"]
