from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.content.titles import take_title


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ("# Hello", "Hello", ""),
        ("# Hello\n\ntext", "Hello", "\n\ntext"),
        ("\n\n# Hello\ntext", "Hello", "\n\n\ntext"),
        ("   #  Hello  ##  \ntext", "Hello", "\ntext"),
        ("#\tHello", "Hello", ""),
        ("# C#", "C#", ""),
        ("# Hello \\#", "Hello #", ""),
        ("Hello\n=====\ntext", "Hello", "\n\ntext"),
        ("\nHello\n=\n", "Hello", "\n\n\n"),
        ("text\n\n# Later\n\nmore", "Later", "text\n\n\n\nmore"),
        ("## Second\n\n# First\n", "First", "## Second\n\n\n"),
        ("# One\n# Two", "One", "\n# Two"),
        ("#\n# Hello", "Hello", "#\n"),
        ("# Don't panic: it's (only) “2”", "Don't panic: it's (only) “2”", ""),
    ],
)
def test_the_first_heading(body: str, title: str, rest: str) -> None:
    assert take_title(body) == (title, rest)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("*Moby-Dick*, **again**", "Moby-Dick, again"),
        ("The `sed` command", "The sed command"),
        ("[A link](https://example.org/)", "A link"),
        ("A &amp; B", "A & B"),
        ("A & B < C", "A & B < C"),
        ("日本語 🎉", "日本語 🎉"),
        ("![A cat](cat.jpg) says", "A cat says"),
    ],
)
def test_markup_in_a_heading_is_no_part_of_the_title(heading: str, title: str) -> None:
    assert take_title(f"# {heading}\n\ntext") == (title, "\n\ntext")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "text",
        "## Hello",
        "#hashtag",
        "#hashtag and # another",
        "    # code",
        "text # not a heading",
        "> # quoted",
        "- # in a list",
        "```\n# a comment\n```",
        "~~~sh\n# a comment\n~~~",
        "````\n```\n# a comment\n```\n````",
        # A line with an info string opens a fence and never closes one.
        "```\n```sh\n# a comment\n```",
        "```sh\n# a comment, and the fence never ends",
        "<!--\n# not yet\n-->\n\ntext",
        "<pre>\n# a comment\n\n# another\n</pre>",
        "<script>\n# x\n</script>",
        "=====",
        "\n=====",
        "text\n\n=====",
        # What stands above the line is a list, a quote, a table, code: no paragraph, so no heading.
        "- item\n====",
        "1. item\n====",
        "> quote\n====",
        "    code\n====",
        "two\nlines\n====",
        "#",
        "# <!-- empty -->",
    ],
)
def test_no_heading(body: str) -> None:
    assert take_title(body) == (None, body)


@pytest.mark.parametrize(
    "before",
    [
        "```\ncode\n```\n",
        "~~~\n```\n~~~\n",
        "``` `code` in a line\n\n",
        "<!-- note -->\n",
        "<!-- a\nb -->\n\n",
        "<pre>x</pre>\n\n",
    ],
)
def test_a_heading_after_code_or_a_comment(before: str) -> None:
    assert take_title(f"{before}# Hello\ntext") == ("Hello", f"{before}\ntext")


LINES = st.sampled_from(
    [
        "# A",
        "## B",
        "#",
        "text",
        "",
        "===",
        "---",
        "```",
        "```sh",
        "~~~~",
        "- x",
        "> q",
        "    c",
        "<!--",
        "-->",
        "<pre>",
        "A\n===",
    ]
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_no_line_is_lost(body: str) -> None:
    title, rest = take_title(body)
    before, after = body.split("\n"), rest.split("\n")
    assert len(before) == len(after)
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    if title is None:
        assert changed == []
    else:
        assert changed[0].strip("# ") == title
        assert len(changed) <= 2
