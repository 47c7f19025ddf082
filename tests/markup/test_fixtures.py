"""Markdown in, HTML out: the cases are text files, `tests/fixtures/markdown/*.md`.

A case is a title, a line with a dot, Markdown, a dot, the HTML that it must become, a dot. `[de]` at the end of a title
sets the language, `(no raw HTML)` in it turns raw HTML off. An address that begins with `gone` leads nowhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest

from voicebuilder.markup import MarkupSettings, Source, convert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark.structures import ParameterSet

FOLDER = Path(__file__).parents[1] / "fixtures" / "markdown"
CASE = re.compile(r"^(?P<title>[^\n]+)\n\.\n(?P<text>.*?\n)\.\n(?P<html>.*?)^\.$", re.MULTILINE | re.DOTALL)
LANGUAGE = re.compile(r"\[([\w-]+)\]$")


def cases() -> Iterator[ParameterSet]:
    for path in sorted(FOLDER.glob("*.md")):
        for match in CASE.finditer(path.read_text(encoding="utf-8")):
            yield pytest.param(*match.groups(), id=f"{path.stem}: {match['title']}")


def resolve(href: str, line: int, *, image: bool) -> str | None:
    return None if href.startswith("gone") else href


@pytest.mark.parametrize(("title", "text", "html"), list(cases()))
def test_a_case_becomes_its_html(title: str, text: str, html: str) -> None:
    language = LANGUAGE.search(title)
    source = Source(text, prefix="post", language=language[1] if language else "en")
    settings = MarkupSettings(raw_html="(no raw HTML)" not in title)
    result = convert(source, settings, resolve)
    assert result.html == html
    html5lib.HTMLParser(strict=True).parseFragment(result.html)


def test_no_case_is_overlooked() -> None:
    # Each case has three lines with a dot.
    dots = sum(path.read_text(encoding="utf-8").split("\n").count(".") for path in FOLDER.glob("*.md"))
    assert dots == 3 * len(list(cases())) >= 180
