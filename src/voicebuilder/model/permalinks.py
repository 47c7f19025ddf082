"""Permalinks: from a pattern or a writer's own words to a site path that may exist.

In: a pattern (`/{year}/{slug}/`) or a `permalink:`. Out: a decoded site path, or why not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.text.urls import as_folder, decode_path, path_fault

if TYPE_CHECKING:
    from datetime import datetime

_TOKEN = re.compile(r"\{(\w*)\}")
DATE_TOKENS = ("year", "month", "day")
TOKENS = ("slug", *DATE_TOKENS)


class PermalinkError(ValueError):
    """A permalink that cannot be; the text says why."""


class UndatedError(PermalinkError):
    """The pattern wants a date that the entry lacks."""


def unknown_tokens(pattern: str) -> list[str]:
    """The `{words}` of a pattern that mean nothing."""
    return [token for token in _TOKEN.findall(pattern) if token not in TOKENS]


def expand(pattern: str, slug: str, date: datetime | None) -> str:
    """Fill a pattern in. The date is used as written, never moved to another zone.

    Raises:
        UndatedError: The pattern wants a date that the entry lacks.
        PermalinkError: The result may not exist.
    """
    if pattern.count("{") == 1 and "{slug}" in pattern:
        return checked(pattern.replace("{slug}", slug))
    if date is None and any(f"{{{token}}}" in pattern for token in DATE_TOKENS):
        raise UndatedError(f"the pattern `{pattern}` needs a date, and there is none")
    values = {"slug": slug}
    if date is not None:
        values |= {"year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}"}
    return checked(_TOKEN.sub(lambda match: values[match.group(1)], pattern))


def checked(path: str) -> str:
    """The path as it will be served: decoded, a folder unless it names a file.

    Raises:
        PermalinkError: It would leave the site, or some file system refuses it.
    """
    path = as_folder(decode_path(path))
    if fault := path_fault(path):
        raise PermalinkError(fault)
    return path
