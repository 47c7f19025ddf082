from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.model.pager import Pager, paginate

COUNTS = st.integers(min_value=0, max_value=200)
SIZES = st.integers(min_value=1, max_value=25)


def pages(count: int, size: int) -> tuple[Pager, ...]:
    """Pages of the entries `count` … 1, newest first: numbers stand in for them, since paging only counts."""
    return paginate(range(count, 0, -1), size, "/posts/")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, [0]), (1, [1]), (9, [9]), (10, [10]), (19, [19]), (20, [10, 10]), (29, [19, 10]), (30, [10, 10, 10])],
)
def test_sizes(count: int, sizes: list[int]) -> None:
    assert [len(page.entries) for page in pages(count, 10)] == sizes


def test_addresses() -> None:
    front, second, first = pages(30, 10)
    assert (front.url, front.number, front.older, front.newer) == ("/posts/", 3, "/posts/page/2/", "")
    assert (second.url, second.number, second.older, second.newer) == ("/posts/page/2/", 2, "/posts/page/1/", "/posts/")
    assert (first.url, first.number, first.older, first.newer) == ("/posts/page/1/", 1, "", "/posts/page/2/")
    assert [page.is_front for page in (front, second, first)] == [True, False, False]
    assert first.entries == tuple(range(10, 0, -1))


@given(COUNTS, SIZES)
def test_every_entry_stands_once_and_newest_first(count: int, size: int) -> None:
    assert [entry for page in pages(count, size) for entry in page.entries] == list(range(count, 0, -1))


@given(COUNTS, SIZES)
def test_numbered_pages_are_full_and_the_front_is_less_than_two(count: int, size: int) -> None:
    front, *numbered = pages(count, size)
    assert all(len(page.entries) == size for page in numbered)
    assert len(front.entries) < 2 * size
    assert len(front.entries) >= min(count, size)


@given(COUNTS, SIZES)
def test_p6_a_new_entry_never_changes_which_entries_a_numbered_page_has(count: int, size: int) -> None:
    before = {page.url: page.entries for page in pages(count, size) if not page.is_front}
    after = {page.url: page.entries for page in pages(count + 1, size)}
    assert before.items() <= after.items()


@given(COUNTS, SIZES)
def test_p6_a_new_entry_changes_one_numbered_page_at_most_and_only_its_link(count: int, size: int) -> None:
    before = {page.url: page for page in pages(count, size) if not page.is_front}
    after = {page.url: page for page in pages(count + 1, size)}
    changed = [url for url, page in before.items() if after[url] != page]
    assert len(changed) <= 1
    # It was the newest numbered page, whose newer neighbour was the front and now has a number.
    assert all(after[url].newer == f"/posts/page/{before[url].number + 1}/" for url in changed)


@given(COUNTS, SIZES)
def test_links_lead_from_page_to_page(count: int, size: int) -> None:
    found = pages(count, size)
    assert len({page.url for page in found}) == len(found)
    assert [page.number for page in found] == list(range(len(found), 0, -1))
    for newer, older in itertools.pairwise(found):
        assert (newer.older, older.newer) == (older.url, newer.url)
    assert (found[0].url, found[0].newer, found[-1].older) == ("/posts/", "", "")
