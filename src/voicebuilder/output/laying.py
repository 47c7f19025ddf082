"""Files are laid beside the stage by whoever makes their bytes, in this process or in a worker.

In: output paths with bytes or source files. Out: `Laid`: where the new file waits for its place, or that the published
one holds the same. Names of waiting files say nothing of their paths, so no path can lead a worker elsewhere.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.output import contents

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from voicebuilder.output.record import Sign


LAID = ".laid"  # ends the names of waiting files


class Laid(NamedTuple):
    """A file that was made, or need not be.

    Attributes:
        file: Where it waits; "" when the published file has these bytes.
        sign: What it, or the published file, is known by.
    """

    file: str
    sign: Sign


class Layer:
    """Lays files; works in a forked or spawned process as well.

    Args:
        folder: The work folder, where files wait.
        live: The published folder.

    Attributes:
        published: Output paths that have a file of ours there.
    """

    def __init__(self, folder: str, live: str) -> None:
        self._folder, self._live = folder, live
        self.published: Container[str] = ()
        self._numbers = count()

    def __call__(self, path: str, content: bytes | Path) -> Laid:
        """Lay one file.

        Raises:
            ContentError: The source cannot be read.
            OSError: The disk refuses.
        """
        if path in self.published and (sign := contents.holds(f"{self._live}/{path}", content)):
            return Laid("", sign)
        # A name of its own: processes lay files at the same time.
        file = f"{self._folder}/{os.getpid()}-{next(self._numbers)}{LAID}"
        try:
            if isinstance(content, bytes):
                return Laid(file, contents.write(content, file))
            return Laid(file, contents.copy(content, file))
        except OSError as error:
            # Whoever reads the message knows the file by its path on the site.
            error.filename = f"{self._live}/{path}" if error.filename == file else error.filename
            raise
