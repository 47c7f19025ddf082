"""Times in a writer's words: when it will be, and how long that is from now.

In: aware datetimes and the site's zone. Out: English. The machine's zone and locale play no part.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from voicebuilder.text.languages import long_date

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# Days; beyond, a number of days says nothing any more.
_MONTHS_FROM, _YEARS_FROM = 60, 730


def moment_in(zone: tzinfo, moment: datetime) -> str:
    """`Thursday 24 December 2026, 09:00`, as a clock in the zone shows it."""
    local = moment.astimezone(zone)
    return f"{_DAYS[local.weekday()]} {long_date(local)}, {local:%H:%M}"


def ahead(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`in 3 days`: from a day on, the midnights of the zone are counted, as people count days."""
    # Two times of one zone would be subtracted as their clocks show them, whatever summer time did in between.
    seconds = (moment.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
    if seconds <= 0:
        return "due now"
    if seconds < _MINUTE:
        return "in less than a minute"
    if seconds < _DAY:
        return _in(int(seconds // _MINUTE), "minute") if seconds < _HOUR else _in(int(seconds // _HOUR), "hour")
    days = max((moment.astimezone(zone).date() - now.astimezone(zone).date()).days, 1)
    if days < _MONTHS_FROM:
        return _in(days, "day")
    return _in(round(days / 30.44), "month") if days < _YEARS_FROM else _in(round(days / 365.25), "year")


def took(seconds: float) -> str:
    """`38 ms`, `1.2 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def counted(number: int, word: str) -> str:
    """`1 draft`, `1,200 drafts`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _in(number: int, word: str) -> str:
    return f"in {counted(number, word)}"
