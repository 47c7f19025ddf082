"""From a theme's name to the chain of folders that make it up.

In: a name, the site folder. Out: `Theme`, or every fault in a `theme.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import ContentError, Problem, Severity, UsageError
from voicebuilder.text.spelling import closest
from voicebuilder.theme.manifest import SCHEMES, THEME_FILE, Manifest, read
from voicebuilder.theme.options import Option, declared
from voicebuilder.theme.options import chosen as values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from voicebuilder.config import yaml
    from voicebuilder.config.schema import Places

# The site's own files, which win over the theme's.
OVERRIDES = "theme"
# What stands under every theme, and is none itself.
BASE = "base"
# Themes that have another name now.
RENAMED = {"default": "letter"}
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

    def paths(self, below: str = "") -> Iterator[Path]:
        """All that lies in the folder, or in one of its folders, sorted; what begins with a dot is no part of it."""
        for path in sorted((self.folder / below).rglob("*")):
            if not any(part.startswith(".") for part in path.relative_to(self.folder).parts):
                yield path

    def names(self, below: str = "") -> list[str]:
        """Names of the files in the folder, or in one of its folders, relative to that."""
        return [path.relative_to(self.folder / below).as_posix() for path in self.paths(below) if path.is_file()]

    def has(self, name: str) -> bool:
        """Whether the folder has a file of this name."""
        parts = name.split("/")
        return not any(not part or part.startswith(".") for part in parts) and (self.folder / name).is_file()

    def file(self, name: str) -> Path | None:
        """The file of this name in the folder; None when there is none, it is hidden, or the name itself leads out.

        Raises:
            ContentError: A link on the way leads out of the folder.
        """
        path = self.folder / name
        if not self.has(name):
            return None
        if not path.resolve().is_relative_to(self.folder.resolve()):
            message = "this link leads out of the theme's folder"
            raise ContentError(Problem(message, "Copy the file here.", f"{self.label}/{name}"))
        return path

    def text(self, name: str) -> str | None:
        """The text of a file; None when there is none.

        Raises:
            ContentError: It is no text, or a link leads out of the folder.
        """
        path = self.file(name)
        try:
            return path.read_text("utf-8-sig") if path else None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problem = Problem("this is not UTF-8 text", "Save the file as UTF-8.", f"{self.label}/{name}", line)
            raise ContentError(problem) from None


def addressed(layers: Sequence[Layer], name: str) -> tuple[str, Sequence[Layer]]:
    """Where a name is looked for: `letter/base.html` asks for `base.html` as that theme has it, past every override.

    Returns:
        The name without the theme's, and the layers to look through.
    """
    theme, slash, rest = name.partition("/")
    owners = [layer.name for layer in layers]
    theme = RENAMED.get(theme, theme)
    return (rest, layers[owners.index(theme) :]) if slash and theme in owners else (name, layers)


# Below every theme, also one that does not extend it.
GROUND = Layer(BASE, BUILT_IN / BASE, f"themes/{BASE}")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready to be read.

    Attributes:
        name: As the config says.
        layers: The site's overrides, the theme, the theme it extends, and so on.
        manifests: What each theme of the chain says of itself, in the same order; the overrides have none.
        declared: What every option may be, by name.
        options: What every option is: the site's choice, or the default.
        colours: "light" and "dark" -> token -> CSS colour, the upper theme's over the lower one's.
        warnings: Names that the site should no longer use.
    """

    name: str
    layers: tuple[Layer, ...]
    manifests: tuple[Manifest, ...] = ()
    declared: Mapping[str, Option] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


def available() -> tuple[str, ...]:
    """Names of the themes that come with voicebuilder."""
    return tuple(sorted(path.parent.name for path in BUILT_IN.glob(f"*/{THEME_FILE}") if path.parent.name != BASE))


def find(name: str, site: Path, chosen: yaml.Mapping | None = None, places: Places | None = None) -> Theme:
    """Find a theme and what it extends.

    Args:
        name: A built-in theme's name, or the path of a theme's folder in the site.
        site: The site folder.
        chosen: The config's `theme_options`.
        places: Lines of the config's keys.

    Raises:
        UsageError: There is no such theme, one extends itself, a `theme.yaml` is wrong, or an option is unknown or has
            a wrong value.
    """
    layers: list[Layer] = []
    manifests: list[Manifest] = []
    warnings: list[Problem] = []
    wanted, asked = name, _Asked(CONFIG_NAME, *(places or {}).get("theme", (0, 0)))
    while wanted:
        layers.append(_locate(wanted, site, layers, asked))
        if layers[-1].name != wanted and wanted in RENAMED:
            warnings.append(_renamed(wanted, asked))
        manifests.append(read(layers[-1]))
        wanted = manifests[-1].extends
        asked = _Asked(manifests[-1].path, *manifests[-1].places.get("extends", (0, 0)))
    known = declared(reversed(manifests))
    options, more = values(known, chosen)
    colours = {scheme: _merged(manifests, scheme) for scheme in SCHEMES}
    layers = [*_overrides(site, layers[0]), *layers]
    return Theme(name, tuple(layers), tuple(manifests), known, options, colours, (*warnings, *more))


def _merged(manifests: Sequence[Manifest], scheme: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for manifest in reversed(manifests):
        merged |= manifest.colours.get(scheme, {})
    return merged


def _renamed(name: str, asked: _Asked) -> Problem:
    message, hint = f"the theme `{name}` is called `{RENAMED[name]}` by now", f"Write `{RENAMED[name]}`."
    return Problem(message, hint, *asked, severity=Severity.WARNING)


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
        own_name = RENAMED.get(name, name)
        candidates.append(Layer(own_name, BUILT_IN / own_name, f"themes/{own_name}"))
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
