"""The source lines around a problem, for eyes.

In: the site folder and a problem. Out: an `Excerpt`, which is empty rather than wrong: a file that is gone, strange or
outside of the site is not read, and nothing here fails.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from voicebuilder.errors import Problem

_MOST_BYTES = 1 << 20
# Characters; what fits beside a line number without a scroll bar on a wide screen.
_WIDTH = 120
_LINE_END = re.compile(r"\r\n?|\n")
# A control character is shown as its picture, so that columns stay true: browsers drop some of them.
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) != "\t"} | {127: 0x2421}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Attributes:
        number: 1-based.
        text: The line without its end; cut, with an ellipsis where it was cut.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A problem and where it is.

    Attributes:
        problem: What is wrong.
        lines: The line at fault and those around it; empty when they are not known.
        column: 1-based column in the *shown* text of the line at fault; 0 when unknown.
        path: The file, absolute, for a link to the editor; "" when it is not in the site.
    """

    problem: Problem
    lines: tuple[Line, ...] = ()
    column: int = 0
    path: str = ""


def excerpt(site: Path, problem: Problem, around: int = 3) -> Excerpt:
    """Read the lines around a problem.

    Args:
        site: The site folder.
        problem: Its path is relative to the site; that of a built-in theme's file is in no site.
        around: Lines above and below.
    """
    path = os.path.join(os.path.abspath(site), problem.path)  # noqa: PTH118, PTH100  Path() would refuse a NUL later
    found = _read(site, path) if problem.path else None
    if found is None:
        return Excerpt(problem)
    lines = _LINE_END.split(found.decode("utf-8-sig", errors="replace"))  # as the build counts them
    if not 1 <= problem.line <= len(lines):
        return Excerpt(problem, path=path)
    first = max(problem.line - around, 1)
    shown = enumerate(lines[first - 1 : problem.line + around], first)
    text, column = _cut(lines[problem.line - 1], max(problem.column, 0))
    cut = (Line(number, text if number == problem.line else _cut(line, 0)[0]) for number, line in shown)
    return Excerpt(problem, tuple(cut), column, path)


def _read(site: Path, path: str) -> bytes | None:
    """The beginning of a regular file below the site folder; None for anything else."""
    try:
        real = os.path.realpath(path, strict=True)
        if not real.startswith(os.path.join(os.path.realpath(site), "")):  # noqa: PTH118  with the slash at the end
            return None
        # Opening a pipe would wait for somebody to write into it.
        with open(os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123
            return file.read(_MOST_BYTES) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except (OSError, ValueError):
        return None


def _cut(line: str, column: int) -> tuple[str, int]:
    """A line as it is shown, cut around a column when it is long; where the column is then."""
    line = line.translate(_PICTURES)
    column = min(column, len(line) + 1)
    if len(line) <= _WIDTH:
        return line, column
    begin = min(max(column - _WIDTH // 2, 0), len(line) - _WIDTH)
    end = begin + _WIDTH
    head = "…" if begin else ""
    tail = "…" if end < len(line) else ""
    return head + line[begin:end] + tail, column - begin + len(head) if column else 0
