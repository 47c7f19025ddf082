"""A story: a writer and a designer change a site in every way there is, trouble comes, and it is built now and then.

In: how many steps, and what is to happen in them. Out: stories that are played, and counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .designer import Designer
from .machine import Machine
from .trouble import Trouble
from .writer import Writer

if TYPE_CHECKING:
    from collections.abc import Collection

STEPS_A_STORY = 50


class Story(Writer, Designer, Trouble):
    """One site, its changes and builds."""


def play(
    number: int,
    *,
    steps: int,
    only: Collection[str] = (),
    made_short: bool = True,
    story: type[Machine] = Story,
) -> Counter[str]:
    """Play stories until so many steps are done.

    Args:
        number: Which stories: those of a number are always the same.
        steps: How many steps.
        only: Names of the changes that happen in them; all when none is named.
        made_short: Make a story that fails short.
        story: What is told.

    Returns:
        What was done, counted.

    Raises:
        AssertionError: A promise was broken.
    """
    rules = {name: getattr(story, name) for name in only}
    told = type("ToldStory", (Machine,) if rules else (story,), {"tally": Counter(), "beginning": {}, **rules})
    # Of each run of Hypothesis the first story is the simplest one there is, and proves nothing.
    idle = 0
    while (missing := steps - told.tally["steps"] + idle) > 0:
        idle += STEPS_A_STORY
        how = settings(
            max_examples=-(-missing // STEPS_A_STORY) + 2,
            stateful_step_count=STEPS_A_STORY,
            phases=(Phase.generate, Phase.shrink) if made_short else (Phase.generate,),
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(f"{number} {missing}")(told), settings=how)
    told.tally["steps"] -= idle
    return told.tally
