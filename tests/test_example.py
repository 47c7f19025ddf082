"""`content-example/`: what a newcomer builds first, and what shows every feature."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site


@pytest.fixture(scope="module")
def with_drafts(sample: Callable[[str], Site]) -> Output:
    return sample("content-example").build(drafts=True)


def entries(output: Output, folder: str) -> list[str]:
    return [path for path in output.pages if path.startswith(f"{folder}/") and path.count("/") == 2]


def test_it_builds_without_a_warning(sample: Callable[[str], Site]) -> None:
    site = sample("content-example")
    site.build(strict=True)
    assert site.report.errors == []


def test_it_is_a_blog_of_several_years(example: Output) -> None:
    assert len(entries(example, "posts")) >= 10
    assert len(entries(example, "notes")) >= 15
    assert len([path for path in example.pages if path.startswith("archive/2")]) >= 4
    assert {"about/index.html", "now/index.html", "privacy/index.html"} <= set(example.files)


def test_one_is_a_draft_one_is_scheduled_one_is_unlisted(example: Output, with_drafts: Output) -> None:
    new = set(entries(with_drafts, "posts")) - set(entries(example, "posts"))
    assert new == {"posts/things-i-said-to-the-bank/index.html", "posts/to-whoever-winds-the-clock/index.html"}
    unlisted = "posts/if-you-have-found-my-boat/index.html"
    assert unlisted in example.files
    assert "/posts/if-you-have-found-my-boat/" not in example.text("feed.xml") + example.text("posts/index.html")


def test_the_scheduled_entry_comes_when_its_day_has_come(sample: Callable[[str], Site]) -> None:
    output = sample("content-example").build(now=datetime(2031, 6, 21, 12, tzinfo=UTC))
    assert "posts/to-whoever-winds-the-clock/index.html" in output.files


@pytest.mark.parametrize(
    "path",
    [
        "//section[contains(@class, 'footnotes')] | //*[@role='doc-endnotes']",
        "//pre//code",
        "//table",
        "//blockquote",
        "//figure[.//figcaption]//img",
        "//*[contains(@class, 'credit')]",
        "//form[@method='post']//input[@type='email']",
        "//cite",
    ],
)
def test_it_shows(path: str, example: Output) -> None:
    assert any(example.parsed(page).xpath(path) for page in example.pages)


def test_it_shows_a_script_that_is_not_latin(example: Output) -> None:
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]{2}", example.page("/posts/aburatsubo/"))


def test_its_search_data_is_json(example: Output) -> None:
    """Of what has a headline, which search engines ask for."""
    for page in entries(example, "posts"):
        (script,) = example.parsed(page).xpath('//script[@type="application/ld+json"]/text()')
        data = json.loads(script)
        assert data["@type"] == "BlogPosting"
        assert data["headline"]
        assert example.at(data["url"], "https://example.org/") == page
    assert not any(b"ld+json" in example.files[page] for page in entries(example, "notes"))
