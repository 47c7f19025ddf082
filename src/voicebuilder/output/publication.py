"""A site goes public as a whole: bytes in, a new output folder, never a half one.

In: an output folder that `guard` approved, and later the output paths with files laid for them. Out: `Outcome`.

1. `claim` takes the lock, repairs what a killed run left, and looks for foreign files: before any long work.
2. Whoever makes a file lays it beside the published site (`lay`), in any process.
3. `publish` makes the new site of them in a stage, on the same disk. Unchanged files are hard links.
   The stage is the site before last, brought up to date: only what changed since is made or removed.
4. The two folders change places in one step (`exchange`), or, where the system has no such call, in two renames
   that the next run repairs when it finds only the first.
5. The old site gives back what came into it meanwhile, and waits as the spare for the next stage (`retire`).

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
from voicebuilder.output import manifest, record
from voicebuilder.output.exchange import exchange
from voicebuilder.output.faults import explain, refusals
from voicebuilder.output.laying import Laid, Layer
from voicebuilder.output.lock import acquire
from voicebuilder.output.names import Keep, Roll
from voicebuilder.output.record import Record
from voicebuilder.output.retire import WorkFolder
from voicebuilder.output.stage import Stage
from voicebuilder.output.survey import Survey, again, clash_error, survey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from voicebuilder.output.record import Sign
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
    claimed = Claim(WorkFolder(work, live, report), Keep(keep), report)
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
    """An output folder that is ours alone for this run. Made by `claim`.

    Attributes:
        lay: Lays files for `publish`; may be called in other processes too.
    """

    def __init__(self, work: WorkFolder, keep: Keep, report: Report) -> None:
        self._work = work
        self._live = work.live
        self._keep = keep
        self._report = report
        self._known: Record | None = None
        self._found: Survey | None = None
        self.lay = Layer(work.path, work.live)

    def begin(self) -> None:
        """Repair what a killed run left, and refuse foreign files."""
        with refusals(self._live):
            self._work.settle()
            self._known = record.load(self._work.record, self._live)
            self._found = self._survey()
            self.lay.published = self._found.files

    def end(self) -> None:
        """Tidy up. The site is whole whatever happens here, so trouble is a warning."""
        with self._trouble_warned():
            self._work.settle()

    def intact(self, path: str) -> bool:
        """Whether the claim found at an output path the file that we published there last, touched by nobody."""
        return self._found is not None and self._found.intact(path)

    def signature(self, path: str) -> bytes | None:
        """What tells the file that we published at an output path from any other; None when it is not there as it was.

        Before `publish` it is that of the last publication, after it that of the new one. Who remembers what a file
        was made of keeps its signature beside: if that run was killed before it published, they differ.
        """
        if self._known is None or (self._found is not None and not self._found.intact(path)):
            return None
        sign = self._known.files.get(path)
        return None if sign is None else b"%d %d %d" % sign

    def publish(self, files: Iterable[tuple[str, Laid]], same: Collection[str] = ()) -> Outcome:
        """Make these files, and no others of ours, the published site.

        Args:
            files: Output paths ("/"-separated, NFC, like `posts/hello/index.html`), each once, as `lay` laid them.
                Only paths stay in memory.
            same: Output paths that stay as they are, not among `files`. Each must be `intact`; it is not read.

        Raises:
            ContentError: An output path is unsafe or given twice.
            UsageError: Foreign files came meanwhile, or stand where the site has a file.
            MachineError: The disk refuses. In each case the published site is as it was.
            ValueError: A path in `same` is not intact.
        """
        with refusals(self._live):
            if self._work.has_spare:
                files = list(files)  # made before the spare becomes the stage: a failure on the way must not cost it
            before = again(self._live, self._keep, self._found) if self._found else self._survey()
            stage = Stage(f"{self._work.path}/stage", self._live, self._work.begin_stage)
            roll = Roll(same)
            unchanged = before.signs(same) | self._place_changed(files, stage, roll)
            outcome = Outcome(len(roll.files) - len(unchanged), len(unchanged), len(before.files.keys() - roll.files))
            if not outcome.written and before.lists(roll.files):
                self._remember(before, unchanged)
                return outcome
            self._complete(stage, before, roll, unchanged)
            made = stage.finish(roll.folders, like_live=before.exists)
            known = record.wait_for_clock(f"{self._work.path}/lock", stage.newest)
            replaced = self._swap(exists=before.exists)
        self._known, self._found, self.lay.published = made if known else None, None, made.files
        self._settle_swapped(replaced, before)
        return outcome

    def _survey(self) -> Survey:
        return survey(self._live, self._keep, self._known)

    def _place_changed(self, files: Iterable[tuple[str, Laid]], stage: Stage, roll: Roll) -> dict[str, Sign]:
        """Stage what is new or other than before; the rest, with signs."""
        unchanged = {}
        for path, laid in files:
            roll.add(path)
            if laid.file:
                stage.place(path, laid)
            else:
                unchanged[path] = laid.sign
        return unchanged

    def _remember(self, before: Survey, unchanged: dict[str, Sign]) -> None:
        """Keep a record of a site that has none, or of files that were touched and hold the same."""
        now = before.record
        if self._known is None or unchanged != self._known.files:
            self._known, self._found = Record(now.manifest, unchanged, now.folders), None
            record.save(self._work.record, self._known)

    def _complete(self, stage: Stage, before: Survey, roll: Roll, unchanged: dict[str, Sign]) -> None:
        clashes = [path for path in before.kept if roll.clashes(path) or path.split("/")[0] == manifest.MANIFEST]
        if clashes:
            raise clash_error(self._live, clashes)
        stage.take(unchanged)
        for path in before.kept:
            stage.carry(path, roll.folders)
        stage.place(manifest.MANIFEST, self.lay(manifest.MANIFEST, manifest.encode(roll.files)))

    def _swap(self, *, exists: bool) -> str:
        """Publish the stage; the name of the replaced site in the work folder."""
        stage, ready, old = (f"{self._work.path}/{name}" for name in ("stage", "ready", "old"))
        if not exists:
            os.rename(stage, self._live)
            return ""
        os.rename(stage, ready)
        if exchange(ready, self._live):
            return "ready"
        os.rename(self._live, old)
        os.rename(ready, self._live)
        return "old"

    def _settle_swapped(self, replaced: str, before: Survey) -> None:
        with self._trouble_warned():
            if self._known:
                record.save(self._work.record, self._known)
            if replaced:
                self._work.retire(replaced, before.record)

    @contextmanager
    def _trouble_warned(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = f"{explain(error, self._work.path).message}; it is not needed any more"
            hint = f"The next build will go on with {self._work.path}."
            self._report.problem(Problem(message, hint, severity=Severity.WARNING))
