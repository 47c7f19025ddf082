"""axe-core, with its rules of WCAG A and AA and of best practice, finds nothing on any kind of page."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from .texts import NASTY_POST, NOTE, PAGES, POST, SUBSCRIBE
from .verdict import clean

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Themed

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
RUN = """rules => axe
    .run(document, {resultTypes: ["violations"], ...(rules && {runOnly: {type: "rule", values: rules}})})
    .then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
        [rule.id, node.target.join(" "), node.failureSummary.replace(/\\s+/g, " ")])))"""


def faults(tab: Page, rules: tuple[str, ...] = ()) -> list[Any]:
    return tab.evaluate(RUN, list(rules) or None)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(tab: Page, site: Themed, kind: str) -> None:
    tab.goto(site.address + PAGES[kind])
    tab.evaluate(AXE)
    found = {}
    for width, scheme in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        found[f"{width} {scheme}"] = faults(tab)
    clean(found)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [POST, NASTY_POST, NOTE, SUBSCRIBE])
def test_text_is_read_with_ease(tab: Page, site: Themed, path: str, scheme: str) -> None:
    """WCAG 2.2, 1.4.6: 7:1, and 4.5:1 for what is large."""
    tab.emulate_media(color_scheme=scheme)
    tab.goto(site.address + path)
    tab.evaluate(AXE)
    clean({path: faults(tab, ("color-contrast-enhanced",))})
