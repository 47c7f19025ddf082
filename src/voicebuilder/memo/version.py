"""What made the cache: the same code must have, or nothing in it can be believed.

In: a package and the libraries it stands on. Out: one word that changes when any of them does.
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from voicebuilder.memo.prints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def code_version(package: Path, libraries: Iterable[str]) -> str:
    """The version of a package's own source and of the libraries below it.

    The source is read (a hundred small files, ten milliseconds): a checkout changes without changing its number.
    """
    source = [(path.relative_to(package).as_posix(), path.read_bytes()) for path in sorted(package.rglob("*.py"))]
    below = [(name, _version(name)) for name in libraries]
    return fingerprint(sys.version, source, below).hex()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
