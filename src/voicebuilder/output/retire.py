"""Bring the work folder to rest after a publication, or after a run that was killed.

In: the work folder and the published one. Out: a published folder that is whole, and an empty work folder. What a
replaced site holds of ours is removed, by its manifest; a foreign file in it moves to the published folder, or, when
something else stands there, to the folder "<output>.saved". Nothing foreign is ever deleted.

A work folder can hold `stage` (a site in the making: all of it is ours), `ready` (a site that is about to be swapped
in, or the one that was swapped out: the same care serves both), `old` (the published site while it steps aside on
systems that cannot exchange folders) and `spare`.

The spare is what is left of a large replaced site: folders, hard links to the same pages, nothing foreign. The next
stage begins with it, for making and removing ten thousand folders takes seconds on a busy disk, looking at them does
not. It may be deleted at any time; `Stage` trusts nothing in it.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.output import contents
from voicebuilder.output.faults import shown
from voicebuilder.output.manifest import MANIFEST, read

if TYPE_CHECKING:
    from voicebuilder.report import Report


SPARE_FROM = 1000  # files: a smaller site is made anew faster than anyone can see, and leaves nothing behind


def settle(work: str, live: str, report: Report) -> None:
    """Finish what is begun; doing it again does no harm.

    Raises:
        UsageError: A newer voicebuilder left its work there.
        OSError: The disk refuses; what is left is safe, and the next run goes on with it.
    """
    old, ready, stage, spare = (f"{work}/{name}" for name in ("old", "ready", "stage", "spare"))
    if os.path.lexists(old) and not os.path.lexists(live):
        os.rename(old, live)  # killed between the two renames
    for replaced in (ready, old):
        if os.path.lexists(replaced):
            _retire(replaced, live, spare, report)
    if os.path.lexists(stage):
        _Retirement(stage, live, report, all_ours=True).run()


def _retire(replaced: str, live: str, spare: str, report: Report) -> None:
    retirement = _Retirement(replaced, live, report)
    if len(retirement.ours) >= SPARE_FROM and not os.path.lexists(spare):
        retirement.run(only_foreign=True)
        os.rename(replaced, spare)
    else:
        retirement.run()


class _Retirement:
    """The end of a folder that is not published any more."""

    def __init__(self, root: str, live: str, report: Report, *, all_ours: bool = False) -> None:
        self._root = root
        self._live = live
        self._report = report
        self._all_ours = all_ours
        self._only_foreign = False
        self.ours = frozenset() if all_ours else read(root).paths

    def run(self, *, only_foreign: bool = False) -> None:
        """Take everything out and remove the folder, or only give back what is foreign."""
        self._only_foreign = only_foreign
        self._empty("")
        if only_foreign:
            return
        if os.path.lexists(f"{self._root}/{MANIFEST}"):
            os.unlink(f"{self._root}/{MANIFEST}")  # last: until then it tells ours from theirs
        os.rmdir(self._root)

    def _empty(self, prefix: str) -> bool:
        """Whether nothing stays in the folder."""
        try:
            return self._empty_open(prefix)
        except PermissionError:
            os.chmod(f"{self._root}/{prefix}", 0o700)  # a kept folder may be read-only
            return self._empty_open(prefix)

    def _empty_open(self, prefix: str) -> bool:
        stays = 0
        with os.scandir(f"{self._root}/{prefix}") as scan:
            # In the order of the disk: ext4 removes ten thousand folders in one second so, in twenty by name hash.
            entries = sorted(scan, key=os.DirEntry.inode)
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if self._empty(path + "/"):
                    os.rmdir(f"{self._root}/{path}")
                else:
                    stays += 1
            elif path == MANIFEST:
                stays += 1
            elif not (self._all_ours or (path in self.ours and entry.is_file(follow_symlinks=False))):
                self._give_back(path)
            elif self._only_foreign:
                stays += 1
            else:
                os.unlink(f"{self._root}/{path}")
        return not stays

    def _give_back(self, path: str) -> None:
        source, target = f"{self._root}/{path}", f"{self._live}/{path}"
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
        place = f"{self._live}/{folder}"
        try:
            return stat.S_ISDIR(os.lstat(place.rstrip("/")).st_mode)
        except FileNotFoundError:
            os.mkdir(place, 0o755)
            return True

    def _save(self, source: str, path: str) -> None:
        saved = target = f"{self._live}.saved/{path}"
        number = 1
        while os.path.lexists(target):
            number += 1
            target = f"{saved}.{number}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.rename(source, target)
        message = (
            f'the file "{shown(path)}" came into {shown(self._live)} during a publication, where the site has its own'
        )
        hint = f"It is now {shown(target)}; look at it and move it where it belongs."
        self._report.problem(Problem(message, hint, severity=Severity.WARNING))
