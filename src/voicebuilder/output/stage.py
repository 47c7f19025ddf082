"""The next site, made in a folder of its own beside the published one.

In: output paths with bytes or source files, and the published folder for what stays. Out: a whole folder, ready to
be swapped in, and its record. Every file is new (`O_EXCL`), so nothing is followed or overwritten; what did not
change is a hard link to the published file and keeps its inode, mtime and bytes. Modes are 0644 and 0755 whatever
the umask.

It begins with what the spare has (see `retire`): a link to the very file that is published stays, all else makes room.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import errno
import os
import shutil
import stat
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.output.faults import shown
from voicebuilder.output.manifest import MANIFEST
from voicebuilder.output.record import FOLDER_MODE, LOOK, UNSIGNED, Record, Sign, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voicebuilder.output.laying import Laid

# What file systems answer that have no hard links, or no more for this file.
_NO_LINK = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class Stage:
    """A site in the making.

    Args:
        root: The folder to make it in.
        live: The published folder; need not exist.
        begin: Makes the root when the first file comes, and says what is in it.
    """

    def __init__(self, root: str, live: str, begin: Callable[[], Record]) -> None:
        self._root = root
        self._live = live
        self._begin = begin
        self._begun = False
        self._spare_files: dict[str, Sign] = {}
        self._spare_folders: dict[str, int] = {}
        self._files: dict[str, Sign] = {}
        self._folders: set[str] = {""}
        self._touched: set[str] = {""}
        self._carried: dict[str, int] = {}
        self._mixed: set[str] = set()
        self.newest = 0

    def place(self, path: str, laid: Laid) -> None:
        """Put a laid file in its place.

        Raises:
            ContentError: The disk takes this path and another for one.
            OSError: The disk refuses.
        """
        self._make_place(path)
        target = f"{self._root}/{path}"
        if os.path.lexists(target):
            message = f'this disk takes the path "{shown(path)}" and another one for the same'
            raise ContentError(Problem(message, "Give one another slug."))
        try:
            os.rename(laid.file, target)
        except OSError as error:
            raise OSError(error.errno, error.strerror, f"{self._live}/{path}") from error
        self._files[path] = laid.sign
        self.newest = max(self.newest, laid.sign[2])

    def take(self, published: Mapping[str, Sign]) -> None:
        """Take files of ours as they are published; their signs are those of the published ones."""
        self._start()
        for path, known in published.items():
            if self._spare_files.get(path) == known:
                self._files[path] = known
            else:
                self._files[path] = known if self._link(path) else sign(os.lstat(f"{self._root}/{path}"))

    def carry(self, path: str, ours: set[str]) -> None:
        """Take a foreign file, symlink, or empty folder ("/" at the end); all of our own must be in before.

        Args:
            path: Its path.
            ours: All folders that hold files of ours.
        """
        folder = path.rpartition("/")[0]
        while folder not in ours:
            self._carried[folder] = stat.S_IMODE(os.lstat(f"{self._live}/{folder}").st_mode)
            folder = folder.rpartition("/")[0]
        self._mixed.add(folder)
        if path.endswith("/"):
            self._make_folder(path[:-1])
        else:
            self._link(path)

    def finish(self, folders: set[str], *, like_live: bool) -> Record:
        """Remove the rest of the spare, set modes, and take times.

        Modes come last, for a read-only folder takes no files.

        Args:
            folders: All folders that hold files of ours.
            like_live: There is a published folder; whoever made it chose its mode.

        Returns:
            The record of the new site. `newest` is then the time of the last change in it, in ns.
        """
        for path in [path for path in self._spare_files if path not in self._files]:
            self._make_room(path)
        self._remove_folders(self._spare_folders.keys() - folders - self._carried.keys())
        if like_live:
            os.chmod(self._root, stat.S_IMODE(os.lstat(self._live).st_mode))
        for folder, mode in self._carried.items():
            os.chmod(f"{self._root}/{folder}", mode)
        return Record(self._files.pop(MANIFEST), self._files, self._times(folders, like_live=like_live))

    def _times(self, folders: set[str], *, like_live: bool) -> dict[str, int]:
        known = {
            folder: moment
            for folder, moment in self._spare_folders.items()
            if moment != LOOK and folder in folders and folder not in self._touched
        }
        for folder in folders - known.keys():
            path = f"{self._root}/{folder}"
            info = os.lstat(path)
            # The umask cuts mkdir's mode, and a spare folder may have been changed by hand.
            if stat.S_IMODE(info.st_mode) != FOLDER_MODE and (folder or not like_live):
                os.chmod(path, FOLDER_MODE)
            known[folder] = info.st_mtime_ns
            self.newest = max(self.newest, info.st_mtime_ns)
        return known | dict.fromkeys(self._mixed, LOOK)

    def _start(self) -> None:
        if not self._begun:
            self._begun = True
            spare = self._begin()
            self._spare_files = dict(spare.files)
            self._spare_folders = dict(spare.folders)
            self._folders |= self._spare_folders.keys()
            if spare.manifest != UNSIGNED:
                self._spare_files[MANIFEST] = spare.manifest

    def _make_place(self, path: str) -> None:
        self._start()
        self._make_folder(path.rpartition("/")[0])
        self._make_room(path)
        self._touched.add(path.rpartition("/")[0])

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            self._make_place(folder)
            os.mkdir(f"{self._root}/{folder}", FOLDER_MODE)
            self._folders.add(folder)
            self._touched.add(folder)

    def _make_room(self, path: str) -> None:
        """Remove what the spare has at a path where something else comes, or nothing."""
        if self._spare_files.pop(path, None):
            os.unlink(f"{self._root}/{path}")
            self._touched.add(path.rpartition("/")[0])
        elif path in self._spare_folders:
            for file in [file for file in self._spare_files if file.startswith(f"{path}/")]:
                self._make_room(file)
            self._remove_folders({path, *(inner for inner in self._spare_folders if inner.startswith(f"{path}/"))})

    def _remove_folders(self, folders: set[str]) -> None:
        for folder in sorted(folders, reverse=True):
            os.rmdir(f"{self._root}/{folder}")
            del self._spare_folders[folder]
            self._folders.discard(folder)
            self._touched.add(folder.rpartition("/")[0])

    def _link(self, path: str) -> bool:
        """Take a published file; False when it is a copy."""
        self._make_place(path)
        source, target = f"{self._live}/{path}", f"{self._root}/{path}"
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINK:
                raise
            shutil.copy2(source, target, follow_symlinks=False)
            return False
        return True
