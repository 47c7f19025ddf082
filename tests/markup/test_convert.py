"""Small promises of the room's front."""

from __future__ import annotations

import pickle

import pytest

from voicebuilder.markup import MarkupSettings, Source, convert, plain_text


def keep(href: str, line: int, *, image: bool) -> str:
    return href


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One *two* `three` [four](x)", "One two three four"),
        ("![alt *text*](x) a", "alt text a"),
        ("a &amp; b <i>c</i>", "a & b c"),
        ('"Quotes" -- stay', '"Quotes" -- stay'),
        ("Title {#anchor .x}", "Title"),
        ("Title {not}", "Title {not}"),
        ("a\nb  c", "a b c"),
        ("# not a heading here", "# not a heading here"),
        ("", ""),
    ],
)
def test_plain_text(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


def test_values_travel_between_processes_and_serve_as_keys() -> None:
    settings = MarkupSettings()
    result = convert(Source("# a\n\n{{ b }}"), settings, keep)
    assert pickle.loads(pickle.dumps((settings, result))) == (settings, result)  # noqa: S301 -- our own bytes
    assert hash(settings) == hash(MarkupSettings(raw_html=True, typographer=True))


def test_typographer_off() -> None:
    html = convert(Source('"a" -- ...'), MarkupSettings(typographer=False), keep).html
    assert html == "<p>&quot;a&quot; -- ...</p>\n"


def test_prefixes_keep_the_notes_of_two_entries_apart() -> None:
    pages = [
        convert(Source("a[^1]\n\n[^1]: b", prefix=prefix), MarkupSettings(), keep).html
        for prefix in ("one", "two", "", '"><x')
    ]
    assert 'id="fn-one-1"' in pages[0]
    assert 'id="fn-two-1"' in pages[1]
    assert 'id="fn-1"' in pages[2]
    assert 'id="fn-&quot;&gt;&lt;x-1"' in pages[3]
