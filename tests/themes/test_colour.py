"""Any hue that a writer may choose can be read, in both schemes: painted by the browser, measured here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .texts import HOME

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Themed

# What a colour is on a screen: red, green and blue of the pixel that was painted with it.
PAINT = """colours => {
    const canvas = new OffscreenCanvas(1, 1), pen = canvas.getContext("2d", {willReadFrequently: true});
    return colours.map(colour => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = "rgb(1 2 3 / 0)";
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data];
    });
}"""
TOKENS = """names => names.map(name => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"""


def luminance(pixel: list[int]) -> float:
    """WCAG 2.2, relative luminance."""
    assert pixel[3] == 255, "a colour that the browser does not know"
    parts = [value / 255 for value in pixel[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[int], other: list[int]) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=["light", "dark"])
def painted(request: pytest.FixtureRequest, tab: Page, site: Themed) -> Page:
    tab.emulate_media(color_scheme=request.param)
    tab.goto(site.address + HOME)
    return tab


def tokens(tab: Page, *names: str) -> list[list[int]]:
    return tab.evaluate(PAINT, tab.evaluate(TOKENS, list(names)))


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast([0, 0, 0, 255], [255, 255, 255, 255]) == pytest.approx(21)
    assert contrast([119, 119, 119, 255], [255, 255, 255, 255]) == pytest.approx(4.48, abs=0.01)


def test_every_hue_can_be_read(painted: Page) -> None:
    (tone,) = painted.evaluate(TOKENS, ["--tone"])
    hues = painted.evaluate(PAINT, [f"oklch({tone} {hue})" for hue in range(360)])
    assert len({tuple(hue) for hue in hues}) > 200
    for ground in tokens(painted, "--bg", "--surface"):
        ratios = [contrast(hue, ground) for hue in hues]
        assert min(ratios) >= 7, f"hue {ratios.index(min(ratios))}"


def test_ink_muted_and_accent_can_be_read(painted: Page) -> None:
    bg, surface, *texts = tokens(painted, "--bg", "--surface", "--ink", "--muted", "--accent")
    assert [(name, ground) for name, text in zip(("ink", "muted", "accent"), texts, strict=True)
            for ground in (bg, surface) if contrast(text, ground) < 7] == []  # fmt: skip


def test_the_field_and_what_stands_on_it(painted: Page, site: Themed) -> None:
    if site.theme == "poster":
        field, text = tokens(painted, "--field", "--on-field")
        assert contrast(field, text) >= 7


def test_dark_is_darker_than_light(tab: Page, site: Themed) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.goto(site.address + HOME)
        painted = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert tab.evaluate(PAINT, [painted]) == tokens(tab, "--bg")
        grounds.append(luminance(tokens(tab, "--bg")[0]))
    assert grounds[0] > 0.8
    assert grounds[1] < 0.02
