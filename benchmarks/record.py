"""What was measured, to ask for medians and ratios.

In: runs, as they are made. Out: numbers, or None for what was not measured.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.meter import Run


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a preview.

    Attributes:
        start: Seconds until it answered.
        waits: Seconds from each save until it was served, for each kind of edit.
        peak: Of its memory, in bytes; 0 where the system does not tell.
    """

    start: float
    waits: dict[str, list[float]]
    peak: int


# (entries of the site, what was run): a generator's cold build, or one of our warm builds.
Case = tuple[int, str]
STARTS = 0


@dataclass(frozen=True, slots=True)
class Record:
    """All measurements of one bench.

    Attributes:
        runs: The timed runs of a case, in order. Those of `STARTS` entries build nothing.
        peaks: Peak of memory of a case, in bytes.
        files: Files that a cold build published.
        sessions: Of a generator's preview, in order.
    """

    runs: defaultdict[Case, list[Run]] = field(default_factory=lambda: defaultdict(list))
    peaks: dict[Case, int] = field(default_factory=dict)
    files: dict[Case, int] = field(default_factory=dict)
    sessions: defaultdict[Case, list[Session]] = field(default_factory=lambda: defaultdict(list))

    def wall(self, case: Case) -> float | None:
        """Median wall time, in seconds."""
        return median(run.wall for run in self.runs[case]) if case in self.runs else None

    def cpu(self, case: Case) -> float | None:
        """Median processor time, in seconds."""
        return median(run.cpu for run in self.runs[case]) if case in self.runs else None

    def spread(self, case: Case) -> float:
        """How far the slowest run is from the fastest, as a share of the median."""
        walls = [run.wall for run in self.runs[case]]
        return (max(walls) - min(walls)) / median(walls)

    def started(self, case: Case) -> float | None:
        """Median of the seconds until a preview answered."""
        return median(session.start for session in self.sessions[case]) if case in self.sessions else None

    def waits(self, case: Case, edit: str) -> list[float]:
        """Seconds from save to served change, of all sessions; ascending."""
        return sorted(wait for session in self.sessions.get(case, ()) for wait in session.waits[edit])

    def waited(self, case: Case, edit: str) -> float | None:
        """Median of the seconds from save to served change."""
        waits = self.waits(case, edit)
        return median(waits) if waits else None

    def sizes(self, what: str) -> list[int]:
        """The sizes at which something was run, ascending."""
        return sorted(size for size, ran in self.runs if ran == what and size != STARTS)

    def steps(self, what: str) -> list[tuple[int, float]]:
        """How the time grows: each size n that was run with 10 n, and time(10 n) / time(n)."""
        walls = {size: self.wall((size, what)) for size in self.sizes(what)}
        return [(size, ratio) for size in walls if (ratio := divided(walls.get(10 * size), walls[size])) is not None]


def divided(above: float | None, below: float | None) -> float | None:
    """A ratio, or None when either side was not measured."""
    return above / below if above is not None and below else None
