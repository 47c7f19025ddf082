"""What can go wrong, said to a writer: where it is, what is wrong, what to type.

In: nothing. Out: `Problem`, a value that every room can report, and the exceptions that end a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


class ExitCode(IntEnum):
    """How a command ends (design 2.5)."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    MACHINE = 3
    INTERRUPTED = 130


class Severity(Enum):
    """Whether a problem stops publication."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right.

    Attributes:
        message: What is wrong, a sentence without its full stop.
        hint: What to type to put it right, a full sentence; may be empty.
        path: The file, relative to the site folder, "/"-separated; empty when no file is at fault.
        line: 1-based line in the file; 0 when unknown.
        column: 1-based column in that line; 0 when unknown.
        severity: An error stops publication, a warning does not (unless `--strict`).
    """

    message: str
    hint: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """`posts/a.md:7:3`, as far as it is known."""
        parts = [self.path] if self.path else []
        if self.path and self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        prefix = f"{self.where}: " if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{prefix}{self.severity.value}: {self.message}.{hint}"


class VoicebuilderError(Exception):
    """The base of what we raise; carries problems, and the exit code of its kind."""

    exit_code = ExitCode.CONTENT

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(Problem(p) if isinstance(p, str) else p for p in problems)
        # The exception's arguments, so that it comes out of a worker process as it was raised.
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class ContentError(VoicebuilderError):
    """Content or a template must be changed by its author (exit 1)."""


class UsageError(VoicebuilderError):
    """The command or the config asks for something that cannot be (exit 2)."""

    exit_code = ExitCode.USAGE


class MachineError(VoicebuilderError):
    """The machine refused: disk, permission, lock (exit 3)."""

    exit_code = ExitCode.MACHINE


def together(first: Callable[[], A], second: Callable[[], B], third: Callable[[], C]) -> tuple[A, B, C]:
    """Try three things that are wrong or right on their own, so that one run shows the faults of all.

    Raises:
        UsageError: With the problems of each that failed.
    """
    results: list[Any] = []
    problems: list[Problem] = []
    for attempt in (first, second, third):
        try:
            results.append(attempt())
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(*problems)
    return results[0], results[1], results[2]
