"""A theme's assets: published under names that carry their content's hash, so that browsers may keep them for ever.

In: a theme. Out: `Asset`s by their own name; a style sheet's references to its neighbours follow the new names.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.model.asset import Asset

if TYPE_CHECKING:
    from pathlib import Path

    from voicebuilder.theme.find import Layer, Theme

_FOLDER = "assets"
_HASH_LENGTH = 10
_CSS_URL = re.compile(rb"""url\(\s*(["']?)([A-Za-z0-9][\w./-]*)\1\s*\)""")


def assets(theme: Theme) -> dict[str, Asset]:
    """Every asset of the chain by name; an upper layer's file wins over a lower one's of the same name.

    Raises:
        ContentError: A link leads out of the theme's folder, or a style sheet names a file that is not there.
    """
    files: dict[str, tuple[Layer, Path]] = {}
    for layer in reversed(theme.layers):
        root = layer.folder / _FOLDER
        for path in sorted(root.rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
                files[path.relative_to(root).as_posix()] = (layer, path)
    found: dict[str, Asset] = {}
    # Style sheets last: their text takes in the new names of the others.
    for name in sorted(files, key=lambda name: (name.endswith(".css"), name)):
        layer, path = files[name]
        source = f"{layer.label}/{_FOLDER}/{name}"
        if not path.resolve().is_relative_to(layer.folder.resolve()):
            raise ContentError(Problem("this link leads out of the theme's folder", "Copy the file here.", source))
        data = path.read_bytes()
        if name.endswith(".css"):
            data = _follow(data, name, found, source)
        found[name] = Asset(name, _hashed(name, data), data, source)
    return found


def _hashed(name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]
    return f"/{_FOLDER}/{stem}.{digest}.{suffix}" if dot else f"/{_FOLDER}/{name}.{digest}"


def _follow(css: bytes, name: str, found: dict[str, Asset], source: str) -> bytes:
    folder = name.rpartition("/")[0]
    up = "../" * (name.count("/") + 1)

    def rename(match: re.Match[bytes]) -> bytes:
        target = match.group(2).decode()
        key = f"{folder}/{target}" if folder else target
        if key not in found:
            line = css[: match.start()].count(b"\n") + 1
            problem = Problem(f"`{target}` is not among the theme's assets", "Correct the name.", source, line)
            raise ContentError(problem)
        return f'url("{up}{found[key].url.removeprefix("/")}")'.encode()

    return _CSS_URL.sub(rename, css)
