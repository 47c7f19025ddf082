"""The budgets: what a build and a preview may cost, beside what they did cost.

In: a `Record`. Out: for each budget its limit, what was measured, and whether it is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.layouts import FLOOR, OURS
from benchmarks.previews import WORDS
from benchmarks.record import STARTS, Record, divided
from benchmarks.rounds import EDITS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 10_000
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Budget:
    """One limit.

    Attributes:
        what: Is limited.
        limit: At most this.
        unit: Of the limit and of what was measured.
        measured: From a record; None when the record does not hold it.
        digits: Of what was measured, after the point.
    """

    what: str
    limit: float
    unit: str
    measured: Callable[[Record], float | None]
    digits: int = 2

    def row(self, record: Record) -> tuple[str, str, str, str]:
        """What, limit, measured, met; in words."""
        value = self.measured(record)
        limit = f"≤ {self.limit:g}{self.unit}"
        if value is None:
            return self.what, limit, "not in this run", "–"
        return self.what, limit, f"{value:.{self.digits}f}{self.unit}", "yes" if value <= self.limit else "**no**"


def _cold(record: Record, other: str) -> float | None:
    return divided(record.wall((SIZE, OURS)), record.wall((SIZE, other)))


def _edited(record: Record) -> float | None:
    """The slowest of the edits."""
    ratios = [divided(record.wall((SIZE, edit)), record.wall((SIZE, "hugo"))) for edit in EDITS]
    return max((ratio for ratio in ratios if ratio is not None), default=None)


def _growth(record: Record, size: int) -> float | None:
    return divided(record.wall((10 * size, OURS)), record.wall((size, OURS)))


def _peak(record: Record) -> float | None:
    return divided(record.peaks.get((LARGEST, OURS)), 1e9)


def _served(record: Record, size: int) -> float | None:
    """Milliseconds."""
    seconds = record.waited((size, OURS), WORDS)
    return None if seconds is None else 1000 * seconds


BUDGETS = (
    Budget("Cold build, 10,000 entries", 0.75, " × Hugo", lambda record: _cold(record, "hugo")),
    Budget("Cold build, 10,000 entries", 1.5, " × the floor", lambda record: _cold(record, FLOOR)),
    Budget("Warm build, one post edited, 10,000 entries", 0.1, " × Hugo's build", _edited),
    Budget("Growth of the time from 1,000 to 10,000 entries", 11, " ×", lambda record: _growth(record, 1_000)),
    Budget("Growth of the time from 10,000 to 100,000 entries", 11, " ×", lambda record: _growth(record, SIZE)),
    Budget("Peak memory, 100,000 entries", 1, " GB", _peak),
    Budget("`voicebuilder --version`", 0.15, " s", lambda record: record.wall((STARTS, VERSION))),
)
# Absolute, unlike those of builds: what feels instant does not depend on how slow others are.
PREVIEW_BUDGETS = (
    Budget("Words, from save to served change, 1,000 entries", 30, " ms", lambda record: _served(record, 1_000), 0),
    Budget("Words, from save to served change, 10,000 entries", 60, " ms", lambda record: _served(record, SIZE), 0),
    Budget("Start with a warm cache, 10,000 entries", 2, " s", lambda record: record.started((SIZE, OURS))),
)
