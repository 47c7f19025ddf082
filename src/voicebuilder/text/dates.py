"""Dates as people and other generators write them.

In: text (`2024-01-05 10:00 +0530`, `Jan 5, 2024`), and the zone of those that name none. Out: aware datetimes with the
day and hour as written. The machine's own zone and language are never asked.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

_TIME = r"""
    (?P<hour>[0-9]{1,2})
    (?: :(?P<minute>[0-9]{2}) (?: :(?P<second>[0-9]{2}) (?:[.,](?P<fraction>[0-9]{1,9}))? )? )?
    (?:\ ?(?P<half>[ap])\.?m\b\.?)?
    (?:\ ?(?P<zone>Z|[A-Z]{0,4}[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Z]{2,5}))?
    (?:\ \([A-Z ]+\))?
"""
_FLAGS = re.ASCII | re.IGNORECASE | re.VERBOSE
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\ )?"
_MONTH = r"(?P<word>[a-z]{3,9})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_THEN_TIME = rf"(?:(?:T|,?\ (?:at\ )?){_TIME})?\Z"
# ISO 8601 and its relatives: the year first, so month and day cannot be confused.
_YEAR_FIRST = re.compile(rf"{_YEAR}(?P<sep>[-/.])(?P<month>[0-9]{{1,2}})(?P=sep){_DAY}{_THEN_TIME}", _FLAGS)
_WORDED = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"{_WEEKDAY}{_DAY}[- ]{_MONTH},?[- ]{_YEAR}{_THEN_TIME}",  # RFC 5322, section 3.3
        rf"{_WEEKDAY}{_MONTH}\ {_DAY},?\ {_YEAR}{_THEN_TIME}",
        rf"{_YEAR}[- ]{_MONTH}[- ]{_DAY}{_THEN_TIME}",
        rf"{_WEEKDAY}{_MONTH}\ {_DAY}\ {_TIME}\ {_YEAR}\Z",  # what the command `date` prints
    )
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})\b", re.ASCII)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{1,2}):?([0-9]{2})?\Z")
_SPACES = re.compile(r"\s+")

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# RFC 5322, section 4.3: the only names of zones whose meaning is settled.
_ZONES: Final = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_FIXED: Final = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
_FIRST_YEAR = 1000
_MINUTE = timedelta(minutes=1)
_WRITE = "Write it as 2024-01-31 or 2024-01-31 18:30."


class DateError(ValueError):
    """Text that is no date.

    Attributes:
        message: What is wrong, a sentence without its full stop.
        hint: What to type, a full sentence.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def parse_moment(text: str, zone: tzinfo) -> tuple[datetime, bool]:
    """Read a date, with or without time and zone.

    Args:
        text: As written.
        zone: What a date without a zone of its own is in. A time that the clocks skip or repeat takes the offset that
            was in force before the change (PEP 495, fold=0).

    Returns:
        An aware datetime in the zone as written, and whether a time of day was given; without one it is midnight.

    Raises:
        DateError: It is no date, no such day exists, or day and month could be confused.
    """
    match = _YEAR_FIRST.match(text) or _match_words(_SPACES.sub(" ", text).strip())
    found = match.groupdict()
    word = found.get("word")
    month = _month(word, text) if word else int(found["month"])
    time = _time(found, text)
    where = _zone(found["zone"], text) if found["zone"] else zone
    return _datetime((int(found["year"]), month, int(found["day"])), time, where), found["hour"] is not None


def moment_of(day: tuple[int, int, int], time: tuple[int, int, int] | None, zone: tzinfo) -> tuple[datetime, bool]:
    """The moment that a file's name tells: year, month, day, and hour, minute, second if it has them."""
    return _datetime(day, (*(time or (0, 0, 0)), 0), zone), time is not None


def whole(moment: datetime) -> datetime:
    """Cut to what RFC 3339 and RFC 822 can say: whole seconds, and an offset in whole minutes.

    Local mean time, before zones were standardised, had seconds (Amsterdam: +00:19:32). The clock's reading is kept.
    """
    offset = moment.utcoffset() or timedelta()
    if offset % _MINUTE:
        moment = moment.replace(tzinfo=timezone(int(offset / _MINUTE) * _MINUTE))
    return moment.replace(microsecond=0)


def rfc3339(moment: datetime) -> str:
    """An aware datetime to the second, with a colon in its offset (RFC 3339, section 5.6)."""
    return whole(moment).isoformat()


def _match_words(text: str) -> re.Match[str]:
    for pattern in (_YEAR_FIRST, *_WORDED):
        if match := pattern.match(text):
            return match
    if match := _YEAR_LAST.match(text):
        first, second, year = match.groups()
        as_day_first = f"{year}-{second:0>2}-{first:0>2}"
        as_month_first = f"{year}-{first:0>2}-{second:0>2}"
        choices = [as_month_first] if int(first) <= 12 else []
        if int(second) <= 12 and as_day_first not in choices:
            choices.append(as_day_first)
        hint = f"Write the year first: {' or '.join(choices)}." if choices else _WRITE
        raise _error(text, "could be read with the day or the month first", hint)
    if match := _COMPACT.match(text):
        raise _error(text, "is only a number", f"Write it as {'-'.join(match.groups())}.")
    raise _error(text, "is not a date", _WRITE)


def _error(text: str, what: str, hint: str) -> DateError:
    short = text if len(text) <= 40 else f"{text[:39]}…"
    return DateError(f'"{short}" {what}', hint)


def _month(word: str, text: str) -> int:
    word = word.lower()
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word):
            return number
    raise _error(text, "has no month that is known", "Write it as 2024-01-31 or 31 January 2024.")


def _time(found: dict[str, str | None], text: str) -> tuple[int, int, int, int]:
    """Hour, minute, second, microsecond."""
    hour, half = found["hour"], found["half"]
    if hour is None:
        return 0, 0, 0, 0
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise _error(text, "has an hour that no half day has", "Write the time as 18:30.")
        hours = hours % 12 + (12 if half in "pP" else 0)
    elif found["minute"] is None:
        raise _error(text, "has an hour without minutes", f"Write the time as {hours:02}:00.")
    fraction = (found["fraction"] or "").ljust(6, "0")[:6]
    return hours, int(found["minute"] or 0), int(found["second"] or 0), int(fraction)


def _zone(name: str, text: str) -> tzinfo:
    fixed = _FIXED.get(name.upper())
    if fixed is not None:
        return fixed
    if match := _OFFSET.match(name.upper()):
        sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if offset < timedelta(hours=24) and int(minutes or 0) < 60:
            return timezone(offset if sign == "+" else -offset)
    raise _error(text, "has a zone that is not known", "Write the zone as an offset: +02:00 or Z.")


def _datetime(day: tuple[int, int, int], time: tuple[int, int, int, int], zone: tzinfo) -> datetime:
    try:
        moment = datetime(*day, *time, tzinfo=zone)
    except ValueError:
        raise _impossible(day, time) from None
    if moment.year < _FIRST_YEAR:
        message = f"the year {moment.year} cannot be meant"
        raise DateError(message, "Write the real date, or remove the line.")
    return moment


def _impossible(day: tuple[int, int, int], time: tuple[int, int, int, int]) -> DateError:
    try:
        date(*day)
    except ValueError:
        return DateError("there is no day {:04}-{:02}-{:02}".format(*day), "Write a day that the calendar has.")
    return DateError("there is no time {:02}:{:02}:{:02}".format(*time[:3]), "Write the time as 18:30.")
