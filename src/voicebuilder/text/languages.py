"""Languages: which way they are written, and how the tool itself writes a date.

In: BCP 47 tags and datetimes. Out: "ltr" or "rtl", and dates in words. The machine's locale plays no part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# A test compares them with CLDR's.
_RTL = frozenset(
    ("apc", "ar", "arc", "ary", "bal", "bgn", "bqi", "brh", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "ps",
     "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi")
)  # fmt: skip
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def direction(language: str) -> str:
    """The base direction of a language's script, its usual one when the tag names none: "ltr" or "rtl"."""
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in _RTL_SCRIPTS if script else first in _RTL) else "ltr"


def long_date(moment: datetime) -> str:
    """`14 June 2026`: in the tool's own language, English. What a site says, `theme.locales` puts into its own."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
