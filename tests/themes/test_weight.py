"""How much a page weighs on its way to a reader: bytes after gzip -9, pictures aside (a kilobyte is 1,000)."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from . import prose
from .conftest import STYLE, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

POSTS = Path(__file__).resolve().parents[2] / "content-example" / "posts"
NOTE = "/notes/2025-10-11-1530/"
MOST = {"/": 6_000, NOTE: 5_000, "/tags/tides/": 8_000, "/archive/2025/": 8_000, "/posts/long/": 10_000}
MOST_SHEET = 3_500


@pytest.fixture(scope="module", params=THEMES)
def output(request: pytest.FixtureRequest, make_site: Callable[..., Site]) -> Output:
    files = prose.site(POSTS)
    return make_site({**files, "voicebuilder.yaml": f"{prose.CONFIG}theme: {request.param}\n"}).build()


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def test_the_sheet_is_light(output: Output) -> None:
    (sheet,) = STYLE.findall(output.files["index.html"])
    found = weight(sheet)
    assert found <= MOST_SHEET


@pytest.mark.parametrize("url", MOST)
def test_a_page_is_light(output: Output, url: str) -> None:
    found = weight(output.page(url).encode())
    assert found <= MOST[url]


def test_the_pages_are_what_they_should_be(output: Output) -> None:
    def count(url: str, what: str) -> int:
        return len(output.parsed(url.removeprefix("/") + "index.html").xpath(what))

    assert count("/", "//main//article") == 10
    assert count("/tags/tides/", "//main//*[contains(@class, 'h-entry')]") >= 50
    assert count("/archive/2025/", "//main//*[contains(@class, 'h-entry')]") == 50
    assert count("/posts/long/", "//pre") == 2
    assert count("/posts/long/", "//*[@role='doc-noteref']") == 4
    text = output.parsed("posts/long/index.html").xpath("string(//*[contains(@class, 'e-content')])")
    assert 1_400 < len(text.split()) < 1_800


def test_the_prose_is_no_repetition() -> None:
    found = prose.paragraphs(POSTS)
    assert len(found) == len(set(found)) > 100
