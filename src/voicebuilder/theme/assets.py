"""A theme's assets: published under names that carry their content's hash, so that browsers may keep them for ever.

In: a theme. Out: `Asset`s by their own name; a style sheet's references to its neighbours follow the new names.
"""

from __future__ import annotations

import codecs
import hashlib
import posixpath
import re
from typing import TYPE_CHECKING, TypeAlias

from voicebuilder.errors import Problem
from voicebuilder.model.asset import Asset
from voicebuilder.theme.minify import minified
from voicebuilder.theme.sheet import choices, tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voicebuilder.report import Report
    from voicebuilder.theme.find import Layer, Theme

_FOLDER = "assets"
# The theme's style sheet: it begins with the theme's colours.
STYLE = "style.css"
_HASH_LENGTH = 10
# A relative address: it begins with no slash, no `#` and no scheme.
_NAME = rb"""(?![/\#]|[a-z][a-z0-9+.-]*:)(?P<%b>[^"'()?\#\s\\]+)(?P<%b>[?\#][^"'()\s]*)?"""
_REFERENCE = re.compile(
    rb"""/\*.*?(?:\*/|\Z)                           # a comment refers to nothing
      | @import\s+(?:url\(\s*["']?|["'])""" + _NAME % (b"sheet", b"sheet_suffix") + rb"""["']?\s*\)?(?P<when>[^;]*);?
      | url\(\s*(?P<quote>["']?)""" + _NAME % (b"url", b"suffix") + rb"""(?P=quote)\s*\)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)  # fmt: skip
# Round brackets, up to three in each other.
_BRACKETS = rb"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
# What may stand behind an imported sheet's name (CSS Cascading and Inheritance, level 5, section 2).
_WHEN = re.compile(
    rb"\s*(?P<layer>layer\b(?:\((?P<name>[^)]*)\))?)?\s*(?:supports(?P<supports>" + _BRACKETS + rb"))?(?P<media>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# Sheets that lie elsewhere, which count only before every rule; and texts, in which nothing is one.
_ELSEWHERE = re.compile(
    rb"""(?P<rule>@(?:charset|import)\b(?:"[^"]*"|'[^']*'|[^;"'])*;)|"[^"]*"|'[^']*'""", re.IGNORECASE
)


_Files: TypeAlias = "dict[str, tuple[Layer, Path]]"


def assets(theme: Theme, href: Callable[[str], str], report: Report) -> dict[str, Asset]:
    """Every asset of the chain by name; an upper layer's file wins over a lower one's of the same name.

    A style sheet that others import becomes a part of them, and is not published by itself.

    Args:
        theme: Its layers, each with an `assets/` folder or none.
        href: Makes an address for a page of a site path.
        report: Told of links that lead out of the theme's folder, and of style sheets that name a file that is not
            there or import each other.
    """
    files: _Files = {}
    own: _Files = {}
    for layer in reversed(theme.layers):
        root = layer.folder / _FOLDER
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                files[name.as_posix()] = (layer, path)
        own |= {f"{layer.name}/{name}": found for name, found in files.items()}
    return _Publisher((files, own), (tokens(theme), choices(theme)), href, report).all()


class _Publisher:
    """Makes each asset once, those that a style sheet names before the style sheet."""

    def __init__(
        self, files: tuple[_Files, _Files], sheet: tuple[str, str], href: Callable[[str], str], report: Report
    ) -> None:
        # The files that won, and as each theme has them: `letter/style.css` is found past every override.
        self._files, self._all = files[0], files[1] | files[0]
        self._before, self._after, self._href, self._report = *sheet, href, report
        self._found: dict[str, Asset] = {}
        self._begun: set[str] = set()
        self._imported: set[str] = set()
        self._addressed: set[str] = set()

    def all(self) -> dict[str, Asset]:
        for name in sorted(self._files):
            self._make(name)
        parts = self._imported - self._addressed
        return {name: asset for name, asset in self._found.items() if name in self._files and name not in parts}

    def _make(self, name: str) -> Asset | None:
        """None when there is no such file, it leads out of the theme, or it is being made already."""
        if name in self._begun:
            return self._found.get(name)
        if name not in self._all:
            return None
        self._begun.add(name)
        layer, path = self._all[name]
        own_name = path.relative_to(layer.folder / _FOLDER).as_posix()
        source = f"{layer.label}/{_FOLDER}/{own_name}"
        if not path.resolve().is_relative_to(layer.folder.resolve()):
            self._report.problem(Problem("this link leads out of the theme's folder", "Copy the file here.", source))
            return None
        data = path.read_bytes()
        if name.endswith(".css"):
            data = data.removeprefix(codecs.BOM_UTF8)
            data = minified(self._followed(data, own_name, source))
        if name == STYLE:
            first = b"".join(match["rule"] or b"" for match in _ELSEWHERE.finditer(data))
            rest = _ELSEWHERE.sub(lambda match: b"" if match["rule"] else match.group(), data)
            data = first + self._before.encode() + rest + self._after.encode()
        self._found[name] = Asset(name, _hashed(name, data), data, source)
        return self._found[name]

    def _followed(self, css: bytes, name: str, source: str) -> bytes:
        """A style sheet that holds those it imports, and names other files as they are published."""
        folder = name.rpartition("/")[0]

        def follow(match: re.Match[bytes]) -> bytes:
            written = match["url"] or match["sheet"]
            if written is None:
                return match.group()
            key = self._key(written.decode(errors="replace"), folder)
            asset = self._make(key)
            if asset is None:
                line = css[: match.start()].count(b"\n") + 1
                self._report.problem(self._lost(key, written.decode(errors="replace"), source, line))
                return match.group()
            if match["sheet"]:
                if b"{" in match["when"] or b"}" in match["when"]:
                    line = css[: match.start()].count(b"\n") + 1
                    self._report.problem(Problem("there is no `;` behind this `@import`", "Add it.", source, line))
                    return match.group()
                self._imported.add(key)
                return _under(match["when"], asset.data)
            self._addressed.add(key)
            return b'url("%b%b")' % (self._href(asset.url).encode(), match["suffix"] or b"")

        return _REFERENCE.sub(follow, css)

    def _key(self, written: str, folder: str) -> str:
        """A file beside the style sheet; or, when there is none, a theme's own: `letter/style.css`."""
        beside = posixpath.normpath(posixpath.join(folder, written))
        return written if beside not in self._all and written in self._all else beside

    def _lost(self, key: str, target: str, source: str, line: int) -> Problem:
        if key in self._all and key.endswith(".css"):
            return Problem(f"`{target}` imports this style sheet itself", "Take one `@import` out.", source, line)
        return Problem(f"`{target}` is not among the theme's assets", "Correct the name.", source, line)


def _under(when: bytes, css: bytes) -> bytes:
    """An imported sheet as a part of the one that imports it, under the same conditions."""
    found = _WHEN.match(when)
    if found is None:
        return css
    if found["layer"]:
        css = b"@layer %b{%b}" % (found["name"] or b"", css)
    if found["supports"]:
        css = b"@supports %b{%b}" % (found["supports"], css)
    media = found["media"].strip()
    return b"@media %b{%b}" % (media, css) if media else css


def _hashed(name: str, data: bytes) -> str:
    folder, slash, file = name.rpartition("/")
    stem, dot, suffix = file.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]
    return f"/{_FOLDER}/{folder}{slash}" + (f"{stem}.{digest}.{suffix}" if dot else f"{file}.{digest}")
