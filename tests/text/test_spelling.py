from __future__ import annotations

import pytest

from voicebuilder.text.spelling import closest

KEYS = ("title", "date", "updated", "tags", "description", "draft", "image", "slug")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("tilte", "title"),
        ("Titel", "title"),
        ("dat", "date"),
        ("TAG", "tags"),
        ("descripton", "description"),
        ("updatd", "updated"),
        ("drat", "draft"),
    ],
)
def test_misspelt(word: str, meant: str) -> None:
    assert closest(word, KEYS) == meant


@pytest.mark.parametrize("word", ["", "rate", "weight", "x", "layout", "toc", "t" * 10_000])
def test_another_word(word: str) -> None:
    assert closest(word, KEYS) is None


def test_the_spelling_of_the_known_word_is_kept() -> None:
    assert closest("paginat", ["Paginate"]) == "Paginate"


def test_of_two_that_are_equally_near_the_first_in_the_alphabet_wins() -> None:
    assert closest("bcde", ["bcdez", "abcde"]) == closest("bcde", ["abcde", "bcdez"])


def test_nothing_known() -> None:
    assert closest("title", []) is None
