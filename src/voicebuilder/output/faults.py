"""What the disk refuses, said to a writer.

In: an `OSError` and the folder in question. Out: a `MachineError` with the path and plain words.
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from voicebuilder.errors import MachineError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY_NUMBER = {
    errno.ENOSPC: ("the disk is full", "Free some space and run the command again."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space and run the command again."),
    errno.EROFS: ("the disk is read-only", "Choose another folder with --output."),
    errno.EACCES: ("you may not write there", "Choose another folder with --output, or ask who owns this one."),
    errno.EPERM: ("you may not write there", "Choose another folder with --output, or ask who owns this one."),
    errno.EIO: ("the disk reports an error", "Check the disk before you go on."),
    errno.EBUSY: (
        "the system uses that folder, as a mount point for example",
        "Choose a folder inside it with --output.",
    ),
    errno.ENAMETOOLONG: (
        "the path is too long for this disk",
        "Shorten the slug, or choose another folder with --output.",
    ),
    errno.EMFILE: ("too many files are open", "Close other programs, or raise the limit with `ulimit -n 4096`."),
}


def explain(error: OSError, folder: str) -> Problem:
    """What the system said, in plain words.

    Args:
        error: What it said.
        folder: The path to name when `error` has none.
    """
    words, hint = _BY_NUMBER.get(error.errno or 0, (error.strerror or str(error), ""))
    return Problem(f"cannot use {shown(str(error.filename or folder))}: {words}", hint)


@contextmanager
def refusals(folder: str) -> Iterator[None]:
    """Within it, an `OSError` becomes a `MachineError`.

    Args:
        folder: The path to name when the system names none.

    Raises:
        MachineError: For any `OSError`.
    """
    try:
        yield
    except OSError as error:
        problem = explain(error, folder)
        raise MachineError(replace(problem, message=f"{problem.message}; the published site is as it was")) from error


def shown(path: str) -> str:
    r"""A file's name as a terminal may print it: control characters and broken bytes appear as `\x1b`, `\udcff`."""
    return path if path.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)
