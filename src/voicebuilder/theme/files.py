"""Every file of a theme: what pages depend on when the theme is changed.

In: a theme. Out: its files with their bytes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.theme.find import Theme


def files(theme: Theme) -> tuple[tuple[str, bytes], ...]:
    """Path as messages name it, and bytes, of each file of the chain; of a link, where it leads.

    What a link within the theme leads to is there as itself; what one leads to outside of it is never read.
    """
    found: list[tuple[str, bytes]] = []
    for layer in theme.layers:
        root = layer.folder.resolve()
        for path in sorted(layer.folder.rglob("*")):
            label = f"{layer.label}/{path.relative_to(layer.folder).as_posix()}"
            if path.is_symlink():
                found.append((f"{label} ->", os.fsencode(os.path.relpath(os.path.realpath(path), root))))
            elif path.is_file():
                found.append((label, path.read_bytes()))
    return tuple(found)
