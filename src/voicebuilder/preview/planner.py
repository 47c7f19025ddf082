"""The plan of the site, kept up to date while its writer writes: the plan of a build, with a build's memory.

In: the site folder, and paths that may have changed. Out: `State`. A plan with errors never takes the place of a good
one.
"""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder import build, config, content, kinds
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.content.decode import MAX_BYTES
from voicebuilder.errors import Problem, VoicebuilderError
from voicebuilder.memo import code_version, fingerprint, of_bytes
from voicebuilder.model.sources import STATIC_FOLDER
from voicebuilder.preview.state import State
from voicebuilder.preview.watching.snapshot import Places
from voicebuilder.report import Report
from voicebuilder.revision import revise
from voicebuilder.theme.find import OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from voicebuilder.build import Plan
    from voicebuilder.config import Config

# Where a site keeps themes of its own.
_THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a preview is to show.

    Attributes:
        site: The site folder, absolute.
        with_drafts: Drafts and scheduled entries too.
        clock: The time, aware.
    """

    site: Path
    with_drafts: bool
    clock: Callable[[], datetime]


class Planner:
    """Keeps the plan; belongs to one thread at a time, but `state` may be read by all."""

    def __init__(self, wishes: Wishes) -> None:
        """Begin with nothing planned."""
        self._wishes = wishes
        self._version = code_version(Path(build.__file__).parent, build.LIBRARIES)
        self._memory: tuple[str, content.Memory] | None = None
        self._report = Report()  # of the plan
        self._is_good = False
        self._is_whole = False  # the memory stands on every text of the site
        self._theme = ""  # that the config names, also when it cannot be read
        self._pending: set[Path] = set()  # saved since the plan was made
        self._digests: dict[Path, bytes] = {}
        self.due: datetime | None = None  # when time alone will change what is shown
        self.state = State(wishes.site, None, None, (), (), wishes.clock(), 0.0)

    @property
    def places(self) -> Places:
        """Where a change may concern the plan."""
        site, plan = self._wishes.site, self.state.plan
        folders = [site / name for name in (*kinds.BY_FOLDER, STATIC_FOLDER, OVERRIDES, _THEMES)]
        layers = [layer.folder for layer in plan.look.layers] if plan else []
        named = [site / self._theme] if self._theme and site in (site / self._theme).parents else []
        further = [one for one in (*layers, *named) if not any(one.is_relative_to(folder) for folder in folders)]
        return Places(site, (*folders, *dict.fromkeys(further)), (site / CONFIG_NAME,))

    def now(self) -> datetime:
        """The time."""
        return self._wishes.clock()

    def begin(self, report: Report) -> None:
        """Make the first plan, in as many processes as pay, so no other thread may run yet.

        Args:
            report: Shown progress.
        """
        site = self._wishes.site
        # Before they are read: what is saved meanwhile is news.
        looks = [path for name in (OVERRIDES, _THEMES) for path in (site / name).rglob("*")]
        self._digests = {path: _digest(path) for path in (site / CONFIG_NAME, *looks)}
        self._plan_anew(report, jobs=0)
        self.save()

    def renew(self, paths: Iterable[str]) -> bool:
        """Bring the plan up to date.

        Args:
            paths: Files that may have changed; none when only time has passed.

        Returns:
            Whether what a reader sees may have changed.
        """
        asked = [Path(path) for path in paths]
        news = self._news(asked)
        if asked and not news:
            return False
        if news and not self._pending and not self.state.errors and all(map(self._is_copied, news)):
            return True  # their bytes are read when somebody asks
        self._pending |= news
        if not news or not self._revise():
            self._plan_anew(Report(), jobs=1)
        return True

    def save(self) -> None:
        """Leave what was converted to the next preview or build."""
        if self._memory is not None and self._is_whole:
            self._memory[1].save()

    def _news(self, paths: Iterable[Path]) -> set[Path]:
        """The files whose bytes are not what they were when they were last looked at."""
        plan, found = self.state.plan, set()
        known = {document.path: document.digest for document in plan.sources.documents} if plan else {}
        for path in paths:
            # What nobody has looked at before is news, whatever it is.
            old = self._digests.get(path, known.get(self._source(path)))
            self._digests[path] = _digest(path)
            if self._digests[path] != old:
                found.add(path)
        return found

    def _source(self, path: Path) -> str:
        """The source path of a file of the site; "" of any other."""
        site = self._wishes.site
        return unicodedata.normalize("NFC", path.relative_to(site).as_posix()) if path.is_relative_to(site) else ""

    def _is_copied(self, path: Path) -> bool:
        plan, source = self.state.plan, self._source(path)
        known = plan is not None and (source in plan.sources.static or source in plan.sources.media)
        return known and self._is_plain(path)

    def _is_plain(self, path: Path) -> bool:
        """A file of the site, with no link on the way: where one may lead only the reading of the whole site says."""
        site = self._wishes.site
        if not path.is_relative_to(site) or not os.path.isfile(path):  # noqa: PTH113 -- Path's own may raise
            return False
        return Path(os.path.realpath(path)) == Path(os.path.realpath(site)) / path.relative_to(site)

    def _revise(self) -> bool:
        """Take in what was saved without reading all the rest, if that can be."""
        began, plan, asked = time.monotonic(), self.state.plan, self.state.config
        if plan is None or asked is None or self._memory is None or not self._is_good:
            return False
        if not all(map(self._is_plain, self._pending)):
            return False
        sources = sorted(map(self._source, self._pending))
        try:
            revised = revise(plan, self._report, sources, (self._folder(asked), self._memory[1]))
        except Exception:  # noqa: BLE001 -- a file that is saved once more just now, or a fault of ours: read all anew
            return False
        if revised is None:
            return False
        self._take(asked, revised.plan, revised.report, began)
        return True

    def _plan_anew(self, report: Report, jobs: int) -> None:
        began, plan, asked, now = time.monotonic(), None, None, self.now()
        self._is_whole = False
        try:
            asked = config.load(self._wishes.site)
            self._theme = asked.settings.theme
            options = build.Options(now, self._wishes.with_drafts, jobs, is_whole=False)
            plan = build.plan(asked, options, self._remembering(asked), report)
            self._is_whole = True
        except VoicebuilderError as error:
            report.extend(error.problems)
        except Exception as error:  # noqa: BLE001 -- the preview stays, and says so
            text = f"voicebuilder itself failed ({type(error).__name__}: {error})"
            report.problem(Problem(text, "Please report it with what this shows: voicebuilder --debug build"))
        self._take(asked, plan, report, began)
        self.due = _due(self.state.plan, now)

    def _take(self, asked: Config | None, plan: Plan | None, report: Report, began: float) -> None:
        """Say what is true now; a plan with errors is taken only where there is no good one."""
        is_good = plan is not None and not report.errors
        if not is_good and (self._is_good or plan is None):
            asked, plan = self.state.config, self.state.plan
        else:
            self._report, self._is_good = report, is_good
        if is_good:
            self._pending.clear()
        faults, now = (tuple(report.errors), tuple(report.warnings)), self.now()
        self.state = State(self._wishes.site, asked, plan, *faults, now, time.monotonic() - began)

    def _remembering(self, asked: Config) -> content.Memory:
        """The memory, as the last run left it."""
        zone = asked.settings.timezone
        if self._memory is None or self._memory[0] != zone:
            self._memory = zone, content.Memory(asked.folder / build.CACHE_FOLDER, self._version, zone)
        memory = self._memory[1]
        memory.turn()
        return memory

    def _folder(self, asked: Config) -> content.Folder:
        return content.Folder(asked.folder, asked.zone, self._wishes.with_drafts)


def _due(plan: Plan | None, now: datetime) -> datetime | None:
    """When the next entry is due, or expires."""
    moments = (
        moment.at
        for document in (plan.sources.documents if plan else ())
        for moment in (document.front_matter.date, document.front_matter.expires)
        if moment is not None
    )
    return min((moment for moment in moments if moment > now), default=None)


def _digest(path: Path) -> bytes:
    """The fingerprint of a file's bytes; of one that is too large to be a text, of its times.

    A link has a new one each time: it may lead elsewhere now, and only the reading of the whole site says where.
    """
    try:
        if path.is_symlink():
            return fingerprint(os.fsencode(os.path.realpath(path)), time.monotonic_ns())
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            return fingerprint(found.st_mode, found.st_size, found.st_mtime_ns, found.st_ino)
        return of_bytes(path.read_bytes())
    except OSError:
        return b""
