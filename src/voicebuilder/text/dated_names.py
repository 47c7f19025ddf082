"""Dates in the names of files and in addresses.

In: a content file's path (`posts/2024-01-05-hello.md`) or a permalink (`2014/12/12/hello`). Out: the date and time it
tells, and what is left of the name.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

Day = tuple[int, int, int]
Time = tuple[int, int, int]

_SEPARATED = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[-_ ]+(.*))?\Z", re.DOTALL)
# `20240105-hello`, `202401051530 hello`: how note-taking programs name files.
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})([0-9]{4}(?:[0-9]{2})?)?(?:[-_ ]+(.*))?\Z", re.DOTALL)
_CLOCK = re.compile(r"([0-9]{2})[-.]?([0-9]{2})(?:[-.]?([0-9]{2}))?\Z")
_ADDRESS = re.compile(r"(?:\A|/)([12][0-9]{3})/([0-9]{1,2})/([0-9]{1,2})(?:/|\Z)")


class DatedName(NamedTuple):
    """What a name tells.

    Attributes:
        day: Year, month, day.
        time: Hour, minute, second.
        stem: What the slug is made from: the name without date, time and suffix; the whole name if nothing is left.
        impossible: The date that the name begins with, when no such day exists; `day` is None then.
    """

    day: Day | None
    time: Time | None
    stem: str
    impossible: str = ""


def date_from_path(path: str) -> DatedName:
    """Read a content file's name; of a bundle (`hello/index.md`, in a folder of a kind) its folder's name.

    Args:
        path: Relative to the site folder, "/"-separated, with a suffix: `posts/2024-01-05-hello.md`.
    """
    folder, _, file = path.rpartition("/")
    name = file.rpartition(".")[0] or file
    if name == "index" and "/" in folder:
        name = folder.rpartition("/")[2]
    if not name[:1].isdigit():
        return DatedName(None, None, name)
    if match := _SEPARATED.match(name):
        return _separated(name, match)
    if match := _COMPACT.match(name):
        return _compact(name, match)
    return DatedName(None, None, name)


def date_from_address(address: str) -> Day | None:
    """The day in a permalink: `2014/12/12/hello`."""
    match = _ADDRESS.search(address)
    return _day(match[1], match[2], match[3]) if match else None


def _separated(name: str, match: re.Match[str]) -> DatedName:
    day, rest = _day(match[1], match[2], match[3]), match[4] or ""
    if day is None:
        return DatedName(None, None, name, "-".join(match.group(1, 2, 3)))
    # Only digits that are the whole rest are a time: `2015-03-30-2000-words` is about words.
    if time := _time(rest):
        return DatedName(day, time, name)
    return DatedName(day, None, rest or name)


def _compact(name: str, match: re.Match[str]) -> DatedName:
    day, rest = _day(match[1], match[2], match[3]), match[5] or ""
    time = _time(match[4]) if match[4] else None
    if day is None or (match[4] and time is None):
        return DatedName(None, None, name)
    if time is None and (time := _time(rest)):
        rest = ""
    return DatedName(day, time, rest or name)


def _day(year: str, month: str, day: str) -> Day | None:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return None
    return int(year), int(month), int(day)


def _time(text: str) -> Time | None:
    match = _CLOCK.match(text)
    if match is None:
        return None
    time = int(match[1]), int(match[2]), int(match[3] or 0)
    return time if time[0] < 24 and time[1] < 60 and time[2] < 60 else None
