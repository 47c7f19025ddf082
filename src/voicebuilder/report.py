"""Who is told of progress and problems: rooms report here and never print.

In: problems and steps, from any room. Out: the same, collected; `cli` subclasses it to show them as they come.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Report:
    """Collects the problems of one run; `strict` turns warnings into errors."""

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self._problems: dict[Problem, None] = {}

    def problem(self, problem: Problem) -> None:
        """Take one problem; the same one twice counts once."""
        if self.strict:
            problem = replace(problem, severity=Severity.ERROR)
        self._problems[problem] = None

    def notice(self, text: str) -> None:
        """Something worth a line that is no problem of the writer's."""

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take many problems."""
        for problem in problems:
            self.problem(problem)

    @contextmanager
    def step(self, name: str, total: int) -> Iterator[Callable[[], None]]:  # noqa: ARG002 -- the shape that cli overrides
        """Work of `total` units begins; call what is yielded once a unit."""
        yield lambda: None

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop publication, by file and line."""
        return self._sorted(Severity.ERROR)

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not, by file and line."""
        return self._sorted(Severity.WARNING)

    def _sorted(self, severity: Severity) -> list[Problem]:
        chosen = [problem for problem in self._problems if problem.severity is severity]
        return sorted(chosen, key=lambda p: (p.path, p.line, p.column, p.message))

    def stop_on_errors(self) -> None:
        """End the run if anything must be put right first.

        Raises:
            ContentError: With every error of the run.
        """
        if self.errors:
            raise ContentError(*self.errors)
