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

    What a link within the theme leads to is there as itself; what one leads to outside of it is never read.
    """
    found: list[tuple[str, bytes]] = []
    places = [(layer, "") for layer in theme.layers]
    if GROUND not in theme.layers:
        # Its words stand in for those that a theme does not have.
        places.append((GROUND, MESSAGES))
    for layer, below in places:
        root = layer.folder.resolve()
        for path in layer.paths(below):
            label = f"{layer.label}/{path.relative_to(layer.folder).as_posix()}"
            if path.is_symlink():
                found.append((f"{label} ->", os.fsencode(os.path.relpath(os.path.realpath(path), root))))
            elif path.is_file():
                found.append((label, path.read_bytes()))
    return tuple(found)
