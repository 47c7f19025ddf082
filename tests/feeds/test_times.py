"""Moments as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.feeds.times import rfc822
from voicebuilder.text.dates import rfc3339

ZONES = st.timezones() | st.builds(
    timezone, st.timedeltas(timedelta(hours=-23, minutes=-59, seconds=-59), timedelta(hours=23, minutes=59, seconds=59))
)


@pytest.mark.parametrize(
    ("moment", "internet", "mail"),
    [
        (datetime(2026, 11, 22, 15, 30, 5, 999, UTC), "2026-11-22T15:30:05+00:00", "Sun, 22 Nov 2026 15:30:05 +0000"),
        (
            datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Asia/Kolkata")),
            "2026-07-01T00:30:00+05:30",
            "Wed, 01 Jul 2026 00:30:00 +0530",
        ),
        (
            datetime(1800, 1, 1, tzinfo=timezone(timedelta(minutes=19, seconds=32))),
            "1800-01-01T00:00:00+00:19",
            "Wed, 01 Jan 1800 00:00:00 +0019",
        ),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00+00:00", "Mon, 01 Jan 0001 00:00:00 +0000"),
    ],
)
def test_both_forms(moment: datetime, internet: str, mail: str) -> None:
    assert (rfc3339(moment), rfc822(moment)) == (internet, mail)


# The standard library reads a year like 0099 as 1999.
@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=ZONES))  # noqa: DTZ001 -- as hypothesis wants it
def test_any_moment_is_read_back_with_its_clock(moment: datetime) -> None:
    wall = moment.replace(tzinfo=None, microsecond=0)
    for read in (datetime.fromisoformat(rfc3339(moment)), parsedate_to_datetime(rfc822(moment))):
        assert read.replace(tzinfo=None) == wall
        offset, written = read.utcoffset() or timedelta(), moment.utcoffset() or timedelta()
        assert offset % timedelta(minutes=1) == timedelta()
        assert abs(offset - written) < timedelta(minutes=1)
