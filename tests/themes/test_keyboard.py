"""With nothing but the Tab key a reader reaches everything, in the order of the text, and sees where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .texts import PAGES
from .verdict import clean

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Themed

# Says what stands in the way of the walk: what may be focused, in the order of the document.
STOPS = """() => {
    const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio, video, [tabindex]";
    const seen = node => node.checkVisibility({visibilityProperty: true}) && !node.closest("[inert]");
    window.stops = [...document.querySelectorAll(wanted)].filter(
        node => node.tabIndex >= 0 && seen(node) && !node.disabled);
    return stops.map(node => node.outerHTML.slice(0, 120));
}"""
# Of the element that has the focus: which stop it is, and what is wrong with it.
HERE = """() => {
    const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);
    const faults = [];
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (!inside || !box.width || !box.height) faults.push(`is out of sight: ${JSON.stringify(box)}`);
    if (style.outlineStyle == "none" || parseFloat(style.outlineWidth) < 2) faults.push("has no outline");
    if (style.clipPath != "none") faults.push("is clipped away");
    return [window.stops.indexOf(node), node.outerHTML.slice(0, 120), faults];
}"""
# What scrolls sideways by itself and cannot be reached.
LOST = """() => [...document.querySelectorAll("main *")]
    .filter(node => node.scrollWidth > node.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(node).overflowX))
    .filter(node => node.tabIndex < 0 && !node.querySelector("a[href], button"))
    .map(node => node.outerHTML.slice(0, 120))"""


def walk(tab: Page) -> list[Any]:
    """From the top to where the focus leaves the page; what was wrong on the way."""
    stops = tab.evaluate(STOPS)
    wrong = []
    for number, stop in enumerate(stops):
        tab.keyboard.press("Tab")
        index, node, faults = tab.evaluate(HERE)
        while index == number - 1 and node.startswith(("<audio", "<video")):
            # A player has buttons of its own, which no script can see.
            tab.keyboard.press("Tab")
            index, node, faults = tab.evaluate(HERE)
        if index != number:
            return [*wrong, f"after {stops[number - 1]} comes {node}, not {stop}"]
        wrong += [(node, fault) for fault in faults]
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_a_walk_reaches_everything(tab: Page, site: Themed, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 700})
    wrong = {}
    for kind, path in PAGES.items():
        tab.goto(site.address + path)
        wrong[kind] = [*walk(tab), *tab.evaluate(LOST)]
    clean(wrong)


@pytest.mark.slow
def test_the_first_key_leads_to_the_text(tab: Page, site: Themed) -> None:
    for kind, path in PAGES.items():
        tab.goto(site.address + path)
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main", kind
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("!document.activeElement.closest('header.masthead, .skip')"), kind


def test_code_and_tables_that_scroll_have_a_name(tab: Page, site: Themed) -> None:
    tab.set_viewport_size({"width": 390, "height": 700})
    tab.goto(site.address + PAGES["a nasty post"])
    regions = tab.eval_on_selector_all(
        "main [role=region]",
        "all => all.map(node => [node.ariaLabel, node.tabIndex, node.scrollWidth > node.clientWidth])",
    )
    assert regions == [["Table", 0, True], ["Code, python", 0, True]]
