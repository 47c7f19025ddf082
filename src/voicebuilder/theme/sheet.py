"""What a theme's `theme.yaml` adds to its style sheet: colours before it, chosen options after it.

In: a theme. Out: CSS: tokens, light and dark, with the accent made readable. The rest of the sheet names the tokens:
`var(--ink)`; `oklch(var(--tone) 150)` is readable at any hue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, UsageError
from voicebuilder.theme.contrast import is_hue, readable
from voicebuilder.theme.manifest import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.theme.find import Theme

_GROUNDS = ("bg", "surface")


def tokens(theme: Theme) -> str:
    """The `:root` rules; "" for a theme without colours of its own. Paper is light, whatever a reader's screen is."""
    light, dark = (_declarations(theme, scheme) for scheme in SCHEMES)
    if not light and not dark:
        return ""
    scheme = theme.options.get("scheme", "auto")
    if scheme == "light":
        return f":root{{color-scheme:light;{_css(light)}}}"
    changed = _css({name: value for name, value in dark.items() if light.get(name) != value})
    if scheme == "dark":
        return f":root{{{_css(light)}}}@media screen{{:root{{color-scheme:dark;{changed}}}}}"
    return (
        f":root{{color-scheme:light dark;{_css(light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{changed}}}}}"
    )


def choices(theme: Theme) -> str:
    """The last rule of the sheet: what chosen options declare; "" when they declare nothing."""
    options = sorted(theme.declared.items())
    css = [
        option.css[theme.options[name]] for name, option in options if option.css and theme.options[name] in option.css
    ]
    return f":root{{{';'.join(css)}}}" if css else ""


def accent(theme: Theme, scheme: str) -> str:
    """The accent as it is shown in a scheme: a hue at the theme's tone, or the writer's colour made readable.

    Returns:
        A CSS colour; "" for a theme that has no accent, or no tone for its hue.

    Raises:
        UsageError: The theme's own colours cannot be measured.
    """
    asked, colours = str(theme.options.get("accent", "")), theme.colours[scheme]
    if not asked or is_hue(asked):
        return f"oklch({colours['tone']} {asked})" if asked and "tone" in colours else ""
    try:
        return readable(asked, [colours[ground] for ground in _GROUNDS if ground in colours])
    except ValueError:
        hint = "Write them outright, such as oklch(.42 .105 25) or #7c322f, or give a hue as accent."
        message = f"no accent can be fitted to the colours of the theme `{theme.name}`"
        raise UsageError(Problem(message, hint, theme.manifests[0].path)) from None


def _declarations(theme: Theme, scheme: str) -> dict[str, str]:
    colours = dict(theme.colours.get(scheme, {}))
    if colours and (shown := accent(theme, scheme)):
        hue = str(theme.options["accent"])
        # Of a hue one rule does for both schemes: each has its tone.
        colours["accent"] = f"oklch(var(--tone) {hue})" if is_hue(hue) else shown
    return colours


def _css(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in colours.items())
