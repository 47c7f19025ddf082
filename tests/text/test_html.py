from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.text.html import one_line, plain, shorten


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One <em>two</em>\n  three.</p>", "One two three."),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("a<b>b</b>c", "abc"),
        ("<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>", "1 < 2 && 3 > 2"),
        # What a reader sees as a tag is text, and stays.
        ("<p>&lt;script&gt;</p>", "<script>"),
        ("caf&eacute;\u00a0au lait", "café au lait"),
    ],
)
def test_plain(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one, two three", 6, "one…"),
        ("one two. three", 10, "one two…"),
        # No space to cut at: a long word, a language without spaces.
        ("x" * 50, 10, "x" * 9 + "…"),
        ("春はあけぼの、やうやう", 8, "春はあけぼの…"),
        # Cutting at the only space would leave next to nothing.
        ("a " + "x" * 50, 20, "a " + "x" * 17 + "…"),
    ],
)
def test_shorten(text: str, length: int, short: str) -> None:
    assert shorten(text, length) == short


@given(st.text(), st.integers(min_value=1, max_value=80))
def test_what_is_shortened_is_short_and_a_beginning(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length or short == text
    assert text.startswith(short.removesuffix("…"))


def test_one_line() -> None:
    assert one_line(" a\n\tb\u00a0 c ") == "a b c"
