"""Files in the site's `theme/` that nothing uses.

In: a theme's layers and templates, the templates that entries ask for. Out: a warning for each such file, with the
theme's file that was probably meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.kinds import KINDS
from voicebuilder.theme.find import OVERRIDES
from voicebuilder.theme.manifest import THEME_FILE
from voicebuilder.theme.words import FOLDER as MESSAGES
from voicebuilder.theming.eject import nearest
from voicebuilder.theming.files import ASSETS, under

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from voicebuilder.theme import Theme
    from voicebuilder.theming.files import Chain

# An entry's page and an index look for these before the theme's own.
_OF_KINDS = frozenset(f"{name}.html" for kind in KINDS for name in (kind.name, kind.folder))
_MESSAGE_FILE = re.compile(rf"{MESSAGES}/[a-z]{{2,8}}(-[a-z0-9]{{1,8}})*\.yaml\Z")
# What people leave beside files for other people.
_FOR_PEOPLE = re.compile(r"(readme|licen[cs]e|copying|notice)\b|.*\.(md|txt)\Z", re.IGNORECASE)


def unused(theme: Theme, chain: Chain, site: Path) -> list[str]:
    """Names of the files in `theme/` that replace nothing, and that no template or style sheet names."""
    own = next((layer for layer in theme.layers if layer.label == OVERRIDES and not layer.name), None)
    if own is None:
        return []
    lower = under(theme, site)
    used = _Used(theme, chain)

    def is_used(name: str) -> bool:
        if name == THEME_FILE:
            return False
        return any(layer.has(name) for layer in lower) or used.has(name) or _FOR_PEOPLE.match(name) is not None

    return [name for name in own.names() if not is_used(name)]


class _Used:
    """What templates and style sheets name."""

    def __init__(self, theme: Theme, chain: Chain) -> None:
        mentions = [mention for one in chain.templates.values() for mention in one.mentions]
        self._templates = {mention.name for mention in mentions if mention.sort == "template"}
        self._assets = {mention.name for mention in mentions if mention.sort == "asset"}
        # A name that is put together while the page is made can be any.
        self._any_template = any(mention.sort == "unknown template" for mention in mentions)
        self._any_asset = any(mention.sort == "unknown asset" for mention in mentions)
        self._templates |= _OF_KINDS
        sheets = [path for layer in theme.layers for path in sorted((layer.folder / ASSETS).rglob("*.css"))]
        # A link may lead anywhere; the build refuses those that lead out.
        self._css = b"\n".join(path.read_bytes() for path in sheets if path.is_file() and not path.is_symlink())

    def has(self, name: str) -> bool:
        """Whether one is named; an asset also by a style sheet."""
        if name.startswith(ASSETS):
            file = name.rpartition("/")[2].encode()
            return self._any_asset or name.removeprefix(ASSETS) in self._assets or file in self._css
        if name.startswith(f"{MESSAGES}/"):
            return _MESSAGE_FILE.match(name) is not None
        return name.endswith(".html") and (self._any_template or name in self._templates)


def faults(names: Collection[str], theme: Theme, site: Path) -> Iterator[Problem]:
    """A warning for each unused file."""
    lower = under(theme, site)
    for name in names:
        hint = _hint(name, lambda name: nearest(name, lower, _OF_KINDS))
        message = f"nothing uses this file: the theme has no `{name}`"
        if name == THEME_FILE:
            message = "nothing reads this file: your `theme/` is no theme of its own"
            hint = f"Set `theme_options:` in the config; or write `theme: {OVERRIDES}` there, and `extends:` here."
        yield Problem(message, hint, f"{OVERRIDES}/{name}", severity=Severity.WARNING)


def _hint(name: str, near: Callable[[str], str | None]) -> str:
    lower = name.lower()
    if name != lower and _MESSAGE_FILE.match(lower):
        return f"Languages are written small there: {OVERRIDES}/{lower}"
    if found := near(name):
        return f"Did you mean {OVERRIDES}/{found}?"
    if name.endswith(".html"):
        return "Include it in a template, name it as an entry's `template:`, or take it away."
    return "Name it in a template or style sheet, or take it away."
