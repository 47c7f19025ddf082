"""Source files and faults with links that open them in the writer's editor.

In: the state, a source path or a problem, the pattern of links. Out: an address; "" when there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem
from voicebuilder.preview.editor import editor_link
from voicebuilder.preview.excerpts import Excerpt, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voicebuilder.preview.state import State


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem as the desk lists it.

    Attributes:
        problem: What is wrong, and what to type.
        source: Opens the file at its line; "" when it is no file of the site.
    """

    problem: Problem
    source: str


def to_source(state: State, path: str, editor: str) -> str:
    """Opens a source file."""
    file = state.plan.sources.file(state.site, path) if state.plan else state.site / path
    return editor_link(Excerpt(Problem("", path=path), path=str(file)), editor)


def faults(state: State, problems: Iterable[Problem], editor: str) -> list[Fault]:
    """Problems with their links; only a file that lies in the site has one."""
    return [Fault(problem, editor_link(excerpt(state.site, problem, around=0), editor)) for problem in problems]
