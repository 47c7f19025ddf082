"""What a theme's `theme.yaml` adds to its style sheet: colours before it, chosen options after it.

In: a theme. Out: CSS: tokens, light and dark, with the accent made readable. The rest of the sheet names the tokens:
`var(--ink)`; `oklch(var(--tone) 150)` is readable at any hue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.theme.contrast import is_hue, readable

if TYPE_CHECKING:
    from voicebuilder.theme.find import Theme

_GROUNDS = ("bg", "surface")


def tokens(theme: Theme) -> str:
    """The `:root` rules; "" for a theme without colours of its own."""
    light, dark = (_declarations(theme, scheme) for scheme in ("light", "dark"))
    if not light and not dark:
        return ""
    scheme = theme.options.get("scheme", "auto")
    if scheme != "auto":
        return f":root{{color-scheme:{scheme};{light if scheme == 'light' else dark}}}"
    return f":root{{color-scheme:light dark;{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


def choices(theme: Theme) -> str:
    """The last rule of the sheet: what chosen options declare; "" when they declare nothing."""
    options = sorted(theme.declared.items())
    css = [
        option.css[theme.options[name]] for name, option in options if option.css and theme.options[name] in option.css
    ]
    return f":root{{{';'.join(css)}}}" if css else ""


def accent(theme: Theme, scheme: str) -> str:
    """The accent as it is shown in a scheme: a hue at the theme's tone, or the writer's colour made readable."""
    asked = str(theme.options.get("accent", ""))
    colours = theme.colours[scheme]
    if not asked:
        return ""
    if is_hue(asked):
        return f"oklch({colours['tone']} {asked})" if "tone" in colours else f"hsl({asked} 60% 30%)"
    return readable(asked, [colours[ground] for ground in _GROUNDS if ground in colours])


def _declarations(theme: Theme, scheme: str) -> str:
    colours = dict(theme.colours.get(scheme, {}))
    if colours and (found := accent(theme, scheme)):
        colours["accent"] = found
    return ";".join(f"--{name}:{value}" for name, value in colours.items())
