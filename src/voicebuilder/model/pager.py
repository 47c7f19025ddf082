"""Pagination from the oldest: a numbered page never changes its entries.

In: entries newest first, and how many make a page. Out: slices. Page 1 holds the oldest; each numbered page is full.
The newest entries, from one page's worth up to just under two, stay on the front: so no address ever shifts, no entry
stands twice, and a new entry changes only the front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.model.entry import Entry


@dataclass(frozen=True, slots=True)
class Pager:
    """One page of a listing.

    Attributes:
        url: Site path of this page.
        number: 1 for the oldest; the front has the highest number.
        entries: Newest first.
        older: Site path of the next older page; "" on page 1.
        newer: Site path of the next newer page; "" on the front.
    """

    url: str
    number: int
    entries: tuple[Entry, ...]
    older: str = ""
    newer: str = ""

    @property
    def is_front(self) -> bool:
        """The newest page, at the listing's own address."""
        return self.newer == ""


def paginate(entries: Sequence[Entry], size: int, url: str) -> tuple[Pager, ...]:
    """Cut a listing into pages, the front first.

    Args:
        entries: Newest first.
        size: Entries on a numbered page, at least 1.
        url: Site path of the listing, ending with "/"; older pages are at `{url}page/{n}/`.
    """
    numbered = max(len(entries) // size - 1, 0)
    front_size = len(entries) - numbered * size

    def address(number: int) -> str:
        return "" if number < 1 else url if number > numbered else f"{url}page/{number}/"

    pages = [Pager(url, numbered + 1, tuple(entries[:front_size]), address(numbered))]
    for number in range(numbered, 0, -1):
        start = len(entries) - number * size
        chosen = tuple(entries[start : start + size])
        pages.append(Pager(address(number), number, chosen, address(number - 1), address(number + 1)))
    return tuple(pages)
