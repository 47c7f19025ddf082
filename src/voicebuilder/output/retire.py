"""Bring the work folder to rest after a publication, or after a run that was killed.

In: the work folder and the published one. Out: a published folder that is whole, and the replaced site as the spare.
A foreign file in it moves to the published folder, or, when something else stands there, to "<output>.saved".
Nothing foreign is ever deleted.

A work folder can hold files on their way into the stage, `stage` (a site in the making: all of it is ours), `ready` (a
site that is about to be swapped in, or the one that was swapped out: the same care serves both), `old` (the published
site while it steps aside on systems that cannot exchange folders), `spare`, and the records of the published site and
of the spare.

The spare is what is left of the replaced site: folders, and hard links to the same pages. The next stage begins with
it, so that a build makes and removes only what changed. All of a work folder may be deleted when no build runs.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.output import contents, manifest, record
from voicebuilder.output.faults import shown
from voicebuilder.output.laying import LAID

if TYPE_CHECKING:
    from collections.abc import Callable

    from voicebuilder.output.record import Record
    from voicebuilder.report import Report

_NOT_EMPTY = {errno.ENOTEMPTY, errno.EEXIST}  # POSIX allows either


class WorkFolder:
    """What lies beside a published folder: `path` "/" the names above."""

    def __init__(self, path: str, live: str, report: Report) -> None:
        self.path = path
        self.live = live
        self.record = f"{path}/site.record"
        self._spare = f"{path}/spare"
        self._spare_record = f"{path}/spare.record"
        self._report = report

    @property
    def has_spare(self) -> bool:
        """Whether a publication can begin with what is left of the site before last."""
        return os.path.lexists(self._spare)

    def settle(self) -> None:
        """Finish what is begun; doing it again does no harm.

        Raises:
            UsageError: A newer voicebuilder left its work there.
            OSError: The disk refuses; what is left is safe, and the next run goes on with it.
        """
        names = {*os.listdir(self.path)}
        if "old" in names and not os.path.lexists(self.live):
            os.rename(f"{self.path}/old", self.live)  # killed between the two renames
            names.discard("old")
        for name in names:
            if name.endswith((LAID, ".tmp")):
                os.unlink(f"{self.path}/{name}")  # a file that never came to its place, a record not written to its end
        for name in names & {"ready", "old"}:
            root = f"{self.path}/{name}"
            self.retire(name, record.from_manifest(root, manifest.read(root)))
        if "stage" in names:
            _remove(f"{self.path}/stage")

    def retire(self, name: str, known: Record) -> None:
        """Make a replaced site the spare.

        Args:
            name: Its name in the work folder.
            known: The record of it.
        """
        if os.path.lexists(self._spare):
            self._clear(self._spare, record.of_tree(self._spare_record, self._spare))
            _remove(self._spare)
        left = self._clear(f"{self.path}/{name}", known)
        record.save(self._spare_record, left)
        os.rename(f"{self.path}/{name}", self._spare)

    def begin_stage(self) -> Record:
        """Make the stage of the spare, or an empty one; what is in it."""
        stage = f"{self.path}/stage"
        if os.path.lexists(self._spare):
            known = record.of_tree(self._spare_record, self._spare)
            if known.manifest != record.UNSIGNED:
                left = self._clear(self._spare, known)
                os.rename(self._spare, stage)
                return left
            _remove(self._spare)  # nothing tells what is in it; when it became the spare, all of it was ours
        os.mkdir(stage, record.FOLDER_MODE)
        return record.NOTHING

    def _clear(self, root: str, known: Record) -> Record:
        """Give back what is foreign in a tree of ours; the record of the rest."""
        sight = record.look(root, known)
        for path in sorted((*sight.foreign, *sight.special)):
            if not path.endswith("/"):
                _freely(self._give_back, root, path)
        for folder in reversed(sight.strange):
            _freely(_remove_folder, root, folder)
        return sight.now()

    def _give_back(self, root: str, path: str) -> None:
        source, target = f"{root}/{path}", f"{self.live}/{path}"
        if not os.path.lexists(target) and self._has_folder(path.rpartition("/")[0]):
            os.rename(source, target)
        elif os.path.lexists(target) and contents.equal(source, target):
            os.unlink(source)
        else:
            self._save(source, path)

    def _has_folder(self, folder: str) -> bool:
        """Whether the published site has, or can have, this folder: a real one, at no place through a symlink."""
        if folder and not self._has_folder(folder.rpartition("/")[0]):
            return False
        place = f"{self.live}/{folder}"
        try:
            return stat.S_ISDIR(os.lstat(place.rstrip("/")).st_mode)
        except FileNotFoundError:
            os.mkdir(place, record.FOLDER_MODE)
            return True

    def _save(self, source: str, path: str) -> None:
        saved = target = f"{self.live}.saved/{path}"
        number = 1
        while os.path.lexists(target):
            number += 1
            target = f"{saved}.{number}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.rename(source, target)
        message = (
            f'the file "{shown(path)}" came into {shown(self.live)} during a publication, where the site has its own'
        )
        hint = f"It is now {shown(target)}; look at it and move it where it belongs."
        self._report.problem(Problem(message, hint, severity=Severity.WARNING))


def _freely(act: Callable[[str, str], None], root: str, path: str) -> None:
    """Take a name out of a folder that may be read-only, as kept ones are."""
    try:
        act(root, path)
    except PermissionError:
        os.chmod(os.path.dirname(f"{root}/{path}"), 0o700)
        act(root, path)


def _remove_folder(root: str, path: str) -> None:
    try:
        os.rmdir(f"{root}/{path}")
    except OSError as error:
        if error.errno not in _NOT_EMPTY:
            raise


def _remove(folder: str) -> None:
    try:
        _empty(folder)
    except PermissionError:
        os.chmod(folder, 0o700)
        _empty(folder)
    os.rmdir(folder)


def _empty(folder: str) -> None:
    with os.scandir(folder) as scan:
        # In the order of the disk: ext4 removes ten thousand folders in one second so, in twenty by name hash.
        entries = sorted(scan, key=os.DirEntry.inode)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _remove(entry.path)
        else:
            os.unlink(entry.path)
