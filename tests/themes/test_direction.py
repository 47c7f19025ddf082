"""Written from right to left a page is the mirror of itself."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from .test_width import too_wide
from .texts import NASTY_POST, PAGES
from .verdict import clean

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Themed

TURN = "document.documentElement.dir = 'rtl'"
# Where the site's name and the words beside it stand, from the side at which lines begin and end.
PLACES = """() => [...document.querySelectorAll(".masthead .name a, .masthead nav a")].map(node => {
    const box = node.getBoundingClientRect();
    return [box.left, innerWidth - box.right, box.top];
})"""
BARS = """() => [...document.querySelectorAll("blockquote, .alert")].map(node => {
    const style = getComputedStyle(node);
    return [parseFloat(style.borderLeftWidth) > 0, parseFloat(style.borderRightWidth) > 0];
})"""


@pytest.mark.slow
def test_it_fits(tab: Page, site: Themed) -> None:
    clean(too_wide(tab, site, (320, 768, 1280), TURN))


def test_a_quotes_bar_is_where_its_lines_begin(tab: Page, site: Themed) -> None:
    tab.goto(site.address + NASTY_POST)
    before = tab.evaluate(BARS)
    tab.evaluate(TURN)
    after = tab.evaluate(BARS)
    assert before == [[True, False]] * 6
    assert after == [[False, True]] * 6


def test_a_quote_in_arabic_has_its_bar_at_the_right(tab: Page, site: Themed) -> None:
    tab.goto(site.address + PAGES["a post in Arabic"])
    assert tab.evaluate(BARS) == [[False, True]]
    spaced = tab.eval_on_selector_all(
        "article *",
        "all => all.filter(node => !['normal', '0px'].includes(getComputedStyle(node).letterSpacing)).length",
    )
    assert spaced == 0, "letters that join are pulled apart"
    assert tab.locator("article em").first.evaluate("node => getComputedStyle(node).fontStyle") == "normal"


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_masthead_is_mirrored(tab: Page, site: Themed, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(site.address + PAGES["a page"])
    before: list[Any] = tab.evaluate(PLACES)
    tab.evaluate(TURN)
    after: list[Any] = tab.evaluate(PLACES)
    # The name: as far from the right as it was from the left. The words: in the order of the other direction.
    assert after[0][1] == pytest.approx(before[0][0], abs=3)
    for one, next_one in itertools.pairwise(after[1:]):
        assert one[0] > next_one[0] or one[2] < next_one[2]
    assert after != before
