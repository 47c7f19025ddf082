"""What `value | name` does in a template.

In: values of views, and a language, the site's when not given. Out: text. Dates are shown as written, in the
zone they were written in.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from voicebuilder.render.templates import with_context
from voicebuilder.text.dates import rfc3339
from voicebuilder.theme.locales import DATE_STYLES, date_words, month_words, number_words, time_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from voicebuilder.render.views import EntryView


@with_context
def _date(context: Mapping[str, Any], moment: datetime, language: str = "") -> str:
    site = context["site"]
    return date_words(moment, language or site.language, site.options.get("dates", DATE_STYLES[0]))


@with_context
def _month(context: Mapping[str, Any], moment: datetime, language: str = "") -> str:
    return month_words(moment, language or context["site"].language)


@with_context
def _time(context: Mapping[str, Any], moment: datetime, language: str = "") -> str:
    return time_words(moment, language or context["site"].language)


@with_context
def _words(context: Mapping[str, Any], number: int, language: str = "") -> str:
    return number_words(number, language or context["site"].language)


def _clock(seconds: float) -> str:
    """A length of time as players show it: `4:07`, `1:02:09`."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def period(seconds: float) -> str:
    """A length of time for machines (ISO 8601, 4.4.3.2): `PT4M7S`."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def _months(entries: Iterable[EntryView]) -> list[list[EntryView]]:
    """Dated entries by the month that they were written in, newest first.

    Two that lie minutes apart, in two zones, may stand in the months' order the other way round.
    """
    months: defaultdict[tuple[int, int], list[EntryView]] = defaultdict(list)
    for entry in entries:
        if entry.date is not None:
            months[entry.date.year, entry.date.month].append(entry)
    return [months[month] for month in sorted(months, reverse=True)]


def _days(entries: Iterable[EntryView]) -> list[list[EntryView]]:
    """Entries in their order, those of one day together; those without a date too."""
    return [list(group) for _, group in groupby(entries, key=lambda entry: entry.date and entry.date.date())]


FILTERS: dict[str, Callable[..., Any]] = {
    "clock": _clock,
    "date": _date,
    "days": _days,
    "month": _month,
    "months": _months,
    "time": _time,
    "iso": rfc3339,
    "period": period,
    "words": _words,
}
