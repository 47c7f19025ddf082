"""Every file of a theme: what pages depend on when the theme is changed.

In: a theme. Out: its files with their bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.theme.find import Theme


def files(theme: Theme) -> tuple[tuple[str, bytes], ...]:
    """Path as messages name it, and bytes, of each file of the chain; links that lead out are left out."""
    found: list[tuple[str, bytes]] = []
    for layer in theme.layers:
        root = layer.folder.resolve()
        paths = (path for path in sorted(layer.folder.rglob("*")) if path.is_file())
        inside = (path for path in paths if path.resolve().is_relative_to(root))
        found += [(f"{layer.label}/{path.relative_to(layer.folder).as_posix()}", path.read_bytes()) for path in inside]
    return tuple(found)
