"""A site goes public as a whole: bytes in, a new output folder, never a half one.

In: an output folder that `guard` approved, and later the output paths with their bytes. Out: `Outcome`.

1. `claim` takes the lock, repairs what a killed run left, and looks for foreign files: before any long work.
2. `publish` makes the new site in a stage beside the published one, on the same disk. Unchanged files are hard links.
3. The two folders change places in one step (`exchange`), or, where the system has no such call, in two renames
   that the next run repairs when it finds only the first.
4. The old site is removed by its manifest (`retire`), then the work folder. Of a large site a spare stays there.

A process that is killed at any moment leaves the old site or the new one. A power cut is not covered: that would need
an fsync of every file and folder, many times the cost of the build, for a folder that a build can make again.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.output import contents, manifest
from voicebuilder.output.exchange import exchange
from voicebuilder.output.faults import explain, refusals
from voicebuilder.output.lock import acquire
from voicebuilder.output.names import Keep, Roll
from voicebuilder.output.retire import settle
from voicebuilder.output.stage import Stage
from voicebuilder.output.survey import Survey, clash_error, survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from voicebuilder.report import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publication did, in files; kept files and the manifest do not count.

    Attributes:
        written: New, or with other bytes than before.
        unchanged: As before, down to inode and mtime.
        removed: Ours from before that the site does not have any more.
    """

    written: int
    unchanged: int
    removed: int


@contextmanager
def claim(output: Path, keep: Sequence[str], report: Report) -> Iterator[Claim]:
    """Take an output folder for this run; call it before the long work.

    Args:
        output: The folder, as `guard` returned it; need not exist.
        keep: Globs of foreign files that stay: `*` and `?` stop at "/", `**` does not, a folder stands for all in it.
        report: Is told when a foreign file had to be moved.

    Yields:
        The claim; it ends with the block, and an unfinished stage goes with it.

    Raises:
        UsageError: Foreign files are in the folder; all are listed.
        MachineError: Another build holds the folder, or the disk refuses.
    """
    live = str(output)
    work = f"{output.parent}/.{output.name}.voicebuilder"
    with refusals(live):
        os.makedirs(output.parent, exist_ok=True)
        lock = acquire(work, live)
    claimed = Claim(live, work, Keep(keep), report)
    try:
        claimed.begin()
        yield claimed
    finally:
        if lock.held:  # not in a forked worker that unwinds
            try:
                claimed.end()
            finally:
                lock.release()


class Claim:
    """An output folder that is ours alone for this run. Made by `claim`."""

    def __init__(self, live: str, work: str, keep: Keep, report: Report) -> None:
        self._live = live
        self._work = work
        self._keep = keep
        self._report = report

    def begin(self) -> None:
        """Repair what a killed run left, and refuse foreign files."""
        with refusals(self._live):
            settle(self._work, self._live, self._report)
            survey(self._live, self._keep)

    def end(self) -> None:
        """Tidy up. The site is whole whatever happens here, so trouble is a warning."""
        try:
            settle(self._work, self._live, self._report)
        except OSError as error:
            message = f"{explain(error, self._work).message}; it is not needed any more"
            hint = f"The next build will remove {self._work}."
            self._report.problem(Problem(message, hint, severity=Severity.WARNING))

    def publish(self, files: Iterable[tuple[str, bytes | Path]]) -> Outcome:
        """Make these files, and no others of ours, the published site.

        Args:
            files: Output paths ("/"-separated, NFC, like `posts/hello/index.html`), each once, with their bytes or
                the source file to copy. Taken one by one: only paths stay in memory.

        Raises:
            ContentError: An output path is unsafe or given twice; a source file cannot be read.
            UsageError: Foreign files came meanwhile, or stand where the site has a file.
            MachineError: The disk refuses. In each case the published site is as it was.
        """
        with refusals(self._live):
            before = survey(self._live, self._keep)
            stage = Stage(f"{self._work}/stage", self._live, f"{self._work}/spare")
            roll = Roll()
            unchanged = self._write_changed(files, before, stage, roll)
            listing = manifest.encode(roll.files)
            if before.exists and len(unchanged) == len(roll.files) and listing == before.manifest.content:
                return Outcome(0, len(unchanged), 0)
            self._complete(stage, before, roll, unchanged)
            stage.write(manifest.MANIFEST, listing)
            stage.finish(like_live=before.exists)
            self._swap(exists=before.exists)
        self.end()
        return Outcome(len(roll.files) - len(unchanged), len(unchanged), len(before.ours - roll.files))

    def _write_changed(
        self, files: Iterable[tuple[str, bytes | Path]], before: Survey, stage: Stage, roll: Roll
    ) -> list[str]:
        """Stage what is new or other than before; the paths of the rest."""
        unchanged = []
        for path, content in files:
            roll.add(path)
            if path in before.ours and contents.holds(f"{self._live}/{path}", content):
                unchanged.append(path)
            else:
                stage.write(path, content)
        return unchanged

    def _complete(self, stage: Stage, before: Survey, roll: Roll, unchanged: list[str]) -> None:
        clashes = [path for path in before.kept if roll.clashes(path) or path.split("/")[0] == manifest.MANIFEST]
        if clashes:
            raise clash_error(self._live, clashes)
        for path in unchanged:
            stage.link(path)
        for path in before.kept:
            stage.carry(path)

    def _swap(self, *, exists: bool) -> None:
        stage, ready, old = (f"{self._work}/{name}" for name in ("stage", "ready", "old"))
        if not exists:
            os.rename(stage, self._live)
            return
        os.rename(stage, ready)
        if not exchange(ready, self._live):
            os.rename(self._live, old)
            os.rename(ready, self._live)
