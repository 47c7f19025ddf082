"""What the preview knows of the site at one moment.

In: nothing. Out: `State`, a frozen value that threads may share, made by `planner`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from voicebuilder.build import Plan
    from voicebuilder.config import Config
    from voicebuilder.errors import Problem


@dataclass(frozen=True, slots=True)
class State:
    """The last good plan, and what is wrong with what was saved since.

    Attributes:
        site: The site folder, absolute.
        config: What the plan was made with; None as long as there was no good one.
        plan: Every page that there is; None as long as there was no good one.
        errors: What keeps the newest texts from being shown; empty when the plan is that of the newest texts.
        warnings: What the writer should look at, of the newest texts.
        at: When it was made, aware.
        seconds: How long that took.
    """

    site: Path
    config: Config | None
    plan: Plan | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    at: datetime
    seconds: float
