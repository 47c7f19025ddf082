from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from statistics import mean

import pytest

from benchmarks import corpus


def test_the_corpus_is_the_same_everywhere() -> None:
    """Figures of two machines, or of two Pythons, are of the same work. Whoever changes the corpus changes this."""
    digest = hashlib.sha256("".join(map(repr, corpus.entries(100))).encode()).hexdigest()
    assert digest == "d9883addfdc2292b51280a681a83c597584268870113583725fbd68f7c0b3be0"


def test_another_seed_is_another_corpus() -> None:
    assert list(corpus.entries(9)) == list(corpus.entries(9, seed=1)) != list(corpus.entries(9, seed=2))


def test_the_shape_of_the_corpus() -> None:
    entries = list(corpus.entries(1_000))
    posts = [entry for entry in entries if entry.title]
    assert len(entries) == 1_000
    assert 650 < len(posts) < 750
    assert 3_500 < mean(len(post.body) for post in posts) < 4_500
    assert max(len(entry.body) for entry in entries if not entry.title) < 500
    assert {tag for entry in entries for tag in entry.tags} == set(corpus.TAGS)
    assert all(1 <= len(entry.tags) == len(set(entry.tags)) <= 4 for entry in entries)
    text = "".join(post.body for post in posts)
    for mark in ("\n## ", "\n- ", "\n> ", "\n```python\n", "\n|---|", "](https://", "**", "`"):
        assert mark in text


@pytest.mark.parametrize("count", [1, 2, 1_000])
def test_entries_lie_in_the_past_one_after_the_other(count: int) -> None:
    dates = [entry.date for entry in corpus.entries(count)]
    assert dates == sorted(set(dates))
    assert dates[-1] < datetime(2025, 1, 1, tzinfo=UTC)


def test_a_corpus_may_be_empty() -> None:
    assert list(corpus.entries(0)) == []
