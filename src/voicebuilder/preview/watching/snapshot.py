"""What lies in the places a preview depends on, and since when: the truth that no event can be wrong about.

In: `Places`. Out: `Snapshot`: each file's signature, taken by looking at every one of them.

Nothing is opened, and nothing is an error: what vanishes meanwhile is not there, and what cannot be followed (a link
that leads nowhere, out of the site or back to a folder that holds it) is seen as itself, so that its coming and going
is seen. What is wrong with it the build says.
"""

# A Path object for each of ten thousand files costs more than the system calls.
# ruff: noqa: PTH112, PTH114, PTH116

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from voicebuilder.preview.watching.leavings import is_leaving

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Time of the last change of content (ns), size (bytes), inode, time of the last change of any kind (ns), which nobody
# can set back.
Signature: TypeAlias = tuple[int, int, int, int]

_MAX_DEPTH = 50  # as deep as content is read


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look.

    Attributes:
        site: Links in the site lead no further than this folder.
        folders: Each with everything below; one need not be there yet, and may be a link to anywhere.
        files: Single files; one need not be there either.
    """

    site: Path
    folders: tuple[Path, ...]
    files: tuple[Path, ...] = ()

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What the paths of all files of the places begin with."""
        return (*(f"{folder}{os.sep}" for folder in self.folders), *map(str, self.files))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a scan found. Paths begin with a place as it was given.

    Attributes:
        files: Path -> signature.
        roots: Folder -> where it really is: of the places, and of the links to folders below them.
    """

    files: Mapping[str, Signature]
    roots: Mapping[str, str]


def scan(places: Places) -> Snapshot:
    """Look at everything: about 4 ms for each thousand files."""
    scanner = _Scanner(os.path.realpath(places.site))
    for path in places.files:
        scanner.file(str(path))
    for path in places.folders:
        scanner.root(str(path))
    return Snapshot(scanner.files, scanner.roots)


def signed(found: os.stat_result) -> Signature:
    """The signature of a file."""
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def is_within(path: str, folder: str) -> bool:
    """Whether a real path is a folder's own or below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


@dataclass(slots=True)
class _Scanner:
    site: str
    files: dict[str, Signature] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)

    def file(self, path: str, *, follows: bool = True) -> None:
        try:
            self.files[path] = signed(os.stat(path, follow_symlinks=follows))
        except OSError:
            if follows and os.path.islink(path):
                self.file(path, follows=False)

    def root(self, path: str) -> None:
        real = os.path.realpath(path)
        if os.path.isdir(real):
            self.roots[path] = real
            self._folder(path, (self.site, real), self.site if is_within(real, self.site) else real)

    def _folder(self, path: str, above: tuple[str, ...], bounds: str) -> None:
        """Everything below a folder; `above` is where it and the folders that hold it really are."""
        below = []
        # A folder that has just gone, or may not be read, holds nothing.
        with suppress(OSError), os.scandir(path) as items:
            for item in items:
                is_folder = item.is_dir(follow_symlinks=False)
                if is_leaving(item.name, is_folder=is_folder):
                    continue
                if is_folder:
                    below.append((item.path, f"{above[-1]}{os.sep}{item.name}"))
                elif item.is_symlink():
                    below += self._link(item.path, above, bounds)
                else:
                    try:
                        self.files[item.path] = signed(item.stat(follow_symlinks=False))
                    except OSError:
                        continue  # one that has just gone must not hide the others
        if len(above) <= _MAX_DEPTH:
            for folder, real in below:
                self._folder(folder, (*above, real), bounds)

    def _link(self, path: str, above: tuple[str, ...], bounds: str) -> list[tuple[str, str]]:
        """See a link as what it leads to; a folder is returned, to be walked."""
        real = os.path.realpath(path)
        is_followed = is_within(real, bounds) and real not in above
        if is_followed and os.path.isdir(real):
            self.roots[path] = real
            return [(path, real)]
        self.file(path, follows=is_followed)
        return []
