"""What lists show of a text."""

from __future__ import annotations

import pytest

from voicebuilder.markup import Markup, MarkupSettings, Source, convert


def keep(href: str, line: int, *, image: bool) -> str:
    return href


def markup(text: str, *, raw_html: bool = True) -> Markup:
    return convert(Source(text, prefix="p"), MarkupSettings(raw_html), keep)


@pytest.mark.parametrize(
    ("text", "excerpt", "has_more"),
    [
        ("One.", "<p>One.</p>\n", False),
        ("One.\n\nTwo.", "<p>One.</p>\n", True),
        ("# T\n\nOne.", "<p>One.</p>\n", True),
        ("One.\n\nTwo.\n\n<!-- more -->\n\nThree.", "<p>One.</p>\n<p>Two.</p>\n", True),
        ("One.\n<!--more-->\nTwo.", "<p>One.</p>\n", True),
        ("One.<!--more-->\n\nTwo.", "<p>One.</p>\n", True),
        ("One.\n\n<!-- more -->", "<p>One.</p>\n", False),
        ("<!-- more -->\n\nOne.", "", True),
        ("One.\n\n***", "<p>One.</p>\n", True),
        ("", "", False),
        ("\n \n", "", False),
        ("- a\n- b\n\nOne.", "<p>One.</p>\n", True),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n", False),
        ("# Only a heading", "", True),
        ("![a](b.png)\n\nOne.", "<p>One.</p>\n", True),
        ("![a](b.png){#c}", '<figure><img src="b.png" alt="a" decoding="async"></figure>\n', False),
        ("One[^1] `a`{#b}.\n\n[^1]: note", "<p>One <code>a</code>.</p>\n", True),
        ("## T {#t}\n\nOne.\n\n<!-- more -->\n\nTwo", "<h2>T</h2>\n<p>One.</p>\n", True),
    ],
)
def test_an_excerpt(text: str, excerpt: str, has_more: bool) -> None:
    result = markup(text)
    assert (result.excerpt, result.has_more) == (excerpt, has_more)


def test_the_marker_works_where_raw_html_is_off() -> None:
    for text in ("One.\n\n<!-- more -->\n\nTwo.", "One.\n<!--more-->\nTwo.", "One.<!--more-->\n\nTwo."):
        result = markup(text, raw_html=False)
        assert (result.excerpt, result.html) == ("<p>One.</p>\n", "<p>One.</p>\n<p>Two.</p>\n")


def test_a_marker_inside_a_list_is_told() -> None:
    result = markup("- a\n\n  <!-- more -->\n\n  b\n\nOne.")
    assert [(fault.line, fault.is_error) for fault in result.faults] == [(3, False)]
    assert result.excerpt == "<p>One.</p>\n"
    assert "more" not in result.html


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ('One *two* `three` ["four"](x)\nfive.', "One two three “four” five."),
        ("![A cat](b.png)", "A cat"),
        ("![](b.png)", ""),
        ("# T\n\nOne.\n\n- two\n\n<!-- more -->\n\nThree.", "One. two"),
        ("a <b>b</b> &amp; c[^1]\n\n[^1]: d", "a b & c"),
        ("> [!NOTE]\n> Mind.", "Mind."),
        ("```\ncode\n```", ""),
    ],
)
def test_a_summary_is_plain_text(text: str, summary: str) -> None:
    assert markup(text).summary == summary


def test_a_long_summary_is_cut_at_a_word() -> None:
    summary = markup("word " * 100).summary
    assert len(summary) <= 160
    assert summary.endswith("word…")


def test_words_and_headings() -> None:
    result = markup("# One *two*\n\nthree `four` [five](x)\n\n```\nsix\n```\n\n## 日本語 x ![alt](y)\n")
    assert result.words == 5 + 4
    assert result.headings == ((2, "one-two", "One two"), (3, "日本語-x-alt", "日本語 x alt"))


def test_explicit_and_made_anchors_never_clash() -> None:
    result = markup("# a\n# a\n# a-2\n# b {#a}\n# a\n# ?\n# !")
    anchors = [heading.id for heading in result.headings]
    assert len(set(anchors)) == len(anchors)
    assert anchors[:2] == ["a", "a-2"]
