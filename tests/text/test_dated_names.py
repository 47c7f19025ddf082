from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.text.dated_names import DatedName, date_from_address, date_from_path

DAY = (2026, 11, 22)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("posts/2026-11-22-hello.md", DatedName(DAY, None, "hello")),
        ("posts/2026/11/2026-11-22-hello.markdown", DatedName(DAY, None, "hello")),
        ("posts/2026-11-22_hello_you.md", DatedName(DAY, None, "hello_you")),
        ("posts/2026-11-22 Hello you.md", DatedName(DAY, None, "Hello you")),
        ("posts/2026-11-22--hello.md", DatedName(DAY, None, "hello")),
        ("posts/2024-1-5-10-tips.md", DatedName((2024, 1, 5), None, "10-tips")),
        ("posts/2015-03-30-2000-words.md", DatedName((2015, 3, 30), None, "2000-words")),
        ("posts/2019-03-27-18f.v1.2.md", DatedName((2019, 3, 27), None, "18f.v1.2")),
        ("posts/2026-11-22-hello/index.md", DatedName(DAY, None, "hello")),
        ("posts/trip/index.md", DatedName(None, None, "trip")),
        ("posts/index.md", DatedName(None, None, "index")),
        ("posts/2026-11-22-trip/day-one.md", DatedName(None, None, "day-one")),
        ("posts/Rustup-1.28.2.md", DatedName(None, None, "Rustup-1.28.2")),
        ("posts/1password.md", DatedName(None, None, "1password")),
        ("posts/1.69.0-prerelease.md", DatedName(None, None, "1.69.0-prerelease")),
        ("notes/2026-11-22-1530.md", DatedName(DAY, (15, 30, 0), "2026-11-22-1530")),
        ("notes/2026-11-22-153045.md", DatedName(DAY, (15, 30, 45), "2026-11-22-153045")),
        ("notes/2026-11-22-1530-45.md", DatedName(DAY, (15, 30, 45), "2026-11-22-1530-45")),
        ("notes/2026-11-22-1984.md", DatedName(DAY, None, "1984")),
        ("notes/2026-11-22.md", DatedName(DAY, None, "2026-11-22")),
        ("notes/20261122.md", DatedName(DAY, None, "20261122")),
        ("notes/20261122-hello.md", DatedName(DAY, None, "hello")),
        ("notes/202611221530 hello.md", DatedName(DAY, (15, 30, 0), "hello")),
        ("notes/20261122-1530.md", DatedName(DAY, (15, 30, 0), "20261122-1530")),
        ("notes/12345678.md", DatedName(None, None, "12345678")),
        ("posts/2024-02-30-hello.md", DatedName(None, None, "2024-02-30-hello", "2024-02-30")),
        ("hello", DatedName(None, None, "hello")),
    ],
)
def test_names(path: str, expected: DatedName) -> None:
    assert date_from_path(path) == expected


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("2014/12/12/hello", (2014, 12, 12)),
        ("/2014/1/2/hello/", (2014, 1, 2)),
        ("/blog/2014/12/12/hello/", (2014, 12, 12)),
        ("/2014/12/12", (2014, 12, 12)),
        ("/2014/02/30/hello/", None),
        ("/2014/12/hello/", None),
        ("/12014/12/12/", None),
        ("/hello/", None),
    ],
)
def test_addresses(address: str, day: tuple[int, int, int] | None) -> None:
    assert date_from_address(address) == day


@given(
    st.text(st.characters(exclude_characters="/"), min_size=1)
    | st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[-_0-9a-z]*\.md", fullmatch=True)
)
def test_no_name_raises_and_a_stem_is_always_left(name: str) -> None:
    assert date_from_path(f"posts/{name}").stem
