"""What `value | name` does in a template.

In: values of views. Out: text. Dates are shown as written, in the zone they were written in.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from voicebuilder.render.templates import with_context
from voicebuilder.text.dates import rfc3339
from voicebuilder.text.languages import long_date, month_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from voicebuilder.render.views import EntryView


@with_context
def _date(context: Mapping[str, Any], moment: datetime) -> str:
    return long_date(moment, context["site"].language)


@with_context
def _month(context: Mapping[str, Any], moment: datetime) -> str:
    return month_name(moment, context["site"].language)


def _time(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _words(number: int) -> str:
    return f"{number:,}"


def _months(entries: Iterable[EntryView]) -> list[list[EntryView]]:
    """Dated entries by the month that they were written in, newest first.

    Two that lie minutes apart, in two zones, may stand in the months' order the other way round.
    """
    months: defaultdict[tuple[int, int], list[EntryView]] = defaultdict(list)
    for entry in entries:
        if entry.date is not None:
            months[entry.date.year, entry.date.month].append(entry)
    return [months[month] for month in sorted(months, reverse=True)]


FILTERS: dict[str, Callable[..., Any]] = {
    "date": _date,
    "month": _month,
    "months": _months,
    "time": _time,
    "iso": rfc3339,
    "words": _words,
}
