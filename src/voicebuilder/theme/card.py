"""What a theme gives to the pictures that other sites show: its manner, and its colours as a screen shows them.

In: a theme. Out: a style's name, and colours as `#rrggbb`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from voicebuilder.theme.contrast import as_hex
from voicebuilder.theme.sheet import accent

if TYPE_CHECKING:
    from voicebuilder.theme.find import Theme

# A theme that extends one of these has its manner; every other is drawn like the first.
Style: TypeAlias = Literal["letter", "stream", "poster"]
STYLES: tuple[Style, ...] = get_args(Style)
_TOKENS = ("bg", "surface", "ink", "muted")
# Where a style sheet has a field of colour, that is the ground.
_ON_FIELD = ("field", "bg", "on-field", "on-field")


def card_style(theme: Theme) -> Style:
    """The manner of the first theme of the chain that has one."""
    names = [manifest.name for manifest in theme.manifests]
    return next((style for name in names for style in STYLES if name == style), STYLES[0])


def card_colours(theme: Theme) -> tuple[str, ...]:
    """Ground, surface, ink, muted, accent; none of a theme that does not declare its colours."""
    scheme = "dark" if theme.options.get("scheme") == "dark" else "light"
    colours = theme.colours.get(scheme, {})
    tokens = _ON_FIELD if "field" in colours else _TOKENS
    if not all(token in colours for token in tokens):
        return ()
    found = [as_hex(colours[token]) for token in tokens]
    shown = colours["on-field"] if "field" in colours else accent(theme, scheme) or colours["ink"]
    return (*found, as_hex(shown))
