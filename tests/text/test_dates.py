from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.text.dates import DateError, moment_of, parse_moment, rfc3339

BERLIN = ZoneInfo("Europe/Berlin")


def iso(text: str) -> str:
    return parse_moment(text, BERLIN)[0].isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05", "2024-1-5", "2024/01/05", "2024/1/5", "2024.01.05", " 2024-01-05 ", "Jan 5, 2024",
        "January 5 2024",
        "january 5th, 2024", "5 January 2024", "5 Jan 2024", "5 jan. 2024", "05-Jan-2024", "Fri, 5 Jan 2024",
        "Friday, January 5, 2024", "2024-Jan-05", "2024 January 5", "Jan\u00a05,  2024",
    ],
)  # fmt: skip
def test_a_day_alone_is_midnight_in_the_sites_zone(text: str) -> None:
    assert parse_moment(text, BERLIN) == (datetime(2024, 1, 5, tzinfo=BERLIN), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-05 00:30", "2024-01-05T00:30:00+01:00"),
        ("2024-07-05 00:30:15", "2024-07-05T00:30:15+02:00"),
        ("2024-01-05T00:30:15", "2024-01-05T00:30:15+01:00"),
        ("2024-01-05t00:30:15z", "2024-01-05T00:30:15+00:00"),
        ("2024-01-05 8:05", "2024-01-05T08:05:00+01:00"),
        ("2024-1-5  8:05", "2024-01-05T08:05:00+01:00"),
        ("2024-01-05T10:00:00.123Z", "2024-01-05T10:00:00.123000+00:00"),
        ("2024-01-05T10:00:00.123456789Z", "2024-01-05T10:00:00.123456+00:00"),
        ("2015-01-06 01:15 +0530", "2015-01-06T01:15:00+05:30"),
        ("2015-01-06 01:15:00+05:30", "2015-01-06T01:15:00+05:30"),
        ("2015-03-17 14:00:00 -4", "2015-03-17T14:00:00-04:00"),
        ("2015-03-17 14:00:00 -0700", "2015-03-17T14:00:00-07:00"),
        ("2015-03-17 14:00:00+00", "2015-03-17T14:00:00+00:00"),
        ("2015-03-17 14:00:00 -0000", "2015-03-17T14:00:00+00:00"),
        ("2015-03-17 14:00 UTC", "2015-03-17T14:00:00+00:00"),
        ("2015-03-17 14:00 GMT", "2015-03-17T14:00:00+00:00"),
        ("2015-03-17 14:00 UTC+2", "2015-03-17T14:00:00+02:00"),
        ("2015-03-17 14:00 EST", "2015-03-17T14:00:00-05:00"),
        ("2015-03-17 14:00 PDT", "2015-03-17T14:00:00-07:00"),
        ("5 Jan 2024 10:00", "2024-01-05T10:00:00+01:00"),
        ("Mon, 05 Jan 2024 10:00:00 +0000", "2024-01-05T10:00:00+00:00"),
        ("Mon, 05 Jan 2024 10:00:00 +0000 (UTC)", "2024-01-05T10:00:00+00:00"),
        ("Wed, 19 Nov 2014 15:51:26 GMT", "2014-11-19T15:51:26+00:00"),
        ("Fri Jan  5 10:00:00 UTC 2024", "2024-01-05T10:00:00+00:00"),
        ("Fri Jan 05 2024 10:00:00 GMT+0100 (CET)", "2024-01-05T10:00:00+01:00"),
        ("January 5, 2024 at 3:04 pm", "2024-01-05T15:04:00+01:00"),
        ("2024-01-05 12:30 AM", "2024-01-05T00:30:00+01:00"),
        ("2024-01-05 12:30 p.m.", "2024-01-05T12:30:00+01:00"),
        ("2024-01-05, 9am EST", "2024-01-05T09:00:00-05:00"),
        ("2024-03-31 02:30", "2024-03-31T02:30:00+01:00"),  # skipped by the clocks
        ("2024-10-27 02:30", "2024-10-27T02:30:00+02:00"),  # twice on the clocks
        ("9999-12-31 23:59 -1200", "9999-12-31T23:59:00-12:00"),
    ],
)
def test_a_day_with_its_time(text: str, expected: str) -> None:
    assert iso(text) == expected
    assert parse_moment(text, BERLIN)[1]


