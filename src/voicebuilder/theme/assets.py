"""A theme's assets: published under names that carry their content's hash, so that browsers may keep them for ever.

In: a theme. Out: `Asset`s by their own name; a style sheet's references to its neighbours follow the new names.
"""

from __future__ import annotations

import codecs
import hashlib
import posixpath
import re
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.model.asset import Asset
from voicebuilder.theme.find import addressed
from voicebuilder.theme.minify import minified
from voicebuilder.theme.sheet import choices, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

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


def assets(theme: Theme, href: Callable[[str], str], report: Report) -> dict[str, Asset]:
    """Every asset of the chain by name; an upper layer's file wins over a lower one's of the same name.

    Args:
        theme: Its layers, each with an `assets/` folder or none.
        href: Makes an address for a page of a site path.
        report: Told of links that lead out of the theme's folder, and of style sheets that name a file that is not
            there or import each other.
    """
    return _Publisher(theme, href, report).all()


class _Publisher:
    """Makes each asset once, those that a style sheet names before the style sheet."""

    def __init__(self, theme: Theme, href: Callable[[str], str], report: Report) -> None:
        self._theme, self._href, self._report = theme, href, report
        self._won = {name: layer for layer in reversed(theme.layers) for name in layer.names(_FOLDER)}
        self._found: dict[str, Asset] = {}
        self._begun: set[str] = set()

    def all(self) -> dict[str, Asset]:
        return {name: asset for name in sorted(self._won) if (asset := self._make(name))}

    def _holder(self, name: str) -> tuple[str, Layer | None]:
        """The file's own name and its layer; `letter/style.css` is the one that this theme has, past every override."""
        if name in self._won:
            return name, self._won[name]
        own, layers = addressed(self._theme.layers, name)
        return own, next((layer for layer in layers if own != name and layer.has(f"{_FOLDER}/{own}")), None)

    def _make(self, name: str) -> Asset | None:
        """None when there is no such file, it leads out of the theme, or it is being made already."""
        if name in self._begun:
            return self._found.get(name)
        own, layer = self._holder(name)
        if layer is None:
            return None
        self._begun.add(name)
        try:
            path = layer.file(f"{_FOLDER}/{own}")
        except ContentError as error:
            self._report.extend(error.problems)
            return None
        data, source = path.read_bytes() if path else b"", f"{layer.label}/{_FOLDER}/{own}"
        if name.endswith(".css"):
            data = data.removeprefix(codecs.BOM_UTF8)
            data = minified(self._followed(data, own, source))
        if name == STYLE:
            first = b"".join(match["rule"] or b"" for match in _ELSEWHERE.finditer(data))
            rest = _ELSEWHERE.sub(lambda match: b"" if match["rule"] else match.group(), data)
            data = first + tokens(self._theme).encode() + rest + choices(self._theme).encode()
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
                return _under(match["when"], asset.data)
            return b'url("%b%b")' % (self._href(asset.url).encode(), match["suffix"] or b"")

        return _REFERENCE.sub(follow, css)

    def _key(self, written: str, folder: str) -> str:
        """A file beside the style sheet; or, when there is none, a theme's own: `letter/style.css`."""
        beside = posixpath.normpath(posixpath.join(folder, written))
        return written if beside not in self._won and self._holder(written)[1] else beside

    def _lost(self, key: str, target: str, source: str, line: int) -> Problem:
        if key in self._begun and key.endswith(".css"):
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
