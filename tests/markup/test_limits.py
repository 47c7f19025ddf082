"""Hostile and broken texts: never an exception, never slow, never a lost word without an error."""

from __future__ import annotations

import time

import pytest

from voicebuilder.markup import Markup, MarkupSettings, Source, convert

N = 20_000
BLOCKS = 5_000


def keep(href: str, line: int, *, image: bool) -> str:
    return href


def markup(text: str) -> Markup:
    return convert(Source(text), MarkupSettings(), keep)


NESTED = {
    "quotes": "> " * 1000 + "deep",
    "lists on a line": "- " * 1000 + "deep",
    "lists on lines": "\n".join("  " * level + "- item" for level in range(1000)),
    "definitions": "term\n" + "\n".join("  " * level + ": term" for level in range(1000)),
    "footnotes": "[^a]: " * 1000 + "deep",
    "brackets": "[" * 1000 + "deep" + "](x)" * 1000,
    "pictures": "![" * 1000 + "deep" + "](x)" * 1000,
    "alerts": "\n".join("> " * level + "[!NOTE]" for level in range(1, 600)),
}


@pytest.mark.parametrize("name", NESTED)
def test_text_nested_too_deep_is_an_error_with_a_line(name: str) -> None:
    result = markup("first\n\n" + NESTED[name] + "\n")
    errors = [fault for fault in result.faults if fault.is_error]
    assert len(errors) == 1
    assert "nested too deep" in errors[0].message
    assert errors[0].line >= 3


def test_sensible_nesting_is_kept_whole() -> None:
    text = "\n".join("  " * level + f"- item{level}" for level in range(100)) + "\n\n" + "> " * 100 + "deep"
    result = markup(text)
    assert not result.faults
    assert all(f"item{level}" in result.html for level in range(100))
    assert "deep" in result.html


PATHOLOGICAL = {
    **{
        text: text * N
        for text in ("[", "![", "*", "*a ", "`", "<", "<!-- ", "<![CDATA[ ", '<a href="', "&", "\\", ">", "~~a ")
    },
    **{
        text: text * N
        for text in ("[a](", "![a](b)", "[^x] ", "{{ ", "{% ", "`a`{.b", "://", "http:// ", "www.", "a@", '"a ', "'")
    },
    **{
        text: text * N
        for text in (
            "[a](javascript:b) ",
            "<img src=a ",
            "_a_ ",
            '"a *b* ',
            "- ",
        )
    },
    **{
        text: text * BLOCKS
        for text in ("[^x]: a\n", "[a](b)\n", "# a\n", "a\n: b\n", "> [!NOTE]\n> a\n\n", "- [ ] a\n", "![a](b)\n\n")
    },
    "<img>": "<img src='a'>" * N,
    "srcset": '<img srcset="' + "a, " * N + '">',
    "ticks": "".join("`" * length + " " for length in range(400)),
    "table": "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "|a|\n" * 50,
    "more": "<!-- more -->\n" * N,
    "code": "```python\n" + "x = 'a' # b\n" * N + "```\n",
    "data": f"![a](data:image/png;base64,{'A' * 1_000_000})",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_repeated_delimiters_are_read_within_two_seconds(name: str) -> None:
    start = time.process_time()
    markup(PATHOLOGICAL[name])
    assert time.process_time() - start < 2
