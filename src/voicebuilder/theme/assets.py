"""A theme's assets: published under names that carry their content's hash, so that browsers may keep them for ever.

In: a theme. Out: `Asset`s by their own name; a style sheet's references to its neighbours follow the new names.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem
from voicebuilder.model.asset import Asset
from voicebuilder.text.urls import quote_path

if TYPE_CHECKING:
    from pathlib import Path

    from voicebuilder.report import Report
    from voicebuilder.theme.find import Layer, Theme

_FOLDER = "assets"
_HASH_LENGTH = 10
# A relative address: it begins with no slash, no `#` and no scheme.
_NAME = rb"""(?![/\#]|[a-z][a-z0-9+.-]*:)([^"'()?\#\s\\]+)([?\#][^"'()\s]*)?"""
_REFERENCE = re.compile(
    rb"""/\*.*?(?:\*/|\Z)                           # a comment refers to nothing
      | url\(\s*(["']?)""" + _NAME + rb"""\1\s*\)
      | @import\s+(["'])""" + _NAME + rb"""\4""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)  # fmt: skip


def assets(theme: Theme, report: Report) -> dict[str, Asset]:
    """Every asset of the chain by name; an upper layer's file wins over a lower one's of the same name.

    Args:
        theme: Its layers, each with an `assets/` folder or none.
        report: Told of links that lead out of the theme's folder, and of style sheets that name a file that is not
            there or import each other.
    """
    files: dict[str, tuple[Layer, Path]] = {}
    for layer in reversed(theme.layers):
        root = layer.folder / _FOLDER
        for path in sorted(root.rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
                files[path.relative_to(root).as_posix()] = (layer, path)
    return _Publisher(files, report).all()


class _Publisher:
    """Makes each asset once, those that a style sheet names before the style sheet."""

    def __init__(self, files: dict[str, tuple[Layer, Path]], report: Report) -> None:
        self._files, self._report = files, report
        self._found: dict[str, Asset] = {}
        self._begun: set[str] = set()

    def all(self) -> dict[str, Asset]:
        for name in sorted(self._files):
            self._make(name)
        return self._found

    def _make(self, name: str) -> Asset | None:
        """None when there is no such file, it leads out of the theme, or it is being made already."""
        if name in self._begun:
            return self._found.get(name)
        if name not in self._files:
            return None
        self._begun.add(name)
        layer, path = self._files[name]
        source = f"{layer.label}/{_FOLDER}/{name}"
        if not path.resolve().is_relative_to(layer.folder.resolve()):
            self._report.problem(Problem("this link leads out of the theme's folder", "Copy the file here.", source))
            return None
        data = path.read_bytes()
        if name.endswith(".css"):
            data = self._followed(data, name, source)
        self._found[name] = Asset(name, _hashed(name, data), data, source)
        return self._found[name]

    def _followed(self, css: bytes, name: str, source: str) -> bytes:
        """A style sheet that names its neighbours as they are published."""
        folder = name.rpartition("/")[0]
        up = "../" * (name.count("/") + 1)

        def rename(match: re.Match[bytes]) -> bytes:
            written = match.group(2) or match.group(5)
            if written is None:
                return match.group()
            target = written.decode(errors="replace")
            key = posixpath.normpath(posixpath.join(folder, target))
            asset = self._make(key)
            if asset is None:
                self._report.problem(self._lost(key, target, source, css[: match.start()].count(b"\n") + 1))
                return match.group()
            suffix = match.group(3) or match.group(6) or b""
            address = up.encode() + quote_path(asset.url.removeprefix("/")).encode() + suffix
            return b'@import "%b"' % address if match.group(4) else b'url("%b")' % address

        return _REFERENCE.sub(rename, css)

    def _lost(self, key: str, target: str, source: str, line: int) -> Problem:
        if key in self._files and key.endswith(".css"):
            return Problem(f"`{target}` imports this style sheet itself", "Take one `@import` out.", source, line)
        return Problem(f"`{target}` is not among the theme's assets", "Correct the name.", source, line)


def _hashed(name: str, data: bytes) -> str:
    folder, slash, file = name.rpartition("/")
    stem, dot, suffix = file.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]
    return f"/{_FOLDER}/{folder}{slash}" + (f"{stem}.{digest}.{suffix}" if dot else f"{file}.{digest}")
