"""Every theme's style sheet, as it is published: small, alone, for every reader, in colours that can be read."""

from __future__ import annotations

import gzip
import math
import re

import pytest

from voicebuilder.config import yaml
from voicebuilder.errors import UsageError
from voicebuilder.report import Report
from voicebuilder.theme import Theme, assets, find
from voicebuilder.theme.contrast import ratio, readable
from voicebuilder.theme.find import BUILT_IN, available
from voicebuilder.theme.sheet import accent

MOST_BYTES = 3500
SCHEMES = ("light", "dark")


def chosen(name: str, options: str = "") -> Theme:
    node, faults = yaml.parse(options)
    assert faults == ()
    return find(name, BUILT_IN, node if options else None)


def published(theme: Theme) -> str:
    report = Report()
    found = assets(theme, lambda path: path, report)
    assert report.errors == []
    return found["style.css"].data.decode()


@pytest.fixture(params=available())
def theme(request: pytest.FixtureRequest) -> Theme:
    return chosen(request.param)


@pytest.fixture
def css(theme: Theme) -> str:
    return published(theme)


def test_three_themes_come_along() -> None:
    assert available() == ("letter", "poster", "stream")


def test_a_sheet_is_small(css: str) -> None:
    assert len(gzip.compress(css.encode(), 9, mtime=0)) <= MOST_BYTES


def test_a_sheet_asks_nobody_for_anything(css: str) -> None:
    for word in ("@import", "url(", "@font-face", "/*"):
        assert word not in css


def test_a_sheet_has_no_physical_sides(css: str) -> None:
    physical = r"(?<![\w-])(?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom)(?![\w-])"
    assert re.findall(physical, css) == []
    assert re.findall(r"(?<![\w-])(?:(?:min|max)-)?(?:width|height)\s*:", css) == []


def test_a_sheet_has_no_lopsided_shorthands(css: str) -> None:
    """Of four values the second is the right and the fourth the left side: unequal, they stand still in Arabic."""
    for _, value in re.findall(r"(?<![\w-])(margin|padding|inset|border-radius)\s*:\s*([^;}]+)", css):
        sides = re.findall(r"[\w.%-]+\([^()]*\)|[^\s]+", value.replace("!important", ""))
        assert len(sides) < 4 or sides[1] == sides[3], value


@pytest.mark.parametrize(
    "wanted",
    [
        ":focus-visible",
        "forced-colors:active",
        "@media print",
        "prefers-color-scheme:dark",
        "font-size-adjust",
        ":dir(rtl)",
    ],
)
def test_a_sheet_serves_every_reader(css: str, wanted: str) -> None:
    assert wanted in css.replace(": ", ":")


def test_a_sheet_moves_nothing(css: str) -> None:
    """What does not move needs no `prefers-reduced-motion`."""
    assert re.findall(r"(?<![\w-])(?:animation|transition|scroll-behavior)", css) == []


# --- colours ---------------------------------------------------------------------------------------------------------

Colour = tuple[float, float, float]


def _linear_srgb(lightness: float, chroma: float, hue: float) -> Colour:
    """OKLCH to linear sRGB (CSS Color 4, section 10.3 and its sample code), clipped to the gamut."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        min(max(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short, 0), 1),
        min(max(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short, 0), 1),
        min(max(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short, 0), 1),
    )


def _contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio (WCAG 2.2)."""
    dark, light = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _of(colour: str) -> Colour:
    lightness, chroma, hue = map(float, re.findall(r"[\d.]+", colour))
    return _linear_srgb(lightness, chroma, hue)


def test_contrast_is_measured_rightly() -> None:
    assert _contrast(_linear_srgb(1, 0, 0), _linear_srgb(0, 0, 0)) == pytest.approx(21, abs=0.01)
    # #808080 on white, by every published calculator.
    assert _contrast(_linear_srgb(0.59987, 0, 0), (1, 1, 1)) == pytest.approx(3.95, abs=0.01)
    assert ratio("#808080", "white") == pytest.approx(3.95, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_text_contrast(theme: Theme, scheme: str, ground: str) -> None:
    colours = theme.colours[scheme]
    for text in ("ink", "muted"):
        assert _contrast(_of(colours[text]), _of(colours[ground])) >= 7, text


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_contrast_at_every_hue(theme: Theme, scheme: str, ground: str) -> None:
    colours = theme.colours[scheme]
    worst = min(_contrast(_of(f"{colours['tone']} {hue}"), _of(colours[ground])) for hue in range(361))
    assert worst >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "colour", ["#ff6600", "yellow", "#000", "white", "rebeccapurple", "oklch(.7 .3 145)", "#0055cc"]
)
def test_any_accent_can_be_read(theme: Theme, scheme: str, colour: str) -> None:
    own = chosen(theme.name, f"accent: '{colour}'")
    shown = accent(own, scheme)
    assert all(ratio(shown, own.colours[scheme][ground]) >= 7 for ground in ("bg", "surface"))
    assert f"--accent:{shown}" in published(own)


def test_a_hue_is_shown_at_each_scheme_s_tone() -> None:
    theme = chosen("letter", "accent: 200")
    assert published(theme).count("--accent:oklch(var(--tone) 200)") == 1
    assert [accent(theme, scheme) for scheme in SCHEMES] == ["oklch(.412 .105 200)", "oklch(.82 .085 200)"]


def test_an_accent_that_can_be_read_stays_as_it_is() -> None:
    assert readable("#7c322f", ["#fff"]) == "#7c322f"


def test_an_accent_becomes_no_darker_than_it_must() -> None:
    shown = readable("#ff6600", ["#fff"])
    assert 7 <= ratio(shown, "#fff") < 7.2


@pytest.mark.parametrize("colour", ["blu", "#12345", "rgb(1 2)", "url(x)", "red;}", "var(--ink)", "transparent"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen("letter", f"accent: '{colour}'")
    assert "voicebuilder.yaml:1:9: error: `theme_options.accent`" in str(caught.value)


def test_a_fixed_scheme_has_one_set_of_colours() -> None:
    dark, light = (published(chosen("letter", f"scheme: {scheme}")) for scheme in ("dark", "light"))
    assert "}@media screen{:root{color-scheme:dark;" in dark
    assert light.startswith(":root{color-scheme:light;")
    assert "prefers-color-scheme" not in dark + light


def test_a_chosen_face_and_width_come_last() -> None:
    css = published(chosen("letter", "face: sans\nwidth: wide"))
    assert css.rpartition("}:root{")[2].startswith('--text:"Avenir Next"') or "--text: " in css.rpartition(":root{")[2]
    assert "* 1.1)" in css.rpartition(":root{")[2]
    assert published(chosen("letter", "face: theme\nwidth: normal")) == published(chosen("letter"))
