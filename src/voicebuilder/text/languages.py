"""Languages: which way they are written, and how their dates read.

In: BCP 47 tags and datetimes. Out: "ltr" or "rtl", and dates in words. The machine's locale plays no part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def direction(language: str) -> str:
    """The base direction of a language's usual script: "ltr" or "rtl"."""
    return "rtl" if language.lower().partition("-")[0] in _RTL else "ltr"


def long_date(moment: datetime, language: str) -> str:
    """`14 June 2026` in English; in other languages the form that all of them read, `2026-06-14`."""
    if language.lower().startswith("en"):
        return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment:%Y-%m-%d}"


def month_name(moment: datetime, language: str) -> str:
    """`June 2026` in English, else `2026-06`."""
    if language.lower().startswith("en"):
        return f"{_MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment:%Y-%m}"
