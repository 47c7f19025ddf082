"""Did you mean: the known word that a misspelt one comes closest to.

In: a word and the words that are known. Out: one of these, or None when none is near.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Two letters swapped in five (`tilte`) score 0.8, one letter missing in four (`dat`) 0.86; one letter in four replaced
# scores 0.75, and then the two are mostly two words (`rate`, `date`).
_NEAR = 0.76
_LONGEST = 40


def closest(word: str, known: Iterable[str]) -> str | None:
    """The nearest known word, letter case aside.

    Args:
        word: What was written.
        known: What could have been meant; of two that are equally near, the first in the alphabet wins.
    """
    return _closest(word.lower(), tuple(known)) if len(word) <= _LONGEST else None


@lru_cache(maxsize=1024)  # the same odd key often stands in every file of a site
def _closest(word: str, known: tuple[str, ...]) -> str | None:
    by_lower = {name.lower(): name for name in sorted(known, reverse=True)}
    near = get_close_matches(word, sorted(by_lower), n=1, cutoff=_NEAR)
    return by_lower[near[0]] if near else None
