"""A report for a person at a terminal: progress while it lasts, problems in order at the end.

In: what rooms report. Out: text on stderr.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voicebuilder.errors import Problem

# Work that is over sooner shows no bar (design 2.5).
_PATIENCE_SECONDS = 1.0
# More of them than this at once help nobody; the count of the rest is said, and --json has them all.
_MOST_WARNINGS = 50


class Console(Report):
    """Shows steps that last, on a terminal only."""

    def notice(self, text: str) -> None:
        """A line on stderr."""
        print(text, file=sys.stderr)

    @contextmanager
    def step(self, name: str, total: int) -> Iterator[Callable[[], None]]:
        """A progress bar, from the second second on."""
        if not sys.stderr.isatty():
            yield lambda: None
            return
        bar = _Bar(name, total)
        try:
            yield bar.advance
        finally:
            bar.close()


class _Bar:
    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._done = name, total, 0
        self._began = time.monotonic()
        self._close: Callable[[], None] | None = None
        self._update: Callable[[int], None] = lambda done: None  # noqa: ARG005

    def advance(self) -> None:
        self._done += 1
        if self._close is None and time.monotonic() - self._began > _PATIENCE_SECONDS:
            self._open()
        self._update(self._done)

    def _open(self) -> None:
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        progress = Progress(*columns, console=Terminal(stderr=True), transient=True)
        task = progress.add_task(self._name, total=self._total)
        progress.start()
        self._close = progress.stop
        self._update = lambda done: progress.update(task, completed=done)

    def close(self) -> None:
        if self._close is not None:
            self._close()


def show(problems: list[Problem], limit: int | None = None) -> None:
    """Print problems on stderr, one a line."""
    shown = problems if limit is None else problems[:limit]
    for problem in shown:
        print(problem, file=sys.stderr)
    if len(problems) > len(shown):
        print(f"… and {len(problems) - len(shown)} more like these; --json lists them all.", file=sys.stderr)


def show_warnings(report: Report) -> None:
    """Print the warnings of a run, the first of many."""
    show(report.warnings, _MOST_WARNINGS)
