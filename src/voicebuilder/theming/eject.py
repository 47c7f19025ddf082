"""Copy one file of the theme into the site, to be changed there.

In: a site, a file's name. Out: the file in `theme/`, and the original once more in `theme/.origin/`, by which `diff`
can tell later what the theme has changed since. Nothing that is there is overwritten.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.errors import ContentError, MachineError, Problem, UsageError
from voicebuilder.text.spelling import closest
from voicebuilder.theme.find import OVERRIDES, find
from voicebuilder.theme.manifest import THEME_FILE
from voicebuilder.theming.files import ORIGIN, holders, under

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from voicebuilder.config import Config
    from voicebuilder.theme import Layer


class Source(NamedTuple):
    """A file of the theme: its name, and the layer nearest below the overrides that has it."""

    name: str
    layer: Layer

    @property
    def data(self) -> bytes:
        """Its bytes."""
        path = self.layer.file(self.name)
        return path.read_bytes() if path else b""


def eject(asked: Config, wanted: str) -> tuple[str, str]:
    """Copy a file of the theme into `theme/`.

    Returns:
        Its path below the site folder, and the theme that it came from.

    Raises:
        UsageError: The theme has no such file.
        ContentError: The site has it already; nothing was changed.
        MachineError: It cannot be written.
    """
    source = _source(asked, wanted)
    path = f"{OVERRIDES}/{source.name}"
    if (asked.folder / path).exists() or (asked.folder / path).is_symlink():
        hint = f"Take it away first, or see what differs: voicebuilder theme diff {source.name}"
        raise ContentError(Problem("this file is yours already; nothing was changed", hint, path))
    # The original first: alone it does no harm, but a copy without it could not be told from a file of one's own.
    _write(asked.folder, f"{OVERRIDES}/{ORIGIN}/{source.name}", source.data)
    _write(asked.folder, path, source.data)
    return path, source.layer.name


def renew(asked: Config, wanted: str) -> tuple[str, str]:
    """Take the theme's file as it is now for the one that the site's file was copied from; that one is not touched.

    Returns:
        The path of the site's file, and the theme.

    Raises:
        UsageError: The theme has no such file.
        ContentError: The site has none.
        MachineError: It cannot be written.
    """
    source = _source(asked, wanted)
    path = f"{OVERRIDES}/{source.name}"
    if not (asked.folder / path).is_file():
        hint = f"Copy it: voicebuilder theme eject {source.name}"
        raise ContentError(Problem("there is no such file of yours", hint, path))
    _write(asked.folder, f"{OVERRIDES}/{ORIGIN}/{source.name}", source.data)
    return path, source.layer.name


def _source(asked: Config, wanted: str) -> Source:
    layers = under(find(asked.settings.theme, asked.folder, asked.theme_options, asked.places), asked.folder)
    name = plain(wanted, layers)
    layer = next(holders(name, layers), None)
    if layer is None or name == THEME_FILE:
        raise UsageError(_unknown(wanted, name, layers))
    return Source(name, layer)


def plain(wanted: str, layers: tuple[Layer, ...]) -> str:
    """A file's name in the theme, of one that was perhaps copied out of a message: `themes/base/entry.html`."""
    labels = (OVERRIDES, *(layer.label for layer in layers))
    return next((wanted.removeprefix(f"{label}/") for label in labels if wanted.startswith(f"{label}/")), wanted)


def _unknown(wanted: str, name: str, layers: tuple[Layer, ...]) -> Problem:
    if name == THEME_FILE:
        hint = "Set `theme_options:` in the config, or make a theme of your own: docs/how-to/make-a-theme.md."
        return Problem(f"a theme's {THEME_FILE} stays with the theme", hint)
    near = nearest(name, layers)
    hint = f"Did you mean `{near}`?" if near else f"Its files: {', '.join(sorted(_names(layers)))}."
    return Problem(f"the theme has no file `{wanted}`", hint)


def nearest(name: str, layers: tuple[Layer, ...], more: Iterable[str] = ()) -> str | None:
    """The file of the theme that was probably meant: one of almost that name, rather in the same folder.

    Args:
        name: What was written.
        layers: Whose files.
        more: Further names that could have been meant.
    """
    folder, stem = posixpath.dirname(name), _stem(name)
    names = sorted({*_names(layers), *more}, key=lambda one: (posixpath.dirname(one) != folder, one))
    # Without `partials/` and `.html`, which make any two names alike.
    meant = closest(stem, tuple(map(_stem, names)))
    return next((one for one in names if _stem(one) == meant), None)


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]


def _names(layers: tuple[Layer, ...]) -> set[str]:
    return {name for layer in layers for name in layer.names()} - {THEME_FILE}


def _write(site: Path, path: str, data: bytes) -> None:
    """Raises ContentError when a link leads out of the site's `theme/`."""
    root, target = site / OVERRIDES, site / path
    # Before anything is made: a folder on the way may be a link to somewhere else.
    is_inside = target.parent.resolve().is_relative_to(root.resolve())
    if not is_inside or not root.resolve().is_relative_to(site.resolve()) or target.is_symlink():
        raise ContentError(Problem("a link leads out of the theme's folder", "Take the link away.", path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        raise MachineError(Problem(f"cannot write {path}: {error.strerror}")) from error
