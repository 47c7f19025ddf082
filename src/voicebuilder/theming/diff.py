"""How the site's own files stand to the theme's: the same, changed, fallen behind.

In: a site. Out: a `Difference` for each file in `theme/`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem, UsageError
from voicebuilder.render.mentions import mentions
from voicebuilder.text.spelling import closest
from voicebuilder.theme.find import OVERRIDES, RENAMED, Layer, find
from voicebuilder.theme.manifest import THEME_FILE
from voicebuilder.theming.eject import Source, plain
from voicebuilder.theming.files import ASSETS, ORIGIN, holders, under

if TYPE_CHECKING:
    from voicebuilder.config import Config


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)""", re.IGNORECASE)


class Standing(Enum):
    """How a file of the site stands to the theme's."""

    SAME = "same"
    CHANGED = "changed"
    BEHIND = "behind"
    FOLLOWING = "following"
    UNKNOWN = "unknown"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file in the site's `theme/` and the theme's file of that name.

    Attributes:
        name: Below `theme/`.
        standing: `SAME` as the theme's; `CHANGED` by its writer, and the theme's is as it was; `BEHIND`, the theme's
            changed since; `FOLLOWING`, it takes the theme's file in by name and adds to it; `UNKNOWN`, it was not made
            by `eject`, so nobody knows; `OWN`, the theme has no such file.
        theme: The theme whose file it stands before; "" when there is none.
        added: Lines that the writer's file has more.
        removed: Lines that it has not.
        yours: The theme's file (as it was when copied, where that is known) -> the writer's, as a unified diff.
        missed: The theme's file as it was when copied -> as it is now; "" unless `BEHIND`.
    """

    name: str
    standing: Standing
    theme: str = ""
    added: int = 0
    removed: int = 0
    yours: str = ""
    missed: str = ""


def differences(asked: Config, wanted: str = "") -> tuple[Difference, ...]:
    """Compare the files in `theme/` with those of the theme.

    Args:
        asked: The site's config.
        wanted: Only this file; "" for all.

    Raises:
        UsageError: There is no such file in `theme/`, or the theme cannot be found.
        ContentError: A link leads out of a theme's folder.
    """
    layers = under(find(asked.settings.theme, asked.folder, asked.theme_options, asked.places), asked.folder)
    own = Layer("", asked.folder / OVERRIDES, OVERRIDES)
    names = [name for name in own.names() if name != THEME_FILE]
    if wanted:
        name = plain(wanted, layers)
        if name not in names:
            raise UsageError(Problem(f"there is no {OVERRIDES}/{name}", _hint(name, names, layers)))
        names = [name]
    return tuple(_difference(own, name, layers) for name in names)


def _hint(name: str, names: list[str], layers: tuple[Layer, ...]) -> str:
    if next(holders(name, layers), None):
        return f"Copy it there: voicebuilder theme eject {name}"
    near = closest(name, tuple(names))
    return f"Did you mean `{near}`?" if near else "To see all of your files: voicebuilder theme diff"


def _difference(own: Layer, name: str, layers: tuple[Layer, ...]) -> Difference:
    layer = next(holders(name, layers), None)
    if layer is None:
        return Difference(name, Standing.OWN)
    mine, now = Source(name, own).data, Source(name, layer).data
    if mine == now:
        return Difference(name, Standing.SAME, layer.name)
    if _takes_in(mine, name, layers):
        return Difference(name, Standing.FOLLOWING, layer.name)
    origin = own.folder / ORIGIN / name
    is_there = origin.is_file() and origin.resolve().is_relative_to(own.folder.resolve())
    was = origin.read_bytes() if is_there else None
    standing = Standing.UNKNOWN if was is None else Standing.CHANGED if was == now else Standing.BEHIND
    theirs = f"{layer.label}/{name}"
    before = now if was is None else was
    yours = _unified(before, mine, theirs, f"{OVERRIDES}/{name}")
    missed = _unified(was, now, f"{theirs} as you copied it", f"{theirs} now") if was is not None else ""
    return Difference(name, standing, layer.name, *_counted(yours), yours, missed)


def _takes_in(data: bytes, name: str, layers: tuple[Layer, ...]) -> bool:
    """Whether it takes in the theme's file that it stands before: `letter/entry.html`, `letter/style.css`."""
    owners = [layer.name for layer in layers]
    owners += [old for old, new in RENAMED.items() if new in owners]
    taken = {f"{owner}/{name.removeprefix(ASSETS)}" for owner in owners}
    if name.endswith(".css"):
        return not taken.isdisjoint(_IMPORT.findall(_COMMENT.sub("", data.decode(errors="replace"))))
    try:
        return any(one.sort == "template" and one.name in taken for one in mentions(data.decode(), name))
    except (ContentError, UnicodeDecodeError):
        return False


def _lines(data: bytes) -> list[str] | None:
    """None of a file that is no text."""
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return None


def _unified(one: bytes, other: bytes, name: str, other_name: str) -> str:
    before, after = _lines(one), _lines(other)
    if before is None or after is None:
        return "" if one == other else "(These files are no text; they differ.)"
    return "\n".join(difflib.unified_diff(before, after, name, other_name, lineterm=""))


def _counted(yours: str) -> tuple[int, int]:
    changes = [line[:1] for line in yours.splitlines()[2:]]
    return changes.count("+"), changes.count("-")
