"""What one of our trees was like when we left it, so that the next run need only look at what changed since.

In: a root folder and the record of it. Out: a `Sight`, what is in the tree now. Records lie in the work folder beside
the trees; a missing, damaged, or foreign one makes a run slower, never wrong: all names are listed then.

A file is known again by inode, size and modification time, a folder by its modification time, which changes with each
name that comes or goes. The change time would say more, but each new hard link to a file moves it. Times are only
recorded of what nobody else could reach, and a tree is shown after the disk's clock has moved on (`wait_for_clock`):
so whatever anyone changes in it afterwards bears another time, however coarse the clock is.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder.memo import Table
from voicebuilder.output import manifest
from voicebuilder.output.manifest import MANIFEST, Manifest

if TYPE_CHECKING:
    from collections.abc import Collection

FILE_MODE = 0o644
FOLDER_MODE = 0o755
LOOK = 0  # the time of a folder that must be listed
_FILE = stat.S_IFREG | FILE_MODE
_FOLDER = stat.S_IFDIR | FOLDER_MODE
_VERSION = "output 1"
_PATIENCE = 50  # milliseconds: no clock of a disk that keeps fractions of a second stands still for longer

Sign = tuple[int, int, int]  # inode, size in bytes, modification time in ns
UNSIGNED: Sign = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """Our part of a tree.

    Attributes:
        manifest: The sign of its manifest, which tells this tree from all others; `UNSIGNED` when it has none.
        files: Our files by path, with their signs.
        folders: Their folders by path ("" is the root), with modification times in ns, or `LOOK`.
    """

    manifest: Sign
    files: dict[str, Sign]
    folders: dict[str, int]


NOTHING = Record(UNSIGNED, {}, {})


@dataclass(frozen=True, slots=True)
class Sight:
    """A tree as it is now.

    Attributes:
        record: The record that it was held against.
        trusted: Folders that have the names that they had.
        listed: Folders of the record that must be listed.
        files: Our files that are there; their signs are of now only in folders that were listed.
        strange: Folders that the record does not have, each after the one that it is in.
        foreign: Files and symlinks that we did not make, and empty folders (with "/" at the end).
        special: Pipes, sockets, devices.
    """

    record: Record
    trusted: dict[str, int]
    listed: list[str]
    files: dict[str, Sign]
    strange: list[str]
    foreign: list[str]
    special: list[str]

    def again(self, root: str) -> Sight:
        """What is in the folders that were listed, looked at once more."""
        _, listed = _changed_folders(root, dict.fromkeys(self.listed, LOOK))
        return _walk(root, self.record, self.trusted, listed)

    def now(self) -> Record:
        """The record of what is there."""
        folders = self.trusted | dict.fromkeys(self.listed, LOOK)
        if self.strange:
            ours = folders_of(self.files)
            folders |= {folder: LOOK for folder in self.strange if folder in ours}
        return Record(self.record.manifest, self.files, folders)


def sign(info: os.stat_result) -> Sign:
    """What a file is known by."""
    return info.st_ino, info.st_size, info.st_mtime_ns


def load(file: str, root: str) -> Record | None:
    """The record of a tree; None when there is none that can be trusted to be of this tree."""
    record = _table(file).load()
    return record if record and record.manifest == _manifest_sign(root) else None


def save(file: str, record: Record) -> None:
    """Keep a record; when the disk refuses, the next run is slower."""
    _table(file).save(record)


def from_manifest(root: str, listed: Manifest) -> Record:
    """The record of a tree of which only the manifest is known: every folder must be listed."""
    known = _manifest_sign(root) if listed.content else UNSIGNED
    return Record(known, dict.fromkeys(listed.paths, UNSIGNED), {"": LOOK})


def of_tree(file: str, root: str) -> Record:
    """The record of a tree, or, where there is none, what its manifest says.

    Raises:
        UsageError: A newer voicebuilder made the tree.
        OSError: It cannot be read.
    """
    return load(file, root) or from_manifest(root, manifest.read(root))


def look(root: str, record: Record) -> Sight:
    """Find what is in a tree. Only folders that changed since the record are listed; symlinks are not followed.

    Raises:
        OSError: The tree cannot be read.
    """
    return _walk(root, record, *_changed_folders(root, record.folders))


def changed_files(root: str, sight: Sight) -> set[str]:
    """The files of ours that are not those of the record any more, or have another mode than we give."""
    changed = set()
    for path in sight.files:
        try:
            info = os.lstat(f"{root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            changed.add(path)
            continue
        # Written out: this runs for each file of each build.
        if (info.st_ino, info.st_size, info.st_mtime_ns) != sight.record.files[path] or info.st_mode != _FILE:
            changed.add(path)
    return changed


def folders_of(paths: Collection[str]) -> set[str]:
    """Every folder that these files are in, the root too."""
    folders = {""}
    level = {path.rpartition("/")[0] for path in paths}
    while level := level - folders:
        folders |= level
        level = {folder.rpartition("/")[0] for folder in level}
    return folders


def wait_for_clock(file: str, moment: int) -> bool:
    """Wait until what changes on the disk gets a later time than a moment.

    Args:
        file: One of our own on that disk, to try it.
        moment: A modification time there, in ns.

    Returns:
        False when the clock is too coarse to wait for; such times tell nothing.
    """
    for _ in range(_PATIENCE):
        os.utime(file)
        if os.lstat(file).st_mtime_ns > moment:
            return True
        time.sleep(0.001)
    return False


def _table(file: str) -> Table[Record]:
    return Table(Path(file), _VERSION, Record)


def _manifest_sign(root: str) -> Sign:
    try:
        return sign(os.lstat(f"{root}/{MANIFEST}"))
    except FileNotFoundError:
        return UNSIGNED


def _changed_folders(root: str, folders: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """The folders that are as they were, and those to list; not those that are gone, or below something else now."""
    changed: list[str] = []
    gone: list[str] = []
    for folder, moment in folders.items():
        try:
            info = os.lstat(f"{root}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            if not folder:
                raise
            gone.append(folder)
            continue
        # The root has the mode that its maker chose.
        if info.st_mtime_ns == moment and (info.st_mode == _FOLDER or not folder):
            continue
        (changed if stat.S_ISDIR(info.st_mode) else gone).append(folder)
    other = {*changed, *gone}
    under = tuple(f"{folder}/" for folder in gone)
    same = {folder: moment for folder, moment in folders.items() if folder not in other} if other else folders
    if under:
        same = {folder: moment for folder, moment in same.items() if not folder.startswith(under)}
        changed = [folder for folder in changed if not folder.startswith(under)]
    return same, changed


def _walk(root: str, record: Record, trusted: dict[str, int], listed: list[str]) -> Sight:
    files = record.files
    if len(trusted) < len(record.folders):
        files = {path: known for path, known in files.items() if path.rpartition("/")[0] in trusted}
    sight = Sight(record, trusted, listed, files, [], [], [])
    pending, empty = listed[::-1], []
    while pending:
        folder = pending.pop()
        with os.scandir(f"{root}/{folder}") as scan:
            entries = list(scan)
        if folder and not entries:
            empty.append(folder)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_dir(follow_symlinks=False):
                _sort(entry, path, sight)
            elif path not in record.folders:
                sight.strange.append(path)
                pending.append(path)
    if empty:
        ours = folders_of(record.files)  # ours too, when someone emptied it
        sight.foreign.extend(f"{folder}/" for folder in empty if folder not in ours)
    return sight


def _sort(entry: os.DirEntry[str], path: str, sight: Sight) -> None:
    if entry.is_symlink():
        sight.foreign.append(path)
    elif not entry.is_file(follow_symlinks=False):
        sight.special.append(path)
    elif path in sight.record.files:
        sight.files[path] = sign(entry.stat(follow_symlinks=False))
    elif path != MANIFEST or sight.record.manifest == UNSIGNED:
        sight.foreign.append(path)
