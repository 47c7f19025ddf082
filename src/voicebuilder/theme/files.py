"""Every file of a theme: what pages depend on when the theme is changed.

In: a theme. Out: its files with their bytes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voicebuilder.theme.find import GROUND
from voicebuilder.theme.words import FOLDER as MESSAGES

if TYPE_CHECKING:
    from voicebuilder.theme.find import Theme


def files(theme: Theme) -> tuple[tuple[str, bytes], ...]:
    """Path as messages name it, and bytes, of each file of the chain; of a link, where it leads.

    Files whose name begins with a dot are no part of it. What a link within the theme leads to is there as itself; what
    one leads to outside of it is never read.
    """
    found: list[tuple[str, bytes]] = []
    places = [(layer, layer.folder) for layer in theme.layers]
    places.append((GROUND, GROUND.folder / MESSAGES))
    for layer, folder in places:
        root = layer.folder.resolve()
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(layer.folder)
            if any(part.startswith(".") for part in name.parts):
                continue
            label = f"{layer.label}/{name.as_posix()}"
            if path.is_symlink():
                found.append((f"{label} ->", os.fsencode(os.path.relpath(os.path.realpath(path), root))))
            elif path.is_file():
                found.append((label, path.read_bytes()))
    return tuple(found)