def test_a_zone_keeps_the_day_and_hour_as_written() -> None:
    at, _ = parse_moment("2015-01-06 01:15 +0530", UTC)
    assert (at.day, at.hour, at.utcoffset()) == (6, 1, timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2024-02-30", "Write a day that the calendar has."),
        ("2024-13-01", "Write a day that the calendar has."),
        ("2024-00-10", "Write a day that the calendar has."),
        ("2024-01-05 24:00", "Write the time as 18:30."),
        ("2024-01-05 10:61", "Write the time as 18:30."),
        ("2024-01-05 13:00 pm", "Write the time as 18:30."),
        ("2024-01-05 10", "Write the time as 10:00."),
        ("2024-01-05 10:00 CET", "Write the zone as an offset: +02:00 or Z."),
        ("2024-01-05 10:00 +25:00", "Write the zone as an offset: +02:00 or Z."),
        ("2024-01-05 10:00 +01:75", "Write the zone as an offset: +02:00 or Z."),
        ("01/02/2024", "Write the year first: 2024-01-02 or 2024-02-01."),
        ("13/02/2024", "Write the year first: 2024-02-13."),
        ("2.13.2024 10:00", "Write the year first: 2024-02-13."),
        ("20240105", "Write it as 2024-01-05."),
        ("5 Foo 2024", "Write it as 2024-01-31 or 31 January 2024."),
        ("tomorrow", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("2024", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("2024-01", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("1704412800", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("2024-01-05 and more", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("2024-01/05", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("٢٠٢٤-٠١-٠٥", "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("x" * 10_000, "Write it as 2024-01-31 or 2024-01-31 18:30."),
        ("0001-01-01T00:00:00Z", "Write the real date, or remove the line."),
    ],
)
def test_p7_what_is_no_date_says_what_to_type(text: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_moment(text, BERLIN)
    assert caught.value.hint == hint
    assert len(caught.value.message) < 120


@given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001
def test_iso_dates_are_read_as_written(naive: datetime) -> None:
    at, has_time = parse_moment(naive.isoformat(), BERLIN)
    assert at.replace(tzinfo=None) == naive
    assert at.tzinfo is BERLIN
    assert has_time


@given(
    st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 12, 30)),  # noqa: DTZ001
    st.integers(-23 * 60, 23 * 60),
)
def test_rfc3339_is_read_again(naive: datetime, minutes: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)), microsecond=0)
    again, _ = parse_moment(rfc3339(at), BERLIN)
    assert again == at
    assert again.utcoffset() == at.utcoffset()


def test_rfc3339_has_seconds_and_a_colon_and_nothing_finer() -> None:
    assert rfc3339(datetime(2024, 1, 5, 10, 0, 0, 999, tzinfo=UTC)) == "2024-01-05T10:00:00+00:00"
    old = datetime(1850, 1, 1, 12, tzinfo=ZoneInfo("America/New_York"))  # local mean time, -04:56:02
    assert rfc3339(old) == "1850-01-01T12:00:00-04:56"


@given(st.text(max_size=40) | st.text("0123456789-/:. TZ+apmJanFeb,", max_size=30))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        at, _ = parse_moment(text, BERLIN)
    except DateError:
        return
    assert at.tzinfo is not None


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_p3_the_machines_zone_is_never_asked(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert iso("2024-01-05 23:30") == "2024-01-05T23:30:00+01:00"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert os.environ.get("TZ") == before


def test_the_moment_of_a_name() -> None:
    assert moment_of((2024, 1, 5), None, BERLIN) == (datetime(2024, 1, 5, tzinfo=BERLIN), False)
    assert moment_of((2024, 1, 5), (15, 30, 0), BERLIN) == (datetime(2024, 1, 5, 15, 30, tzinfo=BERLIN), True)
