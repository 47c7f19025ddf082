"""Other ways to see a page: with the colours that a reader's system forces, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_colour import PAINT, contrast
from .texts import HOME, NASTY_POST, NOTE, PAGES, POST, SUBSCRIBE
from .verdict import clean

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Themed

WHITE = [255, 255, 255, 255]
PAPER = 700
# What only its ground tells from what is around it, and what has no edge once all grounds are one.
BOXES = """() => {
    const clear = colour => /^rgba\\(.*, 0\\)$|\\/ 0\\)$|^transparent$/.test(colour);
    const ground = node => { for (; node; node = node.parentElement) {
        const colour = getComputedStyle(node).backgroundColor;
        if (!clear(colour)) return colour;
    } };
    window.boxes = [...document.querySelectorAll("body *")].filter(node => {
        const own = getComputedStyle(node).backgroundColor, box = node.getBoundingClientRect();
        return box.width > 1 && !clear(own) && own != ground(node.parentElement) && !node.matches("img, .skip, mark");
    });
    return boxes.length;
}"""
EDGELESS = """() => window.boxes.filter(node => {
    const style = getComputedStyle(node);
    const drawn = (kind, width) => kind != "none" && kind != "hidden" && parseFloat(width) > 0;
    const sides = ["Top", "Right", "Bottom", "Left"].map(side => `border${side}`);
    return !sides.some(side => drawn(style[side + "Style"], style[side + "Width"]))
        && !drawn(style.outlineStyle, style.outlineWidth) && style.textDecorationLine == "none"
        && style.forcedColorAdjust != "none";
}).map(node => node.outerHTML.replace(/\\s+/g, " ").slice(0, 100))"""
EDGES = """all => all.map(node => getComputedStyle(node)).map(style => {
    const drawn = edge => style[edge + "Style"] == "none" ? 0 : parseFloat(style[edge + "Width"]);
    return Math.max(drawn("borderInlineStart"), drawn("outline"));
})"""
# How a link of the menu looks, as a list of what is drawn.
MENU = """() => [...document.querySelectorAll(".masthead nav a")].map(node => {
    const style = getComputedStyle(node);
    const looks = ["textDecorationLine", "textDecorationThickness", "fontWeight", "borderBottomStyle",
        "borderBottomWidth", "borderTopStyle", "borderTopWidth", "outlineStyle"];
    return [node.hasAttribute("aria-current"), looks.map(look => style[look]).join()];
})"""
SHOWN = """() => ["nav", "form", "button", ".signup", ".turn", ".skip"].filter(selector =>
    [...document.querySelectorAll(selector)].some(node => node.checkVisibility()))"""
# Colour of every text that is printed, colour of every ground.
PRINTED = """() => {
    const texts = new Map(), grounds = new Map();
    const told = node => node.outerHTML.replace(/\\s+/g, " ").slice(0, 80);
    for (const node of document.querySelectorAll("html, body, body *")) {
        if (!node.checkVisibility()) continue;
        const style = getComputedStyle(node);
        if ([...node.childNodes].some(child => child.nodeType == 3 && child.data.trim()))
            texts.set(style.color, told(node));
        // What stands in for a picture until it comes is below it on paper.
        if (!node.matches("img, video")) grounds.set(style.backgroundColor, told(node));
    }
    return [[...texts], [...grounds]];
}"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_forced_colours_leave_an_edge(tab: Page, site: Themed, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    found = {}
    for kind in ("home", "a post", "a nasty post", "a note", "a draft", "a tag", "subscribe"):
        tab.emulate_media(forced_colors="none")
        tab.goto(site.address + PAGES[kind])
        boxes = tab.evaluate(BOXES)
        assert boxes or kind not in ("a nasty post", "subscribe"), "a field and a button have a ground"
        tab.emulate_media(forced_colors="active")
        found[kind] = tab.evaluate(EDGELESS)
    clean(found)


def test_forced_colours_leave_alerts_notes_and_marks(tab: Page, site: Themed) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto(site.address + NASTY_POST)
    assert min(tab.eval_on_selector_all(".alert, blockquote, .code pre", EDGES)) >= 1
    assert min(tab.eval_on_selector_all("button, input[type=email]", EDGES)) >= 1
    # Links stay underlined: their colour is the system's.
    lines = "all => all.map(node => getComputedStyle(node).textDecorationLine)"
    assert set(tab.eval_on_selector_all(".body a", lines)) == {"underline"}


@pytest.mark.parametrize("path", ["/posts/", SUBSCRIBE])
def test_forced_colours_leave_the_current_page(tab: Page, site: Themed, path: str) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto(site.address + path)
    looks = tab.evaluate(MENU)
    current = {look for is_current, look in looks if is_current}
    assert len(current) == 1
    assert current.isdisjoint(look for is_current, look in looks if not is_current)
    assert "underline" in current.pop() or site.theme != "letter"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_black_on_white(tab: Page, site: Themed, scheme: str) -> None:
    tab.set_viewport_size({"width": PAPER, "height": 1000})
    tab.emulate_media(media="print", color_scheme=scheme)
    found = {}
    for path in (HOME, POST, NASTY_POST, NOTE, PAGES["a tag"]):
        tab.goto(site.address + path)
        texts, grounds = tab.evaluate(PRINTED)
        pale = zip(texts, tab.evaluate(PAINT, [colour for colour, _ in texts]), strict=True)
        inked = zip(grounds, tab.evaluate(PAINT, [colour for colour, _ in grounds]), strict=True)
        found[path] = [f"pale: {text}" for text, pixel in pale if contrast(pixel, WHITE) < 7]
        found[path] += [f"inked: {ground}" for ground, pixel in inked if pixel[3] and pixel != WHITE]
    clean(found)
    tab.goto(site.address + POST)
    ink = tab.locator(".e-content > p").first.evaluate("node => getComputedStyle(node).color")
    assert tab.evaluate(PAINT, [ink]) == [[0, 0, 0, 255]]


@pytest.mark.slow
def test_paper_has_no_menu_and_no_form_and_cuts_nothing(tab: Page, site: Themed) -> None:
    tab.set_viewport_size({"width": PAPER, "height": 1000})
    tab.emulate_media(media="print")
    for kind, path in PAGES.items():
        tab.goto(site.address + path)
        assert tab.evaluate(SHOWN) == [], kind
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width <= PAPER, kind
    tab.goto(site.address + NASTY_POST)
    code = "all => all.map(node => [getComputedStyle(node).whiteSpace, node.scrollWidth - node.clientWidth])"
    assert tab.eval_on_selector_all("pre", code) == [["pre-wrap", 0]]


@pytest.mark.slow
def test_paper_holds_a_whole_post(tab: Page, site: Themed) -> None:
    """A sheet is A4; a post of three screens is no book."""
    tab.goto(site.address + POST)
    printed = tab.pdf(format="A4")
    assert 1 <= printed.count(b"/Type /Page\n") <= 5
