from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from voicebuilder.model.permalinks import PermalinkError, checked, expand, unknown_tokens

DATE = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/posts/{slug}/", "/posts/hello/"),
        ("/{slug}", "/hello/"),
        ("/{year}/{month}/{day}/{slug}/", "/2026/01/02/hello/"),
        ("/{year}/{slug}.html", "/2026/hello.html"),
        ("/{slug}.html", "/hello.html"),
        ("/{slug}/{slug}/", "/hello/hello/"),
        ("/{year}-{month}/{slug}/", "/2026-01/hello/"),
    ],
)
def test_patterns(pattern: str, url: str) -> None:
    assert expand(pattern, "hello", DATE) == url


def test_the_date_is_used_as_written() -> None:
    late = datetime(2026, 1, 2, 0, 30, tzinfo=timezone(timedelta(hours=14)))
    assert expand("/{year}/{month}/{day}/{slug}/", "x", late) == "/2026/01/02/x/"


def test_a_year_has_four_digits() -> None:
    assert expand("/{year}/{slug}/", "x", DATE.replace(year=987)) == "/0987/x/"


@pytest.mark.parametrize("pattern", ["/{year}/{slug}/", "/{month}/{slug}/", "/{slug}/{day}/"])
def test_a_pattern_with_a_date_for_an_entry_without(pattern: str) -> None:
    with pytest.raises(PermalinkError, match="needs a date, and there is none"):
        expand(pattern, "x", None)


def test_a_slug_that_looks_like_a_pattern_is_not_filled_in() -> None:
    assert expand("/{year}/{slug}/", "{day}", DATE) == "/2026/{day}/"


def test_unknown_words() -> None:
    assert unknown_tokens("/{years}/{slug}/{}/{Slug}/") == ["years", "", "Slug"]
    assert unknown_tokens("/{year}/{month}/{day}/{slug}/") == []


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/about/", "/about/"),
        ("/about", "/about/"),
        ("/about.html", "/about.html"),
        ("/caf%C3%A9/", "/café/"),
        ("/cafe\u0301", "/café/"),
        ("/etc/x", "/etc/x/"),
    ],
)
def test_what_a_writer_wants(written: str, url: str) -> None:
    assert checked(written) == url


@pytest.mark.parametrize(
    "written",
    ["../../x", "/../../x", "/%2e%2e/x", "/%2E%2E/%2e%2e/x", "/..%2fx", "/a%5c..%5cb", "a\\..\\b", "C:x", "/C:x",
     "/x%00y", "/nul/", "/a./", "//evil.example/", "about"],
)  # fmt: skip
def test_what_may_not_exist(written: str) -> None:
    with pytest.raises(PermalinkError):
        checked(written)
