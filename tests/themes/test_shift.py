"""Nothing on a page moves once it is drawn, however late its pictures come (CLS 0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .texts import PAGES
from .verdict import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from .conftest import Themed

# Of each picture, in seconds.
LATE = 0.15
# With pictures above other things; no script and no face of letters comes late.
PICTURED = ("home", "posts", "a post with pictures", "a nasty post", "a note with a picture", "a tag", "subscribe")
# https://web.dev/articles/cls; a shift after a key or click is the reader's own.
WATCH = """window.shifts = [];
new PerformanceObserver(list => {
    const told = ({node}) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 90);
    for (const shift of list.getEntries())
        if (!shift.hadRecentInput) window.shifts.push([shift.value, ...shift.sources.map(told)]);
}).observe({type: "layout-shift", buffered: true});"""
READ = """async () => {
    const drawn = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) { scrollTo(0, y); await drawn(); }
    const late = image => !image.complete && image.checkVisibility();
    for (let tries = 0; [...document.images].some(late) && tries < 40; tries++)
        await new Promise(resolve => setTimeout(resolve, 50));
    await drawn();
    return window.shifts;
}"""


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def shifts(page: Page, address: str) -> list[Any]:
    page.goto(address, wait_until="commit")
    page.wait_for_selector("footer.colophon")
    return page.evaluate(READ)


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves(watched: Page, site: Themed, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.server, "delay", LATE)
    watched.set_viewport_size({"width": width, "height": 800})
    kinds = PAGES if width == 390 else PICTURED
    found = {kind: shifts(watched, site.address + PAGES[kind]) for kind in kinds}
    clean(found)


@pytest.mark.slow
def test_pictures_in_a_text_say_how_large_they_are(site: Themed) -> None:
    for path in PAGES.values():
        page = path.removeprefix("/") + ("index.html" if path.endswith("/") else "")
        images = site.trees[page].xpath("//*[contains(@class, 'e-content')]//img[not(@width and @height)]")
        assert [image.get("src") for image in images] == [], path
