"""Breaks loops: a file that is written again and again, perhaps because of what we do when it is.

In: which paths changed, and when. Out: which to leave alone for now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# An editor that saves by itself does so once a second at most, and a person pauses.
_GAP = 0.5  # seconds between changes that follow each other
_RUN = 5.0  # seconds of such changes on end
_COUNT = 20  # changes in a run
REST = 3.0  # seconds between two looks at a path that is held


@dataclass(slots=True)
class _Run:
    begun: float
    last: float
    count: int = 1


@dataclass(slots=True)
class Breaker:
    """Times are seconds of one clock that only moves on.

    Attributes:
        held: Path -> when to look at it next.
    """

    held: dict[str, float] = field(default_factory=dict)
    _runs: dict[str, _Run] = field(default_factory=dict)

    def resting(self, now: float) -> frozenset[str]:
        """Paths not to be looked at now."""
        return frozenset(path for path, due in self.held.items() if due > now)

    def calm(self, changed: Collection[str], now: float) -> None:
        """Let go of held paths that were looked at after their rest and had not changed; give the others another."""
        for path in [path for path, due in self.held.items() if due <= now]:
            if path in changed:
                self.held[path] = now + REST
            else:
                del self.held[path]

    def note(self, changed: Collection[str], now: float) -> list[str]:
        """Count changes.

        Returns:
            Paths that are held from now on.
        """
        self._runs = {path: run for path, run in self._runs.items() if now - run.last <= _GAP}
        for path in changed:
            if path not in self.held:
                run = self._runs.setdefault(path, _Run(now, now, 0))
                run.last, run.count = now, run.count + 1
        wild = [path for path, run in self._runs.items() if run.count >= _COUNT and run.last - run.begun >= _RUN]
        for path in wild:
            del self._runs[path]
            self.held[path] = now + REST
        return wild
