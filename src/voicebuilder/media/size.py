"""The door to imagesize: how large a picture is, so that a page keeps its place before it comes.

In: a file. Out: width and height in pixels as they are shown, a camera's turned pictures the right way up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import imagesize

if TYPE_CHECKING:
    from pathlib import Path


def size(file: Path) -> tuple[int, int] | None:
    """Width and height, read from the head of the file; None when it cannot be told."""
    try:
        with file.open("rb") as stream:
            width, height = map(int, imagesize.get(stream))
    except Exception:  # noqa: BLE001 -- a broken picture, or a file that is none: whatever its reader stumbles over
        return None
    return (width, height) if width > 0 and height > 0 else None
