"""The next site, made in a folder of its own beside the published one.

In: output paths with bytes or source files, and the published folder for what stays. Out: a whole folder, ready to
be swapped in. Every file is new (`O_EXCL`), so nothing is followed or overwritten; what did not change is a hard
link to the published file and keeps its inode, mtime and bytes. Modes are 0644 and 0755 whatever the umask.

A large site begins with its spare (see `retire`): folders are used again, a name in it stays only when it is the very
file that is published, all else goes.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

from voicebuilder.output import contents

_FOLDER_MODE = 0o755
# What file systems answer that have no hard links, or no more for this file.
_NO_LINK = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class Stage:
    """A site in the making.

    Args:
        root: The folder to make it in; must not exist yet, appears with the first file.
        live: The published folder; need not exist.
        spare: A folder of ours to begin with; need not exist.
    """

    def __init__(self, root: str, live: str, spare: str) -> None:
        self._root = root
        self._live = live
        self._spare = spare
        self._folders: set[str] = set()
        self._spare_folders: set[str] = set()
        self._spare_files: set[str] = set()
        self._carried: dict[str, int] = {}

    def write(self, path: str, content: bytes | Path) -> None:
        """Make a file from bytes, or as a copy of a source file.

        Raises:
            ContentError: The source cannot be read, or the disk takes this path and another for one.
            OSError: The disk refuses.
        """
        self._make_folder(path.rpartition("/")[0])
        self._make_room(path)
        target = f"{self._root}/{path}"
        if isinstance(content, Path):
            contents.copy(content, target)
        else:
            contents.write(content, target)

    def link(self, path: str) -> None:
        """Take one of our files as it is published."""
        self._make_folder(path.rpartition("/")[0])
        self._take(path)

    def carry(self, path: str) -> None:
        """Take a foreign file, symlink, or empty folder ("/" at the end); all of our own must be in before."""
        folder = path.rpartition("/")[0]
        while folder and folder not in self._folders and folder not in self._carried:
            self._carried[folder] = stat.S_IMODE(os.lstat(f"{self._live}/{folder}").st_mode)
            folder = folder.rpartition("/")[0]
        self._make_folder(path.rpartition("/")[0])
        if not path.endswith("/"):
            self._take(path)

    def finish(self, *, like_live: bool) -> None:
        """Remove the rest of the spare, and give folders that are not ours their modes.

        Modes come last, for a read-only folder takes no files.

        Args:
            like_live: There is a published folder; whoever made it chose its mode.
        """
        self._remove_spare("")
        if like_live:
            os.chmod(self._root, stat.S_IMODE(os.lstat(self._live).st_mode))
        for folder, mode in self._carried.items():
            os.chmod(f"{self._root}/{folder}", mode)

    def _make_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        if folder:
            self._make_folder(folder.rpartition("/")[0])
        else:
            self._begin()
        self._folders.add(folder)
        path = f"{self._root}/{folder}"
        if folder in self._spare_folders:
            self._spare_folders.discard(folder)
        else:
            self._make_room(folder)
            os.mkdir(path, _FOLDER_MODE)
        # The umask cuts mkdir's mode, and a spare folder may have been changed by hand.
        if stat.S_IMODE(os.lstat(path).st_mode) != _FOLDER_MODE:
            os.chmod(path, _FOLDER_MODE)

    def _begin(self) -> None:
        if not os.path.isdir(self._spare):
            return
        os.rename(self._spare, self._root)
        pending = [""]
        while pending:
            folder = pending.pop()
            self._spare_folders.add(folder)
            with os.scandir(f"{self._root}/{folder}") as scan:
                for entry in scan:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(path)
                    else:
                        self._spare_files.add(path)

    def _make_room(self, path: str) -> None:
        """Remove what the spare has at a path where something new comes."""
        if path in self._spare_files:
            self._spare_files.discard(path)
            os.unlink(f"{self._root}/{path}")
        elif path in self._spare_folders:
            self._remove_spare(path + "/")
            self._spare_folders.discard(path)
            os.rmdir(f"{self._root}/{path}")

    def _remove_spare(self, prefix: str) -> None:
        """Remove what is left of the spare under a prefix, deepest first."""
        for path in [path for path in self._spare_files if path.startswith(prefix)]:
            self._spare_files.discard(path)
            os.unlink(f"{self._root}/{path}")
        for path in sorted((path for path in self._spare_folders if path.startswith(prefix)), reverse=True):
            self._spare_folders.discard(path)
            os.rmdir(f"{self._root}/{path}")

    def _take(self, path: str) -> None:
        source, target = f"{self._live}/{path}", f"{self._root}/{path}"
        if path in self._spare_files and os.path.samestat(os.lstat(source), os.lstat(target)):
            self._spare_files.discard(path)
            return
        self._make_room(path)
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINK:
                raise
            shutil.copy2(source, target, follow_symlinks=False)
