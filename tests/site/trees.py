"""What lies in a folder, to compare. Used by tests and by the scripts that they run."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORK = "._site.voicebuilder"
# Path -> its mode, and a file's bytes.
Tree = dict[str, tuple[str, bytes]]


def below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*")) if folder.is_dir() else []


def files_below(folder: Path) -> list[Path]:
    return [path for path in below(folder) if path.is_file()]


def snapshot(folder: Path) -> Tree:
    found = {}
    for path in below(folder):
        mode = stat.filemode(path.lstat().st_mode)
        found[path.relative_to(folder).as_posix()] = (mode, path.read_bytes() if path.is_file() else b"")
    return found


def stamps(site: Path) -> dict[str, tuple[int, ...]]:
    """What shows that a build wrote: mode, inode, size and time of all in a site, its output, cache and work folder.

    The lock comes and goes in the work folder, so that one's own size and time tell nothing.
    """
    infos = {path.relative_to(site).as_posix(): path.lstat() for path in [site, *below(site)]}
    found = {path: (info.st_mode, info.st_ino, info.st_size, info.st_mtime_ns) for path, info in infos.items()}
    return found | {WORK: found[WORK][:2]}


def changed(before: dict[str, tuple[int, ...]], after: dict[str, tuple[int, ...]]) -> list[str]:
    """The paths whose stamps differ."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
