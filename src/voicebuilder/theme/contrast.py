"""The door to coloraide: colours that can be read.

In: CSS colours. Out: contrast ratios (WCAG 2.2, 1.4.3 and 1.4.6), and the nearest colour of the same hue that has
enough.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

# WCAG 2.2, 1.4.6, level AAA, for text of any size.
ENOUGH = 7.0
_STEPS = 24


@cache
def _colour(text: str) -> Any:
    from coloraide import Color  # noqa: PLC0415 -- a tenth of a second; most sites give a hue and need none of it

    return Color(text)


def is_hue(text: str) -> bool:
    """Whether this is a number of degrees, from 0 to 360."""
    return text.isascii() and text.replace(".", "", 1).isdecimal() and 0 <= float(text) <= 360


def is_colour(text: str) -> bool:
    """Whether this is a CSS colour that can be told as a point in sRGB."""
    try:
        return bool(_colour(text).convert("srgb").alpha() == 1)
    except ValueError:
        return False


def as_hex(text: str) -> str:
    """A CSS colour as a screen shows it: `#rrggbb`."""
    return str(_on_screen(text).to_string(hex=True))


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    return float(_on_screen(one).contrast(_on_screen(other)))


@cache
def _on_screen(text: str) -> Any:
    return _shown(_colour(text))


def _shown(colour: Any) -> Any:
    """As a screen shows it: within sRGB, eight bits a channel."""
    return type(colour)(colour.convert("srgb").fit().to_string(hex=True))


def readable(colour: str, grounds: Sequence[str]) -> str:
    """The colour itself when it can be read on every ground, else the nearest lighter or darker one that can.

    Args:
        colour: Any CSS colour without transparency.
        grounds: Colours of backgrounds, all light or all dark.

    Returns:
        Six hexadecimal digits after `#`; black or white where nothing of the hue is enough.
    """
    wanted = _colour(colour).convert("oklch")
    behind = [_shown(_colour(ground)) for ground in grounds]

    def at(lightness: float) -> Any:
        return _shown(wanted.clone().set("lightness", lightness))

    def is_enough(one: Any) -> bool:
        return all(one.contrast(ground) >= ENOUGH for ground in behind)

    lightness = wanted.get("lightness")
    if is_enough(at(lightness)):
        return str(at(lightness).to_string(hex=True))
    # Towards black on light grounds, towards white on dark ones: there the contrast only grows.
    too_near, far = lightness, 0.0 if min(ground.luminance() for ground in behind) > 0.18 else 1.0
    for _ in range(_STEPS):
        middle = (too_near + far) / 2
        too_near, far = (too_near, middle) if is_enough(at(middle)) else (middle, far)
    return str(at(far).to_string(hex=True))
