"""A page asks its own host for itself and its own pictures, runs nothing, and says nothing to the console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .texts import NASTY_POST, PAGES
from .verdict import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from .conftest import Themed

# https://www.w3.org/TR/CSP3/#reporting
WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", event => window.refused.push(
    `${event.violatedDirective} refuses ${event.blockedURI}: ${event.target.outerHTML?.slice(0, 90)}`));"""
# The site's icon, which a browser asks for once.
ICON = "/favicon.svg"
LAST = "scrollTo(0, document.documentElement.scrollHeight)"


@pytest.fixture(scope="module")
def guarded(browser: Browser) -> Iterator[Page]:
    """A tab where the pages' policy holds."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


@pytest.fixture
def heard(guarded: Page) -> Iterator[tuple[list[str], list[str]]]:
    """What is asked for, and what is said on the console."""
    asked: list[str] = []
    said: list[str] = []
    listeners: list[tuple[Any, Any]] = [
        ("request", lambda request: asked.append(request.url)),
        ("console", lambda message: said.append(message.text)),
        ("pageerror", lambda error: said.append(str(error))),
    ]
    for event, listener in listeners:
        guarded.on(event, listener)
    yield asked, said
    for event, listener in listeners:
        guarded.remove_listener(event, listener)


@pytest.mark.slow
def test_pages_keep_the_strictest_policy_and_ask_for_themselves_and_their_pictures(
    guarded: Page, site: Themed, heard: tuple[list[str], list[str]]
) -> None:
    asked, said = heard
    found = {}
    for kind, path in PAGES.items():
        asked.clear()
        said.clear()
        guarded.goto(site.address + path)
        guarded.evaluate(LAST)
        refused = guarded.evaluate("window.refused")
        pictures = set(
            guarded.eval_on_selector_all("img", "all => all.flatMap(node => [node.src, node.currentSrc])")
        ) - {""}
        pictures |= set(guarded.eval_on_selector_all("video[poster]", "all => all.map(node => node.poster)"))
        extra = [url for url in asked if url not in {site.address + path, *pictures} and not url.endswith(ICON)]
        away = [url for url in pictures if not url.startswith(site.address)]
        twice = {url for url in asked if asked.count(url) > 1}
        # The console says again what was refused, in longer words.
        found[kind] = [*sorted(set(refused)), *(text[:160] for text in said if not refused)]
        found[kind] += [f"asks for {url}" for url in [*extra, *away, *twice]]
    clean(found)


@pytest.mark.slow
def test_no_script_runs_and_no_sheet_is_fetched(site: Themed) -> None:
    for page, root in site.trees.items():
        assert set(root.xpath("//script/@type")) <= {"application/ld+json"}, page
        assert root.xpath("//script[not(@type)] | //link[@rel='stylesheet'] | //iframe | //object | //embed") == [], (
            page
        )
        assert root.xpath("//@*[starts-with(name(), 'on')]") == [], page
        assert b"@import" not in site.output.files[page], page


def test_the_policy_is_really_held(guarded: Page, site: Themed) -> None:
    guarded.goto(site.address + NASTY_POST)
    guarded.evaluate("document.body.insertAdjacentHTML('beforeend', `<p style='color: red'>red</p>`)")
    guarded.wait_for_function("window.refused.some(text => text.startsWith('style-src'))")
