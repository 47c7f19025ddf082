"""Which themes there are, and what the options of one are.

In: a site, or none. Out: `Shelf`s and `Listed` options, ready to be shown.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicebuilder.errors import UsageError
from voicebuilder.theme.contrast import ratio, readable
from voicebuilder.theme.find import BASE, BUILT_IN, RENAMED, Layer, available, find
from voicebuilder.theme.manifest import SCHEMES, THEME_FILE, read
from voicebuilder.theme.sheet import accent

if TYPE_CHECKING:
    from voicebuilder.config import Config
    from voicebuilder.theme import Theme
    from voicebuilder.theme.options import Option

_ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A theme that a site can have.

    Attributes:
        name: As the config writes it.
        description: One sentence, or "".
        is_own: It is a folder of the site.
        in_use: The site has it.
    """

    name: str
    description: str
    is_own: bool = False
    in_use: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One option of a theme.

    Attributes:
        name: As in `theme_options`.
        may_be: What it may be, in words: `auto, light or dark`.
        default: What it is when a site says nothing.
        value: What it is.
        about: One sentence, or "".
        shown: Of the accent: scheme -> the colour that it becomes and its contrast on the page; else empty.
    """

    name: str
    may_be: str
    default: Any
    value: Any
    about: str
    shown: tuple[tuple[str, str, float], ...] = ()


def themes(asked: Config | None) -> tuple[Shelf, ...]:
    """The themes that come along, and those in the site's folder.

    Args:
        asked: The site's config; None outside of a site.
    """
    used = RENAMED.get(asked.settings.theme, asked.settings.theme) if asked else ""
    own = _own(asked.folder, used) if asked else ()
    taken = {layer.name for layer in own}
    built_in = [Layer(name, BUILT_IN / name, f"themes/{name}") for name in available() if name not in taken]
    return (
        *(Shelf(layer.name, _sentence(layer), in_use=layer.name == used) for layer in built_in),
        *(Shelf(layer.name, _sentence(layer), is_own=True, in_use=layer.name == used) for layer in own),
    )


def _own(site: Path, used: str) -> tuple[Layer, ...]:
    """Theme folders that lie directly in the site, and the one in use wherever in the site it lies."""
    names = [path.parent.name for path in site.glob(f"*/{THEME_FILE}") if not path.parent.name.startswith((".", "_"))]
    if Path(used).parent != Path() and (site / used / THEME_FILE).is_file():
        names.append(used)
    return tuple(Layer(name, site / name, name) for name in sorted(set(names)))


def _sentence(layer: Layer) -> str:
    try:
        return read(layer).description
    except UsageError as error:
        return f"Its {THEME_FILE} cannot be read: {error.problems[0].message}."
    except OSError as error:
        return f"Its {THEME_FILE} cannot be read: {error.strerror}."


def options(asked: Config | None, name: str = "") -> tuple[Listed, ...]:
    """The options of a theme, with the site's values where it is the site's theme.

    Args:
        asked: The site's config; None outside of a site.
        name: The theme; "" for the site's own.

    Raises:
        UsageError: There is no such theme, or it or the site's options are wrong.
    """
    site = asked.folder if asked else BUILT_IN / BASE
    if asked and name in ("", asked.settings.theme):
        theme = find(asked.settings.theme, site, asked.theme_options, asked.places)
    else:
        theme = find(name, site)
    return tuple(_listed(theme, option) for _, option in sorted(theme.declared.items()))


def _listed(theme: Theme, option: Option) -> Listed:
    value = theme.options[option.name]
    shown = tuple(_shown(theme)) if option.name == _ACCENT else ()
    return Listed(option.name, _may_be(option), option.default, value, option.about, shown)


def _shown(theme: Theme) -> list[tuple[str, str, float]]:
    shown = []
    for scheme in SCHEMES:
        ground = theme.colours.get(scheme, {}).get("bg")
        # What cannot be measured, `theme check` tells.
        with suppress(ValueError, UsageError):
            if ground and (colour := accent(theme, scheme)):
                # On no ground at all every colour is readable: this is only how a screen shows it.
                shown.append((scheme, readable(colour, ()), round(ratio(colour, ground), 1)))
    return shown


def _may_be(option: Option) -> str:
    *rest, last = option.choices or ("",)
    words = {
        "choice": f"{', '.join(rest)} or {last}" if rest else last,
        "choices": f"any of {', '.join(option.choices)}",
        "colour": "a hue from 0 to 360, or a CSS colour",
        "flag": "true or false",
        "number": _number(option),
        "path": "a path on your site, such as /icon.svg",
        "text": "text",
    }
    return words[option.type]


def _number(option: Option) -> str:
    bounds = [("from", option.least), ("to", option.most)]
    return " ".join(["a number", *(f"{word} {bound:g}" for word, bound in bounds if bound is not None)])
