"""From a theme's name to the chain of folders that make it up.

In: a name, the site folder. Out: `Theme`, or every fault in a `theme.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from voicebuilder.config import yaml
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import Problem, UsageError
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voicebuilder.config.schema import Places

THEME_FILE = "theme.yaml"
# The site's own files, which win over the theme's.
OVERRIDES = "theme"
_KEYS = ("name", "description", "extends", "options", "api")
_PACKAGE = Path(__file__).resolve().parent.parent
# In the wheel the themes lie inside the package; in a checkout, beside src/.
BUILT_IN = next(
    (f for f in (_PACKAGE / "themes", _PACKAGE.parent.parent / "themes") if f.is_dir()), _PACKAGE / "themes"
)


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of the chain.

    Attributes:
        name: The theme's name; "" for the site's own `theme/`.
        folder: Where it is.
        label: The folder as messages name it: relative to the site, or `themes/<name>` of a built-in theme.
    """

    name: str
    folder: Path
    label: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready to be read.

    Attributes:
        name: As the config says.
        layers: The site's overrides, the theme, the theme it extends, and so on.
        options: The defaults of the chain with the site's own values over them.
    """

    name: str
    layers: tuple[Layer, ...]
    options: Mapping[str, Any]


def available() -> tuple[str, ...]:
    """Names of the themes that come with voicebuilder."""
    return tuple(sorted(path.parent.name for path in BUILT_IN.glob(f"*/{THEME_FILE}")))


def find(name: str, site: Path, options: Mapping[str, Any], places: Places) -> Theme:
    """Find a theme and what it extends.

    Args:
        name: A built-in theme's name, or the path of a theme's folder in the site.
        site: The site folder.
        options: The config's `theme_options`.
        places: Lines of the config's keys.

    Raises:
        UsageError: There is no such theme, one extends itself, a `theme.yaml` is wrong, or an option is unknown.
    """
    layers: list[Layer] = []
    defaults: list[Any] = []
    wanted, asked = name, _Asked(CONFIG_NAME, *places.get("theme", (0, 0)))
    while wanted:
        layer = _locate(wanted, site, layers, asked)
        layers.append(layer)
        manifest = _manifest(layer)
        defaults.append(_plain(manifest, "options") or {})
        wanted = _plain(manifest, "extends")
        asked = _Asked(f"{layer.label}/{THEME_FILE}", *manifest.positions.get("extends", (0, 0)))
    merged: dict[str, Any] = {}
    for values in reversed(defaults):
        merged |= values
    _check_options(options, merged, places)
    return Theme(name, (*_overrides(site, layers[0]), *layers), merged | dict(options))


def _overrides(site: Path, top: Layer) -> list[Layer]:
    """The site's own `theme/`; a site whose theme that is has nothing left to override."""
    folder = (site / OVERRIDES).resolve()
    if not folder.is_dir() or folder == top.folder:
        return []
    if not folder.is_relative_to(site.resolve()):
        message, hint = "this link leads out of the site folder", "Copy the folder here instead."
        raise UsageError(Problem(message, hint, OVERRIDES))
    return [Layer("", folder, OVERRIDES)]


class _Asked(NamedTuple):
    """Where a theme was asked for: `theme:` in the config, `extends:` in a `theme.yaml`."""

    path: str
    line: int
    column: int


def _locate(name: str, site: Path, above: Sequence[Layer], asked: _Asked) -> Layer:
    """A theme's folder in the site wins over a built-in theme of the same name."""
    root, own = site.resolve(), (site / name).resolve()
    candidates = []
    if own != root and own.is_relative_to(root):
        candidates.append(Layer(own.name, own, own.relative_to(root).as_posix()))
    if "/" not in name and not name.startswith("."):
        candidates.append(Layer(name, BUILT_IN / name, f"themes/{name}"))
    layer = next((layer for layer in candidates if (layer.folder / THEME_FILE).is_file()), None)
    if layer is None:
        near = closest(name, available())
        hint = f"Did you mean `{near}`?" if near else f"Themes that come with voicebuilder: {', '.join(available())}."
        raise UsageError(Problem(f"there is no theme `{name}`", hint, *asked))
    if any(other.folder == layer.folder for other in above):
        chain = " -> ".join(other.name for other in above)
        hint = "Take the `extends:` out of one of them."
        raise UsageError(Problem(f"the theme `{name}` extends itself by way of {chain}", hint, *asked))
    return layer


def _manifest(layer: Layer) -> yaml.Mapping:
    path = f"{layer.label}/{THEME_FILE}"
    mapping, faults = yaml.parse(_text(layer.folder / THEME_FILE, path))
    problems = [Problem(f.message, f.hint, path, f.line, f.column) for f in faults]
    for key, (line, column) in mapping.positions.items():
        if key not in _KEYS:
            near = closest(key, _KEYS)
            hint = f"Did you mean `{near}`?" if near else f"Known keys: {', '.join(_KEYS)}."
            problems.append(Problem(f"unknown key `{key}`", hint, path, line, column))
    for key, shape, what in (("options", dict, "a table of keys"), ("extends", str, "a theme's name")):
        if not isinstance(_plain(mapping, key) or shape(), shape):
            problems.append(Problem(f"`{key}` must be {what}", "", path, *mapping.positions[key]))
    if problems:
        raise UsageError(*problems)
    return mapping


def _text(file: Path, path: str) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(Problem("this is not UTF-8 text", "Save the file as UTF-8.", path, line)) from None


def _plain(mapping: yaml.Mapping, key: str) -> Any:
    return yaml.plain(mapping.items[key]) if key in mapping.items else ""


def _check_options(options: Mapping[str, Any], known: Mapping[str, Any], places: Places) -> None:
    problems = []
    for key in options:
        if key not in known:
            near = closest(key, tuple(known))
            hint = f"Did you mean `{near}`?" if near else f"It has: {', '.join(known) or 'none'}."
            line, column = places.get(f"theme_options.{key}", (0, 0))
            problems.append(Problem(f"the theme has no option `{key}`", hint, CONFIG_NAME, line, column))
    if problems:
        raise UsageError(*problems)
