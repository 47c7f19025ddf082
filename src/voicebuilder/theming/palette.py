"""Whether a theme's colours can be read.

In: a theme. Out: a problem for each pair of colours with too little contrast, at the line of its `theme.yaml`.

Judged are ink, muted and accent on bg and surface, `--tone` at every hue, and any colour that the palette itself
declares to stand on another: `on-field` on `field`, also where a choice of an option makes it another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.config import yaml
from voicebuilder.errors import Problem, Severity
from voicebuilder.theme.contrast import ENOUGH, is_hue, ratio
from voicebuilder.theme.manifest import SCHEMES
from voicebuilder.theme.sheet import accent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voicebuilder.theme import Theme

# WCAG 2.2, 1.4.3, level AA, for text of the usual size.
LEAST = 4.5
_GROUNDS = ("bg", "surface")
_TEXTS = ("ink", "muted", "accent")
_HUES = range(360)
_ON = "on-"
_DECLARATION = re.compile(r"--([\w-]+)\s*:\s*([^;]+)")


class _Pair(NamedTuple):
    """A colour on another, by name and as they are; where the fault would be put right."""

    name: str
    colour: str
    ground: str
    behind: str
    token: str


def faults(theme: Theme) -> Iterator[Problem]:
    """Every pair that is too near: under 4.5:1 an error, under 7:1 a warning."""
    lines = _Lines(theme)
    for scheme in SCHEMES:
        for pair in _pairs(theme, scheme):
            place = lines.place(scheme, pair.token)
            try:
                contrast = ratio(pair.colour, pair.behind)
            except ValueError:
                yield from _no_colour(pair, scheme, lines)
                continue
            if contrast < ENOUGH:
                yield _too_near(scheme, pair, contrast, place)


def _pairs(theme: Theme, scheme: str) -> Iterator[_Pair]:
    colours = theme.colours.get(scheme, {})
    shown = {**colours, "accent": accent(theme, scheme)} if colours else {}
    for ground in _GROUNDS:
        if ground not in shown:
            continue
        for name in _TEXTS:
            if shown.get(name):
                token = "tone" if name == "accent" and is_hue(str(theme.options.get("accent", ""))) else name
                yield _Pair(name, shown[name], ground, shown[ground], token)
        if "tone" in shown:
            yield _worst_hue(shown["tone"], ground, shown[ground])
    for name, colour in shown.items():
        ground = name.removeprefix(_ON)
        if name.startswith(_ON) and ground in shown:
            yield _Pair(name, colour, ground, shown[ground], name)
            yield from _chosen(theme, shown, name)


def _worst_hue(tone: str, ground: str, behind: str) -> _Pair:
    """The hue that is hardest to read; the first, when the tone is none at all."""
    colours = {hue: f"oklch({tone} {hue})" for hue in _HUES}
    try:
        hue = min(colours, key=lambda hue: ratio(colours[hue], behind))
    except ValueError:
        hue = 0
    return _Pair(f"tone at the hue {hue}", colours[hue], ground, behind, "tone")


def _chosen(theme: Theme, colours: Mapping[str, str], name: str) -> Iterator[_Pair]:
    """The pair as each choice of an option makes it."""
    ground = name.removeprefix(_ON)
    for option in theme.declared.values():
        for choice, css in (option.css or {}).items():
            declared = {token: value.strip() for token, value in _DECLARATION.findall(css)}
            if name in declared or ground in declared:
                colour, behind = (declared.get(token, colours[token]) for token in (name, ground))
                where = f"{ground} with `{option.name}: {choice}`"
                yield _Pair(name, colour, where, behind, f"options.{option.name}.css.{choice}")


def _too_near(scheme: str, pair: _Pair, contrast: float, place: tuple[str, int, int]) -> Problem:
    is_error = contrast < LEAST
    # Rounded down: what is too little must not look like enough.
    shown = int(contrast * 10) / 10
    message = f"{pair.name} on {pair.ground} has a contrast of {shown}:1 in the {scheme} scheme"
    least = f"{LEAST}:1 is the least that many can read" if is_error else f"Long texts need {ENOUGH:g}:1"
    hint = f"{least}; make one lighter or darker."
    return Problem(message, hint, *place, severity=Severity.ERROR if is_error else Severity.WARNING)


def _no_colour(pair: _Pair, scheme: str, lines: _Lines) -> Iterator[Problem]:
    for token, colour in ((pair.token, pair.colour), (pair.ground, pair.behind)):
        try:
            ratio(colour, "white")
        except ValueError:
            place = lines.place(scheme, token)
            hint = "Write a CSS colour, such as oklch(.42 .105 25) or #7c322f."
            yield Problem(f"`{token}` makes no colour that can be measured: {colour!r}", hint, *place)


class _Lines:
    """Where a token is declared: the theme nearest to the site that has it."""

    def __init__(self, theme: Theme) -> None:
        names = {manifest.path: manifest for manifest in theme.manifests}
        files = {f"{layer.label}/theme.yaml": layer.folder / "theme.yaml" for layer in theme.layers if layer.name}
        self._files = [(path, yaml.parse(files[path].read_text("utf-8-sig"))[0]) for path in names if path in files]

    def place(self, scheme: str, token: str) -> tuple[str, int, int]:
        """File, line and column of a token, or of the dotted key that sets it."""
        candidates = [f"colours.{scheme}.{token}", token, f"options.{token}"]
        for key in candidates:
            for path, node in self._files:
                place = _place(node, key.split("."))
                if place:
                    return (path, *place)
        return (self._files[0][0] if self._files else "", 0, 0)


def _place(node: yaml.Node, keys: list[str]) -> tuple[int, int] | None:
    place = None
    for key in keys:
        if not isinstance(node, yaml.Mapping) or key not in node.items:
            return None
        place, node = node.positions[key], node.items[key]
    return place
