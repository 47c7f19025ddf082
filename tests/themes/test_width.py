"""No page is wider than its window, lines have the length that eyes like, and home begins with an entry."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest

from .texts import HOME, NASTY_POST, PAGES, POST, SUBSCRIBE
from .verdict import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from .conftest import Themed

# The page's width, and what reaches out of it without being moved sideways inside something else.
WIDTH = """() => {
    const width = document.documentElement.clientWidth, out = [];
    const held = node => { for (let up = node.parentElement; up && up != document.body; up = up.parentElement)
        if (getComputedStyle(up).overflowX != "visible") return true; };
    for (const node of document.querySelectorAll("body *")) {
        const box = node.getBoundingClientRect();
        const isOut = box.width > 1 && (box.right > width + 1 || box.left < -1);
        if (isOut && !held(node) && !out.includes(node.parentElement)) out.push(node);
    }
    const told = out.slice(0, 3).map(node => node.outerHTML.replace(/\\s+/g, " ").slice(0, 100));
    return [Math.max(document.documentElement.scrollWidth, document.body.scrollWidth), told];
}"""
# Of every line of the long paragraphs but each one's last: how many characters are on it.
LINES = """() => [...document.querySelectorAll(".e-content > p")].filter(p => p.textContent.length > 250).flatMap(p => {
    const lines = new Map(), range = document.createRange();
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) {
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        const [box] = range.getClientRects();
        if (box) {
            const line = Math.round(box.bottom / 8);
            const known = [line - 1, line, line + 1].find(one => lines.has(one)) ?? line;
            lines.set(known, (lines.get(known) ?? 0) + 1);
        }
    }
    return [...lines.values()].slice(0, -1);
})"""

# Pictures that are pulled out of shape, and portraits that are no circle.
BENT = """() => [...document.images].filter(node => node.checkVisibility()).filter(node => {
    const box = node.getBoundingClientRect(), own = node.naturalWidth / node.naturalHeight;
    const isWhole = getComputedStyle(node).objectFit == "fill";
    const wanted = node.matches(".avatar, .h-card img, .portrait") ? 1 : isWhole ? own : 0;
    return wanted && Math.abs(box.width / box.height / wanted - 1) > .03;
}).map(node => node.outerHTML.slice(0, 80) + " " + node.getBoundingClientRect().width + " × " +
    node.getBoundingClientRect().height)"""


@pytest.fixture(scope="module")
def plain_tab(browser: Browser) -> Iterator[Page]:
    """A tab with scripts off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def too_wide(tab: Page, site: Themed, widths: Sequence[int], script: str = "") -> dict[str, list[str]]:
    """Page and width -> what is wider; each page is looked at once."""
    found = {}
    for kind, path in PAGES.items():
        tab.goto(site.address + path)
        if script:
            tab.evaluate(script)
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 700})
            widest, out = tab.evaluate(WIDTH)
            if widest > width or out:
                found[f"{kind} at {width} px"] = [f"{widest} px wide", *out]
    return found


@pytest.mark.slow
def test_no_page_scrolls_sideways(plain_tab: Page, site: Themed) -> None:
    clean(too_wide(plain_tab, site, (320, 390, 768, 1280)))


@pytest.mark.slow
def test_text_twice_as_large_fits(plain_tab: Page, site: Themed) -> None:
    """WCAG 2.2, 1.4.4, as a browser's settings do it: a window of 640 px then is as narrow as one of 320."""
    session = plain_tab.context.new_cdp_session(plain_tab)
    try:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        clean(too_wide(plain_tab, site, (640,)))
    finally:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        session.detach()


@pytest.mark.slow
def test_text_may_be_spaced_out(tab: Page, site: Themed) -> None:
    """WCAG 2.2, 1.4.12: nothing is lost with more space between lines, words and letters."""
    spaced = """document.head.insertAdjacentHTML("beforeend", `<style>p { margin-bottom: 2em !important }
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }</style>`)"""
    clean(too_wide(tab, site, (320,), spaced))


@pytest.mark.parametrize(("width", "least", "most"), [(360, 30, 60), (768, 60, 76), (1280, 60, 76)])
def test_a_line_has_as_many_characters_as_eyes_like(tab: Page, site: Themed, width: int, least: int, most: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(site.address + POST)
    lines = tab.evaluate(LINES)
    assert len(lines) > 30
    assert least <= median(lines) <= most


def test_home_begins_with_an_entry(tab: Page, site: Themed) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(site.address + HOME)
    tops = tab.eval_on_selector_all("main article", "all => all.map(node => node.getBoundingClientRect().top)")
    assert min(tops) <= 240


@pytest.mark.parametrize("path", [HOME, NASTY_POST, SUBSCRIBE])
def test_a_finger_meets_what_it_aims_at(tab: Page, site: Themed, path: str) -> None:
    """WCAG 2.2, 2.5.8 and its exception: 24 px, save for links in a line of text. Menu and form: 44 px."""
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(site.address + path)
    heights = "all => all.filter(node => node.checkVisibility()).map(node => node.getBoundingClientRect().height)"
    assert min(tab.eval_on_selector_all(".masthead nav a", heights)) >= 38
    assert min(tab.eval_on_selector_all("form button, input[type=email]", heights), default=44) >= 44
    assert min(tab.eval_on_selector_all("[role=doc-noteref], [role=doc-backlink], .meta a, .terms a", heights)) >= 24


def test_nobody_zooms_to_type(tab: Page, site: Themed) -> None:
    """iOS zooms the page when a field's letters are smaller than 16 px."""
    tab.set_viewport_size({"width": 360, "height": 700})
    tab.goto(site.address + SUBSCRIBE)
    assert tab.locator("input[type=email]").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 16


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_portraits_are_round_and_pictures_keep_their_shape(tab: Page, site: Themed, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for path in (HOME, SUBSCRIBE, PAGES["a post with pictures"], NASTY_POST):
        tab.goto(site.address + path)
        tab.evaluate("for (const image of document.images) image.loading = 'eager'")
        tab.wait_for_function("[...document.images].every(image => image.complete)")
        assert tab.evaluate(BENT) == [], path
